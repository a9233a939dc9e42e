// What is said where the module cannot be had, or may not run.

import assert from "node:assert/strict";
import { it } from "node:test";

import { PACKAGE } from "./site.mjs";
import { start } from "./start.mjs";
import { reached, STATED } from "./stated.mjs";

/** What a page has whose module is there: `false` is the verdict of start.mjs. */
const RUNS = { init: {}, then: { given: false } };

/** What to do about a page's policy, said last: what an engine says itself may name other things. */
const ALLOW = /; [^;]*'wasm-unsafe-eval'[^;]*$/;

/** `visit(policy, use, argument)` runs `use` in a page under that Content Security Policy. */
export function absence(engine, host, visit) {
  const begin = (policy, options) => visit(policy, start, { address: PACKAGE, ...options });

  it("runs where no policy stands in its way", async () => {
    assert.deepEqual(await begin("", {}), RUNS);
  });

  it("runs under a policy with 'wasm-unsafe-eval' in the versions that docs/package.md states, and in no other", async () => {
    const seen = await begin("script-src 'self' 'wasm-unsafe-eval'", {});
    if (reached(engine.version(), STATED[engine.stated].forms)) assert.deepEqual(seen, RUNS);
    else isPartError(seen, ALLOW);
  });

  it("says PartError where a policy forbids WebAssembly", async () => {
    isPartError(await begin("script-src 'self'", {}), ALLOW);
  });

  it("says PartError where there is no WebAssembly", async () => {
    isPartError(await begin("", { without: true }), /there is no WebAssembly/);
  });

  for (const { what, told, address } of host.instead) {
    it(`says PartError where ${what} comes instead of the module, and starts the next time`, async () => {
      const { again, ...seen } = await begin("", { source: address, again: true });
      isPartError(seen, told);
      assert.ok(seen.init.message.startsWith(address), seen.init.message);
      assert.deepEqual(again, RUNS.then);
    });
  }
}

/** A real error of that name that tells this; and whoever judges all the same hears that nothing is there. */
function isPartError({ init, then }, told) {
  assert.deepEqual([init.error, init.name], [true, "PartError"], JSON.stringify(init));
  assert.match(init.message, told);
  assert.deepEqual([then.error, then.name], [true, "NotReadyError"], JSON.stringify(then));
}
