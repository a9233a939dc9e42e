// A generated password: it is filled in and shown, and can be copied, replaced or undone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { becomes, formOf, reads, visit } from "./browser.mjs";
import { newAccount, newLink, simulator } from "./stack.mjs";

const page = async (product, use, options = {}) => visit(await newLink(product, await newAccount()), options, use);
const hint = (page) => page.locator(".passgate-generator-hint");

test("a suggested password fills both entries, is shown, and is accepted; another one takes its place", async () => {
  for (const product of ["feishu", "eiam"]) {
    await page(product, async (page) => {
      const form = formOf(page);
      await form.suggest.click();
      await reads(hint(page), form.words.suggestion.given);
      await reads(form.announced, form.words.suggestion.given);
      const password = await form.password.inputValue();
      assert.ok(password.length >= 8);
      assert.equal(await form.confirm.inputValue(), password);
      assert.equal(await form.password.getAttribute("type"), "text");
      assert.ok((await form.statuses()).every(([, status]) => status !== "unmet"));
      await form.another.click();
      assert.notEqual(await form.password.inputValue(), password);
      assert.equal(await form.confirm.inputValue(), await form.password.inputValue());
    });
  }
});

for (const locale of ["zh-CN", "en"]) {
  test(`${locale}: a suggested password can be copied, and the page reports success or failure`, () =>
    page(
      "eiam",
      async (page) => {
        const form = formOf(page, locale);
        await form.password.waitFor();
        assert.equal(await form.copy.count(), 0, "there is nothing to copy yet");
        await form.suggest.click();
        await form.copy.click();
        await reads(hint(page), form.words.suggestion.copied);
        await reads(form.announced, form.words.suggestion.copied);
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await form.password.inputValue());
        await page.evaluate(() => {
          navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
        });
        await form.copy.click();
        await reads(hint(page), form.words.suggestion.notCopied);
        await form.password.press("End");
        await form.password.press("x");
        assert.equal(await form.copy.count(), 0, "an edited suggestion cannot be copied");
        assert.equal(await hint(page).textContent(), "");
      },
      { locale, permissions: ["clipboard-read", "clipboard-write"] },
    ));
}

for (const [how, takeBack] of [
  ["Ctrl+Z", (form, page) => page.keyboard.press("Control+z")],
  ["the button", (form) => form.undo.click()],
]) {
  test(`after suggestions ${how} restores the typed text`, () =>
    page("eiam", async (page) => {
      const form = formOf(page);
      await form.password.fill("Kz7#mQw2vRt");
      await form.confirm.fill("Kz7#");
      await form.suggest.click();
      await form.another.click();
      await form.password.focus();
      const given = await form.password.inputValue();
      for (const keys of ["Control+a", "Control+Alt+z", "Control+Shift+z"]) await page.keyboard.press(keys);
      assert.equal(await form.password.inputValue(), given, "other keys undo nothing");
      await form.password.press("End");
      for (const key of ["z", "Backspace"]) await page.keyboard.press(key);
      assert.equal(await form.password.inputValue(), given, "the letter alone is a letter");
      await takeBack(form, page);
      assert.deepEqual([await form.password.inputValue(), await form.confirm.inputValue()], ["Kz7#mQw2vRt", "Kz7#"]);
      assert.equal(await form.password.getAttribute("type"), "password", "hidden again");
      await reads(hint(page), form.words.suggestion.undone);
      await becomes(() => page.evaluate(() => document.activeElement.id), "new-password");
      assert.deepEqual([await form.undo.count(), await form.copy.count()], [0, 0]);
      await form.suggest.waitFor();
    }));
}

test("after edits of a suggestion the button restores the typed text, until the next suggestion", () =>
  page("eiam", async (page) => {
    const form = formOf(page);
    await form.password.pressSequentially("Kz7#mQw2vRt");
    await form.confirm.pressSequentially("Kz7#");
    await form.suggest.click();
    await form.password.press("End");
    await page.keyboard.type("xy");
    await page.keyboard.press("Backspace");
    assert.equal(await form.copy.count(), 0, "an edited suggestion cannot be copied");
    await form.suggest.waitFor();
    await form.undo.click();
    assert.deepEqual([await form.password.inputValue(), await form.confirm.inputValue()], ["Kz7#mQw2vRt", "Kz7#"]);
    assert.equal(await form.undo.count(), 0);
    // The next suggestion replaces the edited one, so undo restores the edited text.
    await form.suggest.click();
    await form.password.press("End");
    await page.keyboard.type("z");
    const edited = await form.password.inputValue();
    await form.suggest.click();
    await form.another.click();
    await form.undo.click();
    assert.equal(await form.password.inputValue(), edited);
  }));

