// Peers as a page would load them: one minified module each, by esbuild.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The text of the module at `entry`, with all it needs except passgate itself. */
export async function bundle(entry, { minify = true } = {}) {
  const { outputFiles } = await build({
    entryPoints: [here(entry)],
    bundle: true,
    minify,
    format: "esm",
    target: "es2022",
    write: false,
    external: ["/pkg/*"],
    logLevel: "error",
  });
  return outputFiles[0].contents;
}
