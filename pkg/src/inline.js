// The module is an import here. Bundled, it becomes inline.js and inline.cjs, which contain it, for tools that
// lose the files beside a package's JavaScript (Jest, esbuild, Rollup, Vite's development server up to 7) and
// for pages of file:. With the import kept it becomes workerd.js and edge-light.js, because Workers compile
// no bytes at run time.
import wasm from "./passgate_bg.wasm";

import { begin } from "./checker.js";

export { Checker, describe, policy } from "./checker.js";

export function init(source = wasm) {
  return begin(source, (address) => fetch(address));
}

export default init;
