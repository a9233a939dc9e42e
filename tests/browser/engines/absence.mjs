// The errors of a page in which the module cannot be loaded or is not allowed to run.

import assert from "node:assert/strict";
import { it } from "node:test";

import { PACKAGE } from "./site.mjs";
import { start } from "./start.mjs";
import { reached, STATED } from "./stated.mjs";

/** The result of start.mjs in a page whose module loads: the checker rejects the password (`false`). */
const RUNS = { init: {}, then: { given: false } };

/**
 * The end of the message: how to allow WebAssembly in the page's policy. The engine's own text before
 * it may name other directives.
 */
const ALLOW = /; [^;]*'wasm-unsafe-eval'[^;]*$/;

/** `visit(policy, use, argument)` runs `use` in a page under that Content Security Policy. */
export function absence(engine, host, visit) {
  const begin = (policy, options) => visit(policy, start, { address: PACKAGE, ...options });

  it("runs in a page without a Content Security Policy", async () => {
    assert.deepEqual(await begin("", {}), RUNS);
  });

  it("runs under a policy with 'wasm-unsafe-eval' only in the versions that docs/package.md states", async () => {
    const seen = await begin("script-src 'self' 'wasm-unsafe-eval'", {});
    if (reached(engine.version(), STATED[engine.stated].forms)) assert.deepEqual(seen, RUNS);
    else isPartError(seen, ALLOW);
  });

  it("rejects with PartError if the policy forbids WebAssembly", async () => {
    isPartError(await begin("script-src 'self'", {}), ALLOW);
  });

  it("rejects with PartError if there is no WebAssembly", async () => {
    isPartError(await begin("", { without: true }), /there is no WebAssembly/);
  });

  for (const { what, told, address } of host.instead) {
    it(`rejects with PartError if the host answers with ${what}, and the next attempt succeeds`, async () => {
      const { again, ...seen } = await begin("", { source: address, again: true });
      isPartError(seen, told);
      assert.ok(seen.init.message.startsWith(address), seen.init.message);
      assert.deepEqual(again, RUNS.then);
    });
  }
}

/**
 * Asserts that `init` rejected with a real `PartError` whose message matches `told`, and that a checker
 * made afterwards throws `NotReadyError`.
 */
function isPartError({ init, then }, told) {
  assert.deepEqual([init.error, init.name], [true, "PartError"], JSON.stringify(init));
  assert.match(init.message, told);
  assert.deepEqual([then.error, then.name], [true, "NotReadyError"], JSON.stringify(then));
}
