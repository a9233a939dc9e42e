// The face of the package in Node; `cargo xtask build` makes pkg/dist/node.js of it. The module is read
// from disk: Node's fetch() does not take file: addresses. It is small, so it is read and compiled at
// once, faster than by way of other threads.
import initialise from "./index.js";

export { Checker, describe, policy } from "./index.js";

export default async function init(source) {
  // To import a module of Node's own takes longer than to read and compile ours.
  const { readFileSync } = process.getBuiltinModule?.("node:fs") ?? (await import("node:fs"));
  const read = () => new WebAssembly.Module(readFileSync(new URL("./passgate_bg.wasm", import.meta.url)));
  return initialise(source ?? read());
}
