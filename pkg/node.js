// In Node the wasm module is read from disk: its fetch() does not take file: addresses.
import { readFile } from "node:fs/promises";

import initialise from "./index.js";

export { Checker, describe, policy } from "./index.js";

export default function init(source = readFile(new URL("./wasm/passgate_bg.wasm", import.meta.url))) {
  return initialise(source);
}
