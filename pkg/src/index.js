// The face of the package in browsers and bundlers; `cargo xtask build` makes pkg/dist/index.js of it.
import { begin } from "./checker.js";

export { Checker, describe, policy } from "./checker.js";

/** Without a source the module is fetched from beside this file. */
export function init(source = new URL("./passgate_bg.wasm", import.meta.url)) {
  return begin(source, (address) => fetch(address));
}

export default init;
