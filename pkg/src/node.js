// The face of the package in Node; `cargo xtask build` makes pkg/dist/node.js of it. Files are read from
// disk: Node's fetch() does not take their addresses.
import { begin } from "./checker.js";

export { Checker, describe, policy } from "./checker.js";

/** Without a source the module is read from beside this file. */
export function init(source = new URL("./passgate_bg.wasm", import.meta.url)) {
  return begin(source, get);
}

export default init;

async function get(address) {
  if (!String(address).startsWith("file:")) return fetch(address);
  // To import a module of Node's own takes longer than to read and compile ours.
  const { readFileSync } = process.getBuiltinModule?.("node:fs") ?? (await import("node:fs"));
  const bytes = readFileSync(new URL(address));
  try {
    return new WebAssembly.Module(bytes); // At once: by way of other threads it takes a millisecond more.
  } catch {
    return bytes; // Whoever compiles it next says what is wrong.
  }
}
