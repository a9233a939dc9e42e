// The scripts of the test pages, bundled from the sources, with another text of one module.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

import { script } from "../../../crates/xtask/node/page-script.mjs";

const root = new URL("../../../", import.meta.url);
const at = (path) => fileURLToPath(new URL(path, root));

/** As `crates/xtask/src/build/browser.rs` bundles `dist/element-page.js`, except that it is not minified. */
const elements = {
  entryPoints: ["page.js"],
  bundle: true,
  format: "esm",
  charset: "utf8",
  target: ["chrome92", "firefox115", "safari16"],
  alias: { passgate: "./index.js" },
  external: ["./index.js"],
  logLevel: "warning",
};

/** The style sheet in one piece, as the build passes it to the script. */
const sheet = {
  name: "sheet",
  setup: ({ onLoad }) =>
    onLoad({ filter: /style\.css$/ }, async () => ({ contents: await readFile(at("pkg/dist/element.css"), "utf8"), loader: "text" })),
};

/** The scripts by the end of their path; the file `path` has that `text`. */
export async function bundles({ path, text }) {
  const changed = {
    name: "changed",
    setup: ({ onLoad }) => onLoad({ filter: /\.js$/ }, (file) => (file.path === path ? { contents: text } : undefined)),
  };
  const bundled = async (options, folder, plugins) => {
    const { outputFiles } = await build({ ...options, absWorkingDir: at(folder), write: false, plugins });
    return outputFiles[0].text;
  };
  return {
    "/page.js": await bundled(script, "www/", [changed]),
    "/element-page.js": await bundled(elements, "pkg/src/element/", [changed, sheet]),
  };
}
