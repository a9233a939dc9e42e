// The face for development, which carries the module: `cargo xtask build` makes pkg/dist/development.js of
// it. A development server may move the JavaScript of packages (Vite up to 7) and leave the module.
import wasm from "./passgate_bg.wasm";

import { begin } from "./checker.js";

export { Checker, describe, policy } from "./checker.js";

export function init(source = wasm) {
  return begin(source, (address) => fetch(address));
}

export default init;
