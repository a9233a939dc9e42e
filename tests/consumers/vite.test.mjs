// The lines of the README in every supported version of Vite: on its dev server, and built. The page
// prints in Chromium what the same lines print in Node.
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";

import * as vite5 from "vite-5";
import * as vite6 from "vite-6";
import * as vite7 from "vite-7";
import * as vite8 from "vite";

import { live } from "./keyboard.mjs";
import { chromium, seen, visited } from "./page.mjs";
import { PAGE, integrate, page, readme, run, workshop } from "./workshop.mjs";

/** Milliseconds; a page that does not end in this time has failed. */
const PATIENCE = { timeout: 60_000 };
const NOTHING = "export default {};";
const VITES = [vite5, vite6, vite7, vite8];
/** Follows the lines: the page reports its end. */
const END = '\nconsole.log("end");\n';

const { lines, config } = await readme();
const [browser, shop] = await Promise.all([chromium(), workshop()]);
const { stdout } = await run("node", ["main.js"], { cwd: await shop.project({ "main.js": lines }) });
const printed = stdout.trimEnd().split("\n");
/** The expected result of a page. */
const RIGHT = { printed, errors: [] };

it("the lines print a verdict in Node", () => {
  assert.ok(printed.some((line) => line.startsWith("identity unmet ")), printed.join("\n"));
});

for (const vite of VITES) {
  const major = Number.parseInt(vite.version, 10);

  describe(`Vite ${major}`, PATIENCE, () => {
    it("its dev server runs the lines without configuration", async () => {
      assert.deepEqual(await served(vite, NOTHING), RIGHT);
    });

    it("its build runs the lines, with the module as a separate file", async () => {
      const { assets, ...seen } = await built(vite, major < 7 ? config : NOTHING);
      assert.deepEqual(seen, RIGHT);
      assert.equal(assets.filter((name) => name.endsWith(".wasm")).length, 1, assets.join(" "));
    });

    if (major < 7) {
      it("its build fails without configuration, and says why", async () => {
        await assert.rejects(built(vite, NOTHING), /Top-level await is not available/);
      });
    }

    it("if its dev server resolves the production build, the error names the configuration", async () => {
      let seen = await served(vite, NOTHING, "production");
      if (major < 8) {
        const [error] = seen.errors;
        assert.match(error, /^PartError: .*passgate_bg\.wasm.*text\/html/);
        const [remedy] = error.match(/optimizeDeps: {.*?}/);
        seen = await served(vite, `export default { ${remedy} };`, "production");
      }
      assert.deepEqual(seen, RIGHT);
    });
  });
}

it("the element of docs/integrate.md is a live checklist on the dev server of Vite 5", PATIENCE, async () => {
  const files = { "index.html": page(await integrate("element", "html")) };
  const row = (state) => `li[data-shown=${state}]`;
  await opened(vite5, await made(NOTHING, undefined, files), (address) => visited(browser, address, (tab) => live(tab, row)));
});

it("the five lines of docs/integrate.md are a live checklist on the dev server of Vite 5", PATIENCE, async () => {
  const files = { "main.js": await integrate("main.js", "js"), "index.html": page(await integrate("page", "html")) };
  await opened(vite5, await made(NOTHING, undefined, files), (address) => visited(browser, address, (tab) => live(tab)));
});

async function served(vite, config, environment) {
  return opened(vite, await made(config, environment), (address) => seen(browser, address));
}

async function opened(vite, { common }, act) {
  const server = await vite.createServer({ ...common, server: { host: "127.0.0.1", port: 0 } });
  try {
    await server.listen();
    return await act(server.resolvedUrls.local[0]);
  } finally {
    await server.close();
  }
}

async function built(vite, config) {
  const { root, common } = await made(config);
  await vite.build(common);
  const server = await vite.preview({ ...common, preview: { host: "127.0.0.1", port: 0 } });
  try {
    return { ...(await seen(browser, server.resolvedUrls.local[0])), assets: await readdir(join(root, "dist/assets")) };
  } finally {
    await server.close();
  }
}

/**
 * Vite keeps the `NODE_ENV` of its first start in this process, so each project sets or removes it, as
 * in a process of its own.
 */
async function made(config, environment, files = {}) {
  if (environment) process.env.NODE_ENV = environment;
  else delete process.env.NODE_ENV;
  const root = await shop.project({ "main.js": lines + END, "vite.config.js": config, "index.html": PAGE, ...files });
  return { root, common: { root, configFile: join(root, "vite.config.js"), logLevel: "silent" } };
}
