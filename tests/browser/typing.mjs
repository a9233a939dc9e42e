// While a person types, the rows show exactly the core's verdict.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import init, { Checker, describe } from "passgate";
import { becomes, formOf, listen, pause, reads, starts, visit } from "./browser.mjs";
import { identityOf, newAccount, newLink, policyInForce } from "./stack.mjs";

before(() => init());

const TEXTS = {
  feishu: ["a", "abcdefg", "abcdefgh", "abcdefg1", "Ouyangfeng1", "密码密码密码密码ab12", "😀".repeat(9)],
  eiam: ["A", "Ab1", "Abbbc123", "Ouyangfeng1~", "Tz~5820kQ", "Tz(5820kQ", "Tz 5820kQ", "Tz~5820kQTz~5820kQTz~"],
};

for (const [product, texts] of Object.entries(TEXTS)) {
  test(`${product}: every row equals the core's verdict, in both languages`, async () => {
    const account = await newAccount();
    const checker = new Checker(await policyInForce(product), identityOf(account));
    await visit(await newLink(product, account), {}, async (page) => {
      for (const locale of ["zh-CN", "en"]) {
        const form = formOf(page, locale);
        if (locale === "en") await page.getByRole("button", { name: "English" }).click();
        for (const text of texts) {
          await form.password.fill("");
          await form.password.pressSequentially(text);
          const { findings } = checker.check(text);
          assert.deepEqual(await form.statuses(), findings.map(({ rule, status }) => [rule, status]), text);
          for (const { rule, status, violation } of findings) {
            if (status === "unmet") await reads(form.row(rule).locator(".passgate-says"), starts(describe(violation, locale)));
          }
        }
      }
    });
  });

  test(`${product}: the requirements are listed before anything is typed`, async () => {
    const account = await newAccount();
    const checker = new Checker(await policyInForce(product), identityOf(account));
    await visit(await newLink(product, account), {}, async (page) => {
      const form = formOf(page);
      await form.rows.first().waitFor();
      const asked = checker.checklist("zh-CN");
      assert.deepEqual(await form.rows.locator(".passgate-asks").allTextContents(), asked.map(({ text }) => text));
      assert.deepEqual(await form.statuses(), asked.map(({ rule }) => [rule, "idle"]));
      await form.password.fill("x");
      assert.notEqual((await form.statuses())[0][1], "idle");
      await form.password.fill("");
      assert.deepEqual(await form.statuses(), asked.map(({ rule }) => [rule, "idle"]));
    });
  });
}

test("each state has its own shape and word, not only a colour", async () => {
  await visit(await newLink("eiam", await newAccount()), {}, async (page) => {
    const form = formOf(page);
    await form.password.fill("Ab1");
    const seen = await page.locator("[data-rule]").evaluateAll((rows) =>
      rows.map((row) => [row.dataset.shown, row.querySelector("svg").innerHTML, row.querySelector(".passgate-state").textContent]),
    );
    const shapes = new Map(seen.map(([status, shape]) => [status, shape]));
    assert.deepEqual([...shapes.keys()].sort(), ["met", "unmet", "unsure"]);
    assert.equal(new Set(shapes.values()).size, 3);
    for (const shape of shapes.values()) assert.match(shape, /<path d="M/);
    for (const [status, , word] of seen) assert.equal(word, form.words.checklist.statuses[status]);
  });
});

test("one announcement when the missing rules change, not one per key", async () => {
  await visit(await newLink("feishu", await newAccount()), {}, async (page) => {
    const form = formOf(page);
    const { missing, allMet } = form.words.checklist;
    await form.password.waitFor();
    const heard = await listen(page);
    await form.password.pressSequentially("abc", { delay: 30 });
    await reads(form.announced, missing.both);
    await form.password.pressSequentially("def", { delay: 30 });
    await pause(1000);
    assert.equal((await heard()).length, 1, "no change, no announcement");
    await form.password.pressSequentially("~gh1", { delay: 30 });
    await reads(form.announced, allMet);
    assert.equal((await heard()).length, 2);
  });
});

test("the confirmation is judged on blur, not during typing", async () => {
  await visit(await newLink("feishu", await newAccount()), {}, async (page) => {
    const form = formOf(page);
    const hint = page.locator("#confirm-password-hint");
    await form.password.fill("abcd~efgh");
    await form.confirm.pressSequentially("abcd");
    assert.equal(await hint.textContent(), "");
    const { y } = await form.submit.boundingBox();
    await form.confirm.blur();
    await reads(hint, form.words.password.differs);
    assert.equal((await form.submit.boundingBox()).y, y, "the button stays under the pointer that left the field");
    await becomes(() => form.confirm.getAttribute("aria-invalid"), "true");
    await form.confirm.fill("abcd~efgh");
    await reads(hint, form.words.password.same);
    await form.password.fill("abcd~efgh2");
    await reads(hint, form.words.password.differs);
  });
});
