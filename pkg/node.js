// In Node the module and its parts are read from disk: its fetch() does not take file: addresses.
// They are small, so all of it is read and compiled at once, faster than by way of other threads,
// and all of them are there before the first verdict.
import { readFileSync } from "node:fs";

import initialise, { complete } from "./dist/index.js";

export { Checker, complete, describe, policy } from "./dist/index.js";

export default async function init(source, parts = {}) {
  const { names = read("names.bin"), weak = read("weak.bin") } = parts;
  await initialise(source ?? new WebAssembly.Module(read("passgate_bg.wasm")), { names, weak });
  await complete();
}

const read = (file) => readFileSync(new URL(`./dist/${file}`, import.meta.url));
