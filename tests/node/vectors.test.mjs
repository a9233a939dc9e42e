// The corpus tests/vectors/*.json through the package, in Node.
import assert from "node:assert/strict";
import test from "node:test";

import init, { Checker } from "passgate";

import { cases, judge } from "../vectors/corpus.mjs";

await init();

for (const { file, entry } of await cases()) {
  test(`${file}: ${entry.why}`, () => {
    const { findings, accepts } = judge(Checker, entry);
    assert.equal(findings, JSON.stringify(entry.findings));
    assert.equal(accepts, !entry.findings.some((finding) => finding.status === "unmet"));
  });
}
