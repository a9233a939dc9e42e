// The shortest way from lines of a consumer to a page: one file, with the module beside it.
import { copyFile } from "node:fs/promises";
import { join } from "node:path";

import { build } from "esbuild";

import { page } from "./workshop.mjs";

/** A page whose body has an element `root`, and runs these lines; its folder. */
export async function bundled(shop, lines) {
  const html = page('<body><div id="root"></div><script type="module" src="out.js"></script>');
  const root = await shop.project({ "main.js": lines, "index.html": html });
  await build({
    absWorkingDir: root,
    entryPoints: ["main.js"],
    bundle: true,
    format: "esm",
    outfile: "out.js",
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"development"' },
  });
  await copyFile(join(root, "node_modules/passgate/dist/passgate_bg.wasm"), join(root, "passgate_bg.wasm"));
  return root;
}
