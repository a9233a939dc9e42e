// The vendor refuses a password whose rows were met: the row concerned shows it, and the link still
// works.

import assert from "node:assert/strict";
import { test } from "node:test";
import { becomes, formOf, goodPassword, reads, starts, visit } from "./browser.mjs";
import { isPassword, newAccount, newLink, simulator } from "./stack.mjs";

const status = async (form, rule) => Object.fromEntries(await form.statuses())[rule];

test("EIAM: an earlier password makes the history row unmet, for that text only", async () => {
  const account = await newAccount();
  const [used, fresh] = [goodPassword(), `${goodPassword()}x`];
  await simulator("POST", "/users/set-password", { vendor: "eiam", user: account.username, password: used });
  await visit(await newLink("eiam", account), {}, async (page) => {
    const form = formOf(page);
    await form.enter(used);
    assert.equal(await status(form, "history"), "unsure");
    await form.submit.click();
    await reads(form.problem, starts(form.words.refused.history(9)));
    assert.equal(await status(form, "history"), "unmet");
    assert.equal(await page.evaluate(() => document.activeElement.id), "new-password");
    assert.equal(await form.password.inputValue(), used, "the typed text is kept");
    await reads(page.locator(".fine-print p").first(), new RegExp(form.words.attempts(9)));

    await form.password.fill(fresh);
    assert.equal(await status(form, "history"), "unsure");
    await form.password.fill(used);
    assert.equal(await status(form, "history"), "unmet");
    await form.submit.click();
    await reads(form.problem, form.words.summary.history);

    await form.send(fresh);
    await reads(form.heading, form.words.notices.done.title);
  });
  assert.equal(await isPassword("eiam", account, fresh), true);
});

test("Feishu: a refusal without a rule is shown in one row, for that text only", async () => {
  const account = await newAccount();
  await simulator("PATCH", "/policy/feishu", { classes_at_least: 3 });
  try {
    await visit(await newLink("feishu", account), {}, async (page) => {
      const form = formOf(page);
      await form.send("abcd~efgh");
      await reads(form.problem, starts(form.words.refused.withoutReason(9)));
      // Every rule is clearly met and the vendor gave no reason, so the refusal has a row of its own.
      const unmet = (await form.statuses()).filter(([, state]) => state === "unmet");
      assert.deepEqual(unmet, [["vendor", "unmet"]]);
      await reads(form.row("vendor").locator(".passgate-asks"), form.words.checklist.vendorRow);
      await reads(form.row("vendor").locator(".passgate-says"), form.words.checklist.noReason);
      await form.password.fill("abcd~efghi");
      assert.ok((await form.statuses()).every(([, state]) => state !== "unmet"));
      await form.send("abcd~efgh5");
      await reads(form.heading, form.words.notices.done.title);
    });
  } finally {
    await simulator("PUT", "/policy/feishu", {});
  }
  assert.equal(await isPassword("feishu", account, "abcd~efgh5"), true);
});

for (const [product, locale] of [["feishu", "zh-CN"], ["eiam", "en"]]) {
  test(`${product}: a breached password makes the row of common passwords unmet, and costs no attempt`, async () => {
    const account = await newAccount();
    const password = goodPassword();
    await simulator("POST", "/breaches", { password, seen: 12 });
    await visit(await newLink(product, account), { locale }, async (page) => {
      const form = formOf(page, locale);
      await form.enter(password);
      assert.equal(await status(form, "common"), "met");
      await form.submit.click();
      await reads(form.problem, starts(form.words.refused.breached(10)));
      assert.equal(await status(form, "common"), "unmet");
      await reads(form.row("common").locator(".passgate-says"), form.words.checklist.breached);
      assert.equal(await form.password.inputValue(), password, "the typed text is kept");
      await form.send(`${password}W`);
      await reads(form.heading, form.words.notices.done.title);
    });
    assert.equal(await isPassword(product, account, `${password}W`), true);
  });
}

test("a revealed password is hidden while it is sent, and shown again when it is refused", async () => {
  const account = await newAccount();
  const used = goodPassword();
  await simulator("POST", "/users/set-password", { vendor: "eiam", user: account.username, password: used });
  await simulator("POST", "/faults", {
    call: "eiam.change-password",
    user_id: account.eiam.user_id,
    fault: { kind: "delay", ms: 800, when: "before" },
  });
  await visit(await newLink("eiam", account), {}, async (page) => {
    const form = formOf(page);
    await form.show.click();
    await form.send(used);
    await becomes(() => form.password.getAttribute("type"), "password");
    await reads(page.locator("button.primary"), form.words.sending);
    await reads(form.problem, starts(form.words.refused.history(9)));
    assert.equal(await form.password.getAttribute("type"), "text");
  });
});

test("Feishu: a link has a limited number of attempts", async () => {
  const account = await newAccount();
  await simulator("PATCH", "/policy/feishu", { classes_at_least: 3 });
  try {
    await visit(await newLink("feishu", account), {}, async (page) => {
      const form = formOf(page);
      for (let left = 9; left > 0; left -= 1) {
        await form.send(`abcd~efgh${"i".repeat(left)}`);
        await reads(form.problem, starts(form.words.refused.withoutReason(left)));
      }
      await form.send("abcd~efgh");
      await reads(form.heading, form.words.notices["attempts-used"].title);
    });
  } finally {
    await simulator("PUT", "/policy/feishu", {});
  }
});
