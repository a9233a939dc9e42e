// The face of the package in Node; `cargo xtask build` makes pkg/dist/node.js of it. The two halves of
// the module are read from disk: Node's fetch() does not take file: addresses. They are small, so
// they are read and compiled at once, faster than by way of other threads, and everything is there
// before the first verdict.
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";

import initialise, { complete } from "./index.js";

export { Checker, complete, describe, policy } from "./index.js";

export default async function init(source = read("passgate_bg.wasm"), rest = read("rest.wasm")) {
  await initialise(source, rest, (text, to) => Buffer.from(to.buffer, to.byteOffset, to.length).write(text, "utf16le"));
  await complete();
}

const read = (file) => new WebAssembly.Module(readFileSync(new URL(`./${file}`, import.meta.url)));
