// The edge, its OpenAPI document and the forms use the same set of outcomes.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { kindOf, resetOutcome, ticketOutcome } from "../../www/answers.js";
import { OUTCOMES } from "../../www/outcomes.js";
import { words } from "../../www/words.js";

const document = JSON.parse(await readFile(new URL("../../docs/openapi.json", import.meta.url), "utf8"));

test("the document and the forms have the same outcomes", () => {
  const described = document.components.schemas.Outcome.oneOf.map((word) => word.const);
  assert.deepEqual([...described].sort(), [...OUTCOMES].sort());
  assert.equal(new Set(OUTCOMES).size, OUTCOMES.length);
});

test("a form has a sentence in each language for every outcome", () => {
  for (const [language, { problems, notices }] of Object.entries(words)) {
    for (const outcome of OUTCOMES) {
      const kind = kindOf(outcome);
      assert.ok(kind in problems || kind in notices, `${outcome} in ${language}`);
    }
    assert.deepEqual(Object.keys(problems), Object.keys(words.en.problems), language);
    assert.deepEqual(Object.keys(notices), Object.keys(words.en.notices), language);
  }
});

test("the outcome decides, not the status or a vendor's code", async () => {
  for (const outcome of OUTCOMES) {
    for (const status of [200, 400, 503]) {
      const body = { outcome, code: 1050023, error_code: "USER.0011", violations: [{ code: "reused" }] };
      const { kind, violations } = await resetOutcome(Response.json(body, { status }));
      assert.equal(kind, kindOf(outcome), `${outcome} at ${status}`);
      assert.deepEqual(violations, outcome === "refused-password" ? body.violations : undefined);
    }
  }
});

test("a breached password is distinguished from one that the vendor refused", async () => {
  const refused = async (...violations) => {
    const body = { outcome: "refused-password", violations };
    return (await resetOutcome(Response.json(body, { status: 400 }))).kind;
  };
  assert.equal(await refused({ code: "too-common", pattern: "breached" }), "breached");
  assert.equal(await refused({ code: "too-common", pattern: "breached" }, { code: "reused" }), "refused-password");
});

test("an answer that is not the edge's leaves the outcome unknown, except for HTTP 429", async () => {
  const kinds = { 200: "unknown", 400: "unknown", 403: "unknown", 413: "unknown", 429: "too-often", 500: "unknown", 502: "unknown", 503: "unknown" };
  for (const [status, expected] of Object.entries(kinds)) {
    for (const body of ["<html>", "{}", '{"code":0}', '{"user_id":"u"}', '{"outcome":"fine"}', '{"outcome":7}', "null"]) {
      const { kind } = await resetOutcome(new Response(body, { status: Number(status) }));
      assert.equal(kind, expected, `${body} at ${status}`);
    }
  }
});

test("the outcome gives the reason why a link does not open", async () => {
  const opened = async (status, body) => (await ticketOutcome(Response.json(body, { status }))).kind;
  assert.equal(await opened(401, { outcome: "unauthenticated", code: "unauthenticated" }), "unauthenticated");
  assert.equal(await opened(429, { outcome: "too-often" }), "too-often");
  assert.equal(await opened(503, { outcome: "unavailable" }), "too-often");
  // The answer is a proxy's, not the edge's.
  assert.equal(await opened(502, {}), "offline");
  assert.equal(await opened(404, {}), "offline");
  assert.equal(await opened(200, { product: "eiam" }), "shown");
});
