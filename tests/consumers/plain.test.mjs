// The package without a bundler: modules in a page, files on disk, Node, workerd.
import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { it } from "node:test";
import { pathToFileURL } from "node:url";

import { live } from "./keyboard.mjs";
import { chromium, seen, serve, served, visited } from "./page.mjs";
import { PRINTED, RIGHT, VERDICT, cjs, esm } from "./program.mjs";
import { PAGE, integrate, page, run, workshop } from "./workshop.mjs";
import { inWorkerd } from "./workerd.mjs";

const POLICY = { "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; img-src data:" };
const ENTRIES = ["passgate", "passgate/inline"];
const [browser, shop] = await Promise.all([chromium(), workshop()]);

for (const [entry, file] of [["passgate", "index.js"], ["passgate/inline", "inline.js"]]) {
  it(`a page with an import map for ${entry}, under a Content Security Policy`, async () => {
    const map = JSON.stringify({ imports: { [entry]: `/node_modules/passgate/dist/${file}` } });
    const html = page(`<script type="importmap">${map}</script><script type="module" src="/main.js"></script>`);
    const root = await shop.project({ "index.html": html, "main.js": esm(entry) + PRINTED });
    assert.deepEqual(await served(browser, root, POLICY), RIGHT);
  });
}

it("a page under the Content Security Policy of docs/integrate.md", async () => {
  const [header, policy] = (await integrate("csp", "http")).split(": ");
  const root = await shop.project({ "index.html": PAGE, "main.js": esm("/node_modules/passgate/dist/index.js") + PRINTED });
  // The page itself needs `img-src`, for its icon.
  assert.deepEqual(await served(browser, root, { [header]: `${policy}; img-src data:` }), RIGHT);
});

it("the element of docs/integrate.md on a page without a bundler, under that policy", async () => {
  const [header, policy] = (await integrate("csp", "http")).split(": ");
  const root = await shop.project({ "index.html": page(await integrate("element-page", "html")) });
  await cp(join(root, "node_modules/passgate/dist"), join(root, "passgate"), { recursive: true });
  const server = await serve(root, { [header]: `${policy}; img-src data:` });
  try {
    await visited(browser, server.address, (tab) => live(tab, (state) => `li[data-shown=${state}]`));
  } finally {
    await server.close();
  }
});

it("a page at a `file:` address with the single-file script", async () => {
  const root = await shop.project({ "main.js": esm("passgate/inline") + PRINTED, "index.html": page('<script src="out.js"></script>') });
  const { build } = await import("esbuild");
  await build({ absWorkingDir: root, entryPoints: ["main.js"], bundle: true, format: "iife", outfile: "out.js", logLevel: "error" });
  assert.deepEqual(await seen(browser, pathToFileURL(`${root}/index.html`).href), RIGHT);
});

for (const entry of ENTRIES) {
  it(`Node imports ${entry}`, async () => {
    const root = await shop.project({ "main.js": esm(entry) + PRINTED });
    const { stdout } = await run("node", ["main.js"], { cwd: root });
    assert.equal(stdout, `${VERDICT}\nend\n`);
  });

  it(`Node requires ${entry}`, async () => {
    const root = await shop.project({ "main.cjs": cjs(entry) + PRINTED });
    const { stdout } = await run("node", ["main.cjs"], { cwd: root });
    assert.equal(stdout, `${VERDICT}\nend\n`);
  });

  it(`a Worker on workerd imports ${entry}`, async () => {
    const worker = `${esm(entry)}\nexport default { fetch: async () => new Response(await verdict()) };\n`;
    assert.equal(await inWorkerd(await shop.project({ "worker.js": worker })), VERDICT);
  });
}
