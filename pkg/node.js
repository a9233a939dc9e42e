// In Node the two halves of the module are read from disk: its fetch() does not take file: addresses.
// They are small, so they are read and compiled at once, faster than by way of other threads, and
// everything is there before the first verdict.
import { readFileSync } from "node:fs";

import initialise, { complete } from "./dist/index.js";

export { Checker, complete, describe, policy } from "./dist/index.js";

export default async function init(source = read("passgate_bg.wasm"), rest = read("rest.wasm")) {
  await initialise(source, rest);
  await complete();
}

const read = (file) => new WebAssembly.Module(readFileSync(new URL(`./dist/${file}`, import.meta.url)));
