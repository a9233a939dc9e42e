// The corpus tests/vectors/*.json and each call: an engine must return the same results as Node.

import assert from "node:assert/strict";
import { before, it } from "node:test";

import * as passgate from "passgate";

import { cases } from "../../vectors/corpus.mjs";
import { calls } from "./calls.mjs";
import { plain } from "./plain.mjs";
import { PACKAGE } from "./site.mjs";

const corpus = await cases();

export function verdicts(visit) {
  it("every call returns the same as in Node", async () => {
    await passgate.default();
    const seen = await visit("", called, PACKAGE);
    assert.deepEqual(seen, plain(calls(passgate)));
  });

  let judged;
  // Not every protocol transports lone surrogates; JSON text does.
  before(async () => void (judged = await visit("", judgedAll, { address: PACKAGE, text: JSON.stringify(corpus) })));

  it("judges a corpus", () => assert.ok(corpus.length > 100, `${corpus.length} cases`));

  for (const [index, { file, entry }] of corpus.entries()) {
    it(`${file}: ${entry.why}`, () => {
      assert.equal(judged[index].findings, JSON.stringify(entry.findings));
      assert.equal(judged[index].accepts, !entry.findings.some((finding) => finding.status === "unmet"));
    });
  }
}

async function called(address) {
  const { calls } = await import("/tests/browser/engines/calls.mjs");
  const passgate = await import(address);
  await passgate.default();
  return calls(passgate);
}

async function judgedAll({ address, text }) {
  const { default: init, Checker } = await import(address);
  const { judge } = await import("/tests/vectors/corpus.mjs");
  await init();
  return JSON.parse(text).map(({ entry }) => judge(Checker, entry));
}
