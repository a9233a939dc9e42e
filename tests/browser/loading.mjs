// How a form's page loads: it requests few files, once and compressed, and the browser caches them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formOf, visit } from "./browser.mjs";
import { base, newAccount, newLink } from "./stack.mjs";

/** The responses that the page gets until it shows the form. */
async function askedFor(page, link) {
  const responses = [];
  page.on("response", (response) => responses.push(response));
  await page.goto("about:blank");
  await page.goto(link);
  await formOf(page).password.waitFor();
  return responses.filter((response) => !response.url().startsWith("about:"));
}

const named = (response) => new URL(response.url()).pathname.replace(/^\/assets-[0-9a-f]{16}\//, "/assets/");
const FILES = ["/assets/form.css", "/assets/page.js", "/assets/passgate/index.js", "/assets/passgate/passgate_bg.wasm"];

for (const product of ["feishu", "eiam"]) {
  test(`${product}: the page requests each of its files once, and gets them in Brotli`, async () => {
    const link = await newLink(product, await newAccount());
    await visit(`${base}/nowhere`, {}, async (page) => {
      const responses = await askedFor(page, link);
      const paths = responses.map(named).filter((path) => path !== "/icon.svg");
      assert.deepEqual(paths.sort(), [...FILES, "/v1/tickets/self", `/${product}/`].sort());
      for (const response of responses.filter((each) => FILES.includes(named(each)))) {
        assert.equal(await response.headerValue("content-encoding"), "br", response.url());
      }
    });
  });
}

test("a browser caches the files, and requests only the page for the next link", async () => {
  const links = [await newLink("eiam", await newAccount()), await newLink("eiam", await newAccount())];
  await visit(`${base}/nowhere`, {}, async (page) => {
    await askedFor(page, links[0]);
    const fromNetwork = (await askedFor(page, links[1])).filter((response) => !response.fromServiceWorker());
    const sizes = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name, transferSize }) => [new URL(name).pathname, transferSize]),
    );
    assert.ok(fromNetwork.length > 0);
    for (const [path, transferred] of sizes.filter(([name]) => name.startsWith("/assets-"))) {
      assert.equal(transferred, 0, `${path} came from the cache`);
    }
  });
});
