// The package through bundlers, in Chromium.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { it } from "node:test";
import { promisify } from "node:util";

import { bundled } from "./bundle.mjs";
import { chromium, served } from "./page.mjs";
import { PRINTED, RIGHT, cjs, esm } from "./program.mjs";
import { page, run, workshop } from "./workshop.mjs";

const require = createRequire(import.meta.url);
const PATIENCE = { timeout: 120_000 };
const ESM = page('<script type="module" src="/out/main.js"></script>');
const CLASSIC = page('<script src="/out/main.js"></script>');
const [browser, shop] = await Promise.all([chromium(), workshop()]);

for (const [name, bundler] of [["webpack 5", "webpack"], ["Rspack", "@rspack/core"]]) {
  for (const [what, main] of [
    ["an import", esm() + PRINTED],
    ["an import of passgate/inline", esm("passgate/inline") + PRINTED],
    ["require", cjs() + PRINTED],
  ]) {
    for (const mode of ["development", "production"]) {
      it(`${name} bundles ${what} for ${mode}`, PATIENCE, async () => {
        const root = await shop.project({ "package.json": "{}", "src/main.js": main, "index.html": CLASSIC });
        const make = require(bundler);
        const options = { context: root, mode, entry: "./src/main.js", output: { path: join(root, "out"), publicPath: "/out/" } };
        const stats = await promisify(make)(options);
        assert.equal(stats.hasErrors(), false, stats.toString());
        assert.deepEqual(await served(browser, root), RIGHT);
      });
    }
  }
}

it("Rollup bundles passgate/inline", PATIENCE, async () => {
  const { rollup } = await import("rollup");
  const { nodeResolve } = await import("@rollup/plugin-node-resolve");
  const root = await shop.project({ "main.js": esm("passgate/inline") + PRINTED, "index.html": ESM });
  const bundle = await rollup({ input: join(root, "main.js"), plugins: [nodeResolve({ browser: true })] });
  await bundle.write({ dir: join(root, "out"), format: "es" });
  assert.deepEqual(await served(browser, root), RIGHT);
});

for (const [format, html] of [["esm", ESM], ["iife", CLASSIC]]) {
  it(`esbuild bundles passgate/inline as ${format}`, PATIENCE, async () => {
    const { build } = await import("esbuild");
    const root = await shop.project({ "main.js": esm("passgate/inline") + PRINTED, "index.html": html });
    await build({ absWorkingDir: root, entryPoints: ["main.js"], bundle: true, minify: true, format, outdir: "out", logLevel: "error" });
    assert.deepEqual(await served(browser, root), RIGHT);
  });
}

it("esbuild bundles passgate, whose module was copied beside it", PATIENCE, async () => {
  assert.deepEqual(await served(browser, await bundled(shop, esm() + PRINTED)), RIGHT);
});

it("Parcel bundles passgate", PATIENCE, async () => {
  const root = await shop.project({ "main.js": esm() + PRINTED, "index.html": page('<script type="module" src="main.js"></script>') });
  await writeFile(join(root, "package-lock.json"), "{}"); // Parcel takes the folder with a lock file as the project.
  const parcel = require.resolve("parcel/lib/bin.js");
  const flags = ["--no-cache", "--no-source-maps", "--dist-dir", "out", "--public-url", "/"];
  await run("node", [parcel, "build", "index.html", ...flags], { cwd: root });
  assert.deepEqual(await served(browser, join(root, "out")), RIGHT);
});
