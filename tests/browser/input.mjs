// Any text can be a password, however it gets into the field.

import assert from "node:assert/strict";
import { test } from "node:test";
import { becomes, formOf, reads, visit } from "./browser.mjs";
import { newAccount, newLink } from "./stack.mjs";

const page = async (product, use) => visit(await newLink(product, await newAccount()), {}, use);

test("no verdict during a composition: rows wait for the input method", () =>
  page("feishu", async (page) => {
    const form = formOf(page);
    await form.show.click();
    await form.password.fill("abc1");
    await form.password.focus();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Input.imeSetComposition", { text: "mimamimamima", selectionStart: 12, selectionEnd: 12 });
    assert.equal(await form.password.inputValue(), "abc1mimamimamima");
    assert.ok((await form.statuses()).every(([, status]) => status === "idle"), "no row has a verdict during a composition");
    await devtools.send("Input.insertText", { text: "密码密码密码" });
    assert.equal(await form.password.inputValue(), "abc1密码密码密码");
    const after = Object.fromEntries(await form.statuses());
    assert.equal(after.length, "met");
    assert.equal(after.charset, "unsure");
    await reads(page.locator("#new-password-hint"), form.words.password.inputMethod);
  }));

test("no verdict between the composition events that other engines fire", () =>
  page("eiam", async (page) => {
    const form = formOf(page);
    await form.password.fill("Ab1");
    assert.equal(Object.fromEntries(await form.statuses()).length, "unmet");
    await form.password.evaluate((input) => {
      input.dispatchEvent(new CompositionEvent("compositionstart"));
      input.value = "Tz~5820kQ";
      input.dispatchEvent(new InputEvent("input", { isComposing: true }));
    });
    assert.ok((await form.statuses()).every(([, status]) => status === "idle"));
    await form.password.evaluate((input) => input.dispatchEvent(new CompositionEvent("compositionend")));
    assert.ok((await form.statuses()).every(([, status]) => status !== "unmet"));
  }));

test("reveal shows and hides both entries", () =>
  page("feishu", async (page) => {
    const form = formOf(page);
    await form.enter("abcd~efgh");
    for (const [button, type] of [["show", "text"], ["hide", "password"]]) {
      await form[button].click();
      assert.equal(await form.password.getAttribute("type"), type);
      assert.equal(await form.confirm.getAttribute("type"), type);
    }
    assert.equal(await form.password.inputValue(), "abcd~efgh");
  }));

test("any text can be pasted, also emoji and lone surrogates", () =>
  page("feishu", async (page) => {
    const form = formOf(page);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.evaluate(() => navigator.clipboard.writeText("abcd~efgh👨‍👩‍👧"));
    await form.password.focus();
    await page.keyboard.press("Control+V");
    assert.equal(await form.password.inputValue(), "abcd~efgh👨‍👩‍👧");
    assert.equal(Object.fromEntries(await form.statuses()).charset, "unsure");
    await form.password.evaluate((input) => {
      input.value = "abcd1234\ud800";
      input.dispatchEvent(new InputEvent("input"));
    });
    assert.equal(Object.fromEntries(await form.statuses()).length, "met");
  }));

test("a megabyte of text does not hang the page", () =>
  page("eiam", async (page) => {
    const form = formOf(page);
    await form.password.waitFor();
    const start = Date.now();
    await form.password.evaluate((input) => {
      input.value = "aB1~".repeat(262_144);
      input.dispatchEvent(new InputEvent("input"));
    });
    await becomes(async () => Object.fromEntries(await form.statuses()).length, "unmet");
    await form.password.fill("Tz~5820kQ");
    await becomes(async () => Object.fromEntries(await form.statuses()).length, "met");
    assert.ok(Date.now() - start < 5000, `took ${Date.now() - start} ms`);
  }));

test("password managers get the attributes that they need", () =>
  page("eiam", async (page) => {
    const form = formOf(page);
    for (const field of [form.password, form.confirm]) {
      assert.equal(await field.getAttribute("autocomplete"), "new-password");
      assert.equal(await field.getAttribute("name"), null, "without a name, a native submission cannot put it into an address");
    }
    assert.match(await form.password.getAttribute("passwordrules"), /minlength: ?8/);
    const username = page.locator("[autocomplete=username]");
    assert.match(await username.inputValue(), /^ouyang\d+$/);
  }));
