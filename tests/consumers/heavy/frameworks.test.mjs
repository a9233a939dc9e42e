// The package in frameworks. Each project is copied out of the checkout, so that it finds only its own
// packages. npm installs its locked packages and the packed package, the framework's own command builds
// it, its server runs on the loopback, and Chromium opens its page.
import assert from "node:assert/strict";
import { it } from "node:test";

import { chromium, used, visited } from "../page.mjs";
import { VERDICT, esm } from "../program.mjs";
import { integrate, workshop } from "../workshop.mjs";
import { answering, build, installed } from "./framework.mjs";

/** Milliseconds: npm may have to fetch a thousand packages. */
const PATIENCE = { timeout: 1_500_000 };
const [browser, shop] = await Promise.all([chromium(), workshop()]);

const verdictIn = async (tab) => {
  const output = tab.locator("output");
  await output.filter({ hasText: "|" }).waitFor();
  assert.equal(await output.textContent(), VERDICT);
};

/** A person types into the input of an example of docs/integrate.md. */
async function typed(tab) {
  const row = (state) => tab.locator(`li[data-rule=identity][data-shown=${state}]`);
  await tab.locator("#password").focus();
  await row("idle").waitFor();
  await tab.keyboard.type("Wangxm@1");
  await row("unmet").waitFor();
  const [sentence] = VERDICT.split(" | ");
  assert.ok((await row("unmet").locator(".passgate-says").textContent()).startsWith(sentence));
}

/** Checks the answer of each route, and the markup of each page before any script has run. */
async function answersOfServer(address, { routes, pages }) {
  for (const route of routes) assert.equal(await (await fetch(address + route)).text(), VERDICT, route);
  for (const page of pages) {
    const html = await (await fetch(address + page)).text();
    assert.ok(html.includes(`<output>${VERDICT}</output>`), `${page}: ${html.slice(0, 2000)}`);
  }
}

for (const { name, project, command, server, routes, pages, element, environment } of [
  {
    name: "Next.js, with its package left outside of the bundles",
    project: "next",
    command: ["next", "build"],
    server: ["node_modules/next/dist/bin/next", "start"],
    routes: ["route", "edge"],
    pages: ["server"],
    element: async () => ({ "app/element/page.jsx": `"use client";\n${await integrate("element-react", "jsx")}` }),
    environment: { NEXT_TELEMETRY_DISABLED: "1" },
  },
  {
    name: "Nuxt",
    project: "nuxt",
    command: ["nuxi", "build"],
    server: [".output/server/index.mjs"],
    routes: ["route"],
    pages: ["server"],
    element: async () => ({
      "app/pages/element.vue": await integrate("element-vue", "vue"),
      "nuxt.config.js": await integrate("element-nuxt-config", "js"),
    }),
    environment: { NUXT_TELEMETRY_DISABLED: "1" },
  },
  {
    name: "SvelteKit",
    project: "sveltekit",
    command: ["vite", "build"],
    server: ["build/index.js"],
    routes: ["route"],
    pages: ["server"],
    element: async () => ({ "src/routes/element/+page.svelte": await integrate("element-svelte", "svelte") }),
    environment: {},
  },
]) {
  it(`${name}: a page in Chromium, and the built server`, PATIENCE, async () => {
    const root = await installed(shop, project, { "verdict.js": esm(), ...(await element()) });
    await build(root, command, environment);
    await answering(root, server, async (address) => {
      await answersOfServer(address, { routes, pages });
      await visited(browser, address, verdictIn);
      const html = await (await fetch(`${address}element`)).text();
      assert.match(html, /<passgate-rules [^>]*for="password"/, "the server sends the tag");
      await visited(browser, `${address}element`, typed);
    });
  });
}

it("Angular with passgate/inline: a page in Chromium", PATIENCE, async () => {
  const element = { "new-password.ts": await integrate("element-angular", "ts") };
  const root = await installed(shop, "angular", { "verdict.js": esm("passgate/inline"), ...element });
  await build(root, ["ng", "build"], { NG_CLI_ANALYTICS: "false" });
  await used(browser, `${root}/out`, async (tab) => {
    await verdictIn(tab);
    await typed(tab);
  });
});

it("Umi as in Ant Design Pro: a page in Chromium, with a rule of its form", PATIENCE, async () => {
  const root = await installed(shop, "umi", { "verdict.js": esm() });
  await build(root, ["max", "build"], {});
  await used(browser, `${root}/dist`, async (tab) => {
    await verdictIn(tab);
    await tab.locator("#password").pressSequentially("Wangxm@1");
    await tab.getByText(VERDICT.split(" | ")[0], { exact: true }).waitFor();
  });
});
