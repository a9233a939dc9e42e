// The face in workerd, which compiles no bytes at run time: the module is an import, and so part of the
// Worker. `cargo xtask build` makes pkg/dist/workerd.js of it, and edge-light.js, where the import has the
// suffix that Next.js asks for.
import wasm from "./passgate_bg.wasm";

import { begin } from "./checker.js";

export { Checker, describe, policy } from "./checker.js";

export function init(source = wasm) {
  return begin(source, (address) => fetch(address));
}

export default init;
