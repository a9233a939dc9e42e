// Measures in a page; what it finds is the value of `measured`.
import * as passgate from "/pkg/index.js";

import { run } from "./cases.mjs";

globalThis.measured = async (options) => {
  const [passwords, names] = await Promise.all(
    ["passwords", "names"].map(async (name) => (await fetch(`/data/${name}.json`)).json()),
  );
  // Between rounds the page answers, as pages do.
  const pause = () => new Promise((resolve) => setTimeout(resolve));
  return run(passgate, { passwords, names }, { ...options, pause });
};
