// The playground as a folder that needs no server: `node examples.mjs EXAMPLES OUT`.
//
// A page of `file:` loads no module scripts, so the playground is one classic script that contains the package.
import { cpSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { script } from "./page-script.mjs";

const [examples, out] = process.argv.slice(2).map((path) => resolve(path));

const shared = { bundle: true, minify: true, charset: "utf8", logLevel: "warning", absWorkingDir: examples, outdir: out };
buildSync({
  ...shared,
  entryPoints: ["playground.js"],
  format: "iife",
  target: script.target,
  // Under this condition `passgate` is the file that contains the module.
  conditions: ["development"],
});
buildSync({ ...shared, entryPoints: ["playground.css"] });
cpSync(join(examples, "index.html"), join(out, "index.html"));
cpSync(join(examples, "../icon.svg"), join(out, "icon.svg"));
