// www/plain-checker.js replaces the core where WebAssembly cannot run. It must put each refusal into
// the same row as the core.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import init, { Checker, policy } from "passgate";

import { describePlainly, PlainChecker } from "../../www/plain-checker.js";
import { LABELS } from "../../www/rules.js";
import { words } from "../../www/words.js";

const api = JSON.parse(await readFile(new URL("../../docs/openapi.json", import.meta.url), "utf8"));
const PERSON = { username: "wangxm", name: "王小明", phones: ["13800138000"], emails: ["wangxm@corp.example"] };
/** A password that meets every rule, so that only the refusal determines the rows. */
const GOOD = "Tide*Lamp72";

/** One violation for each code of the vocabulary, with its required members. */
const violations = api.components.schemas.Violation.oneOf.map(({ properties, required }) => {
  const samples = { missing: ["upper"], fields: ["username"] };
  return Object.fromEntries(
    required.map((name) => [name, properties[name].const ?? samples[name] ?? (properties[name].type === "integer" ? 1 : undefined)]),
  );
});

await init();

/** Violations that no vendor's code means; only the core's own check finds them. */
const ONLY_HERE = ["empty", "resembles-identity", "unknown-identity"];

test("the vocabulary has each code once, and each sample has every required member", () => {
  const codes = violations.map(({ code }) => code);
  assert.ok(codes.length >= 12 && new Set(codes).size === codes.length, codes.join());
  assert.ok(violations.every((violation) => Object.values(violation).every((value) => value !== undefined)));
  for (const code of ONLY_HERE) assert.ok(codes.includes(code), code);
});

for (const product of ["feishu", "eiam"]) {
  for (const violation of violations.filter(({ code }) => !ONLY_HERE.includes(code))) {
    test(`${product}, ${violation.code}: the same row with the core and without`, () => {
      const rowOf = (checker) => {
        checker.refuse(GOOD, [violation]);
        const found = checker.check(GOOD).findings.filter((finding) => finding.violation?.code === violation.code);
        assert.equal(found.length, 1);
        assert.equal(found[0].status, "unmet");
        return found[0].rule;
      };
      assert.equal(rowOf(new PlainChecker(policy(product))), rowOf(new Checker(product, PERSON)));
      for (const locale of Object.keys(words)) {
        const sentence = describePlainly({ message: "too old", ...violation }, locale);
        assert.ok(sentence.length > 3 && !sentence.includes("undefined"), sentence);
      }
    });
  }
}

test("EIAM: the requirements read as those of the core, except that of the personal details", () => {
  const asked = (checker, locale) => checker.rows("", locale).filter(({ rule }) => rule !== "identity").map(({ asks }) => asks);
  for (const locale of Object.keys(words)) {
    assert.deepEqual(asked(new PlainChecker(policy("eiam")), locale), asked(new Checker("eiam", PERSON), locale));
  }
});

test("a rule without a sentence in the pages is shown by its label", () => {
  for (const locale of Object.keys(words)) {
    const rules = Object.keys(LABELS[locale]).map((rule) => ({ rule }));
    assert.ok(rules.length > 8 && Object.values(LABELS[locale]).every(Boolean), locale);
    const label = LABELS[locale].vendor;
    assert.deepEqual(new PlainChecker({ rules: [{ rule: "vendor" }] }).rows("", locale), [
      { rule: "vendor", label, state: "idle", asks: label },
    ]);
  }
});
