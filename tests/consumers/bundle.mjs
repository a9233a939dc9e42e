// Bundles the lines of a consumer into a page: one file, with the module beside it.
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { build } from "esbuild";

import { page } from "./workshop.mjs";

const PAGE = page('<body><div id="root"></div><script type="module" src="out.js"></script>');

/** Makes a page with an element `root` that runs these lines; returns its folder. */
export async function bundled(shop, lines, files = {}) {
  const root = await shop.project({ "main.js": lines, ...files });
  await bundle(root, "main.js");
  return root;
}

/** Bundles a file of a project into the project's page. */
export async function bundle(root, file) {
  await writeFile(join(root, "index.html"), PAGE);
  await build({
    absWorkingDir: root,
    entryPoints: [file],
    bundle: true,
    format: "esm",
    outfile: "out.js",
    logLevel: "error",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"development"' },
  });
  await copyFile(join(root, "node_modules/passgate/dist/passgate_bg.wasm"), join(root, "passgate_bg.wasm"));
}
