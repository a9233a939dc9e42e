// The face that carries the module: `cargo xtask build` makes pkg/dist/inline.js and inline.cjs of it. For
// tools that move the JavaScript of packages and leave the module (Vite's development server up to 7), that
// know no files beside it (Jest, esbuild, Rollup), and for pages of `file:`.
import wasm from "./passgate_bg.wasm";

import { begin } from "./checker.js";

export { Checker, describe, policy } from "./checker.js";

export function init(source = wasm) {
  return begin(source, (address) => fetch(address));
}

export default init;
