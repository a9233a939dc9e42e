// In Node the module and its parts are read from disk: its fetch() does not take file: addresses.
// They are small, so all of them are there before the first verdict.
import { readFile } from "node:fs/promises";

import initialise, { complete } from "./dist/index.js";

export { Checker, complete, describe, policy } from "./dist/index.js";

export default async function init(source = read("passgate_bg.wasm"), parts = {}) {
  const { names = read("names.bin"), weak = read("weak.bin") } = parts;
  await initialise(source, { names, weak });
  await complete();
}

const read = (file) => readFile(new URL(`./dist/${file}`, import.meta.url));
