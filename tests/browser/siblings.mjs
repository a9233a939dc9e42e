// Lark and OneAccess: the forms of Feishu and EIAM with the products' own names and codes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formOf, goodPassword, reads, starts, visit } from "./browser.mjs";
import { isPassword, newAccount, newLink, simulator } from "./stack.mjs";

for (const product of ["lark", "oneaccess"]) {
  test(`${product}: a good password resets the account under the product's own name`, async () => {
    const account = await newAccount({}, product);
    const password = goodPassword();
    await visit(await newLink(product, account), {}, async (page) => {
      const form = formOf(page);
      await reads(form.heading, form.words.titles[product]);
      await form.send(password);
      await reads(form.heading, form.words.notices.done.title);
      const said = await page.locator("body").innerText();
      assert.doesNotMatch(said, /飞书|竹云|Feishu|Bamboocloud|EIAM/);
    });
    assert.equal(await isPassword(product, account, password), true);
  });
}

test("OneAccess: the code that means an empty password at EIAM means a used one", async () => {
  const account = await newAccount({}, "oneaccess");
  const used = goodPassword();
  await visit(await newLink("oneaccess", account), {}, async (page) => {
    const form = formOf(page);
    await form.send(used);
    await reads(form.heading, form.words.notices.done.title);
  });
  await visit(await newLink("oneaccess", account), {}, async (page) => {
    const form = formOf(page);
    await form.send(used);
    await reads(form.problem, starts(form.words.refused.history(9)));
    assert.equal(Object.fromEntries(await form.statuses()).history, "unmet");
  });
});

test("OneAccess: a code without a known meaning is in the vendor's row, with the vendor's text", async () => {
  const account = await newAccount({}, "oneaccess");
  const limits = { min: 12, max: 16, language: "en" };
  await simulator("PATCH", "/policy/eiam", limits, "oneaccess");
  try {
    await visit(await newLink("oneaccess", account), {}, async (page) => {
      const form = formOf(page);
      await form.send("Tz~5820kQ");
      await reads(form.row("vendor").locator(".passgate-says"), /The password must contain 12 to 16 characters/);
      const unmet = (await form.statuses()).filter(([, state]) => state === "unmet");
      assert.deepEqual(unmet, [["vendor", "unmet"]]);
      await form.send("Tz~5820kQ.Mb4");
      await reads(form.heading, form.words.notices.done.title);
    });
  } finally {
    await simulator("PATCH", "/policy/eiam", { min: 8, max: 18, language: "zh-CN" }, "oneaccess");
  }
});
