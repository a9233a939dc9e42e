// How a form's page loads: what it names beforehand, and that it asks for nothing twice.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formOf, visit } from "./browser.mjs";
import { base, newAccount, newLink } from "./stack.mjs";

/** The scripts that a page asks for on its way to the form, each as often as it does. */
async function scriptsOf(page, link) {
  const asked = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith(".js")) asked.push(pathname);
  });
  await page.goto(link);
  await formOf(page).password.waitFor();
  return asked.sort();
}

for (const product of ["feishu", "eiam"]) {
  test(`${product}: the page names each of its modules and no other, and asks for each once`, async () => {
    const account = await newAccount();
    const named = await visit(`${base}/`, {}, async (page) => {
      const asked = await scriptsOf(page, await newLink(product, account));
      assert.deepEqual(asked, [...new Set(asked)]);
      return page.locator("link[rel=modulepreload]").evaluateAll((links) => links.map(({ href }) => new URL(href).pathname));
    });
    const imported = await visit(`${base}/`, {}, async (page) => {
      await page.route(`**/${product}/`, async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace(/<link rel="modulepreload".*>/g, "");
        await route.fulfill({ response, body });
      });
      return scriptsOf(page, await newLink(product, account));
    });
    assert.ok(imported.length > 20, `${imported}`);
    assert.deepEqual([...named, "/page.js"].sort(), imported);
  });
}
