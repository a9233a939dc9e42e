// The face of the package in Node; `cargo xtask build` makes pkg/dist/node.js of it. The two halves of
// the module are read from disk: Node's fetch() does not take file: addresses. They are small, so
// they are read and compiled at once, faster than by way of other threads, and everything is there
// before the first verdict.
import initialise, { complete } from "./index.js";

export { Checker, complete, describe, policy } from "./index.js";

export default async function init(source, rest) {
  // To import a module of Node's own takes longer than to read and compile our two.
  const { readFileSync } = process.getBuiltinModule?.("node:fs") ?? (await import("node:fs"));
  const read = (file) => new WebAssembly.Module(readFileSync(new URL(`./${file}`, import.meta.url)));
  await initialise(source ?? read("passgate_bg.wasm"), rest ?? read("rest.wasm"), utf16);
  await complete();
}

const utf16 = (text, to) => Buffer.from(to.buffer, to.byteOffset, to.length).write(text, "utf16le");