test("after edits of a suggestion Ctrl+Z undoes the edits first, and then the suggestion", () =>
  page("eiam", async (page) => {
    const form = formOf(page);
    await form.password.pressSequentially("Kz7#mQw2vRt");
    await form.suggest.click();
    const given = await form.password.inputValue();
    await form.password.press("End");
    await page.keyboard.type("x");
    assert.equal(await form.password.inputValue(), `${given}x`);
    await page.keyboard.press("Control+z");
    assert.equal(await form.password.inputValue(), given, "the browser's own undo");
    await form.another.waitFor();
    await page.keyboard.press("Control+z");
    assert.equal(await form.password.inputValue(), "Kz7#mQw2vRt");
    // In the other field, Ctrl+Z is also the browser's own undo.
    await form.suggest.click();
    await form.confirm.press("End");
    await page.keyboard.type("x");
    await page.keyboard.press("Control+z");
    assert.notEqual(await form.password.inputValue(), "Kz7#mQw2vRt");
    await form.another.waitFor();
  }));

test("Ctrl+Z is the browser's own undo while the field has no suggestion", () =>
  page("eiam", async (page) => {
    const form = formOf(page);
    await form.password.pressSequentially("Kz7");
    await page.keyboard.press("Control+z");
    assert.notEqual(await form.password.inputValue(), "Kz7");
    await form.password.fill("");
    await form.suggest.click();
    assert.equal(await form.undo.count(), 0, "there is no typed text to restore");
    const given = await form.password.inputValue();
    await form.password.press("End");
    await form.password.press("z");
    await page.keyboard.press("Control+Shift+z");
    assert.equal(await form.password.inputValue(), `${given}z`);
  }));

test("a key event without a key, as some browsers fire for autofill, is ignored", () =>
  page("eiam", async (page) => {
    const form = formOf(page);
    await form.suggest.click();
    await form.password.evaluate((input) => {
      input.dispatchEvent(Object.assign(new Event("keydown", { bubbles: true }), { ctrlKey: true }));
    });
    assert.notEqual(await form.password.inputValue(), "");
  }));

test("during a submission a suggestion cannot be replaced, copied or undone", async () => {
  const account = await newAccount();
  const fault = { kind: "delay", ms: 1500, when: "before" };
  await simulator("POST", "/faults", { call: "eiam.change-password", user_id: account.eiam.user_id, fault });
  await visit(await newLink("eiam", account), {}, async (page) => {
    const form = formOf(page);
    await form.password.fill("Kz7#mQw2vRt");
    await form.suggest.click();
    const given = await form.password.inputValue();
    await form.submit.click();
    await reads(page.locator("button.primary"), form.words.sending);
    for (const button of [form.another, form.copy, form.undo]) {
      assert.equal(await button.getAttribute("aria-disabled"), "true");
      await button.click({ force: true });
    }
    await page.keyboard.press("Control+z");
    assert.equal(await form.password.inputValue(), given);
    await reads(form.heading, form.words.notices.done.title);
  });
});

test("a suggestion that the vendor refuses is no longer recommended; the next one is", async () => {
  const account = await newAccount();
  await visit(await newLink("eiam", account), {}, async (page) => {
    const form = formOf(page);
    await form.suggest.click();
    await reads(hint(page), form.words.suggestion.given);
    await simulator("POST", "/users/set-password", { vendor: "eiam", user: account.username, password: await form.password.inputValue() });
    await form.submit.click();
    await form.problem.waitFor();
    assert.equal(Object.fromEntries(await form.statuses()).history, "unmet");
    assert.equal(await hint(page).textContent(), "");
    await form.another.click();
    await reads(hint(page), form.words.suggestion.given);
    await form.submit.click();
    await reads(form.heading, form.words.notices.done.title);
  });
});

test("the hint beside a suggestion follows the language", () =>
  page("feishu", async (page) => {
    const form = formOf(page);
    await form.suggest.click();
    await reads(hint(page), form.words.suggestion.given);
    await page.locator("#language").click();
    const english = formOf(page, "en");
    await reads(hint(page), english.words.suggestion.given);
    await english.another.waitFor();
  }));
