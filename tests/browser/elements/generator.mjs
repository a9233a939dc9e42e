// Generated passwords of the elements: who fills them in, and how long the hint praises them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { becomes, reads } from "../browser.mjs";
import { FIELD, form, INPUT, opened, RULES, shows } from "./page.mjs";

const entry = (page) => page.getByLabel("New password", { exact: true });
const second = (page) => page.getByLabel("Confirm new password");
const button = (page, name) => page.getByRole("button", { name, exact: true });
const field = (page) => page.locator("passgate-field");
const hint = (page) => page.locator(".passgate-generator-hint");
const generated = async (page) => {
  await entry(page).fill("Kz7");
  await button(page, "Generate a password").click();
  await reads(hint(page), /filled in and shown/);
};

test("a refused password is no longer praised; the next one is", () =>
  opened(form(FIELD), async (page) => {
    await generated(page);
    await field(page).evaluate((node) => node.refuse([{ code: "reused" }]));
    await shows(page, "history", "unmet");
    assert.equal(await hint(page).textContent(), "");
    const refused = await entry(page).inputValue();
    await button(page, "Generate another").click();
    await reads(hint(page), /filled in and shown/);
    assert.notEqual(await entry(page).inputValue(), refused);
    await field(page).evaluate((node) => (node.policy = { product: "eiam", rules: [{ rule: "length", min: 40 }] }));
    await shows(page, "length", "unmet");
    assert.equal(await hint(page).textContent(), "", "the new policy does not accept it");
  }));

test("a copied password that is refused is not recommended either", () =>
  opened(form(FIELD), async (page) => {
    await generated(page);
    await button(page, "Copy password").click();
    await reads(hint(page), /Password copied/);
    await field(page).evaluate((node) => node.refuse([]));
    await becomes(() => hint(page).textContent(), "");
  }, { options: { permissions: ["clipboard-write"] } }));

test("a form that is reset forgets the generated password, and hides what is typed next", () =>
  opened(form(FIELD), async (page) => {
    await generated(page);
    await page.locator("form").evaluate((node) => node.reset());
    await becomes(() => hint(page).textContent(), "");
    assert.deepEqual([await entry(page).inputValue(), await second(page).inputValue()], ["", ""]);
    assert.equal(await button(page, "Undo").count(), 0);
    for (const input of [entry(page), second(page)]) assert.equal(await input.getAttribute("type"), "password");
    await button(page, "Generate a password").waitFor();
  }));

test("a reset that the page prevents, or of another form, forgets nothing", () =>
  opened(`${form(FIELD)}<form id="other"></form>`, async (page) => {
    await generated(page);
    const given = await entry(page).inputValue();
    await page.evaluate(() => {
      document.querySelector("#other").reset();
      document.querySelector("form").addEventListener("reset", (event) => event.preventDefault());
      document.querySelector("form").reset();
    });
    await page.waitForTimeout(100);
    assert.equal(await entry(page).inputValue(), given);
    assert.match(await hint(page).textContent(), /filled in and shown/);
    assert.equal(await entry(page).getAttribute("type"), "text");
  }));

test("`generate()` fills both entries and shows them, with a generator and without", async () => {
  for (const markup of [FIELD, FIELD.replace(" generator", ""), FIELD.replace(" confirm generator", "")]) {
    await opened(form(markup), async (page) => {
      await entry(page).fill("Kz7");
      const given = await field(page).evaluate((node) => node.generate());
      assert.ok(given.length > 8);
      assert.equal(await entry(page).inputValue(), given);
      assert.equal(await entry(page).getAttribute("type"), "text");
      if (markup.includes("confirm")) assert.equal(await second(page).inputValue(), given);
      const confirmed = await field(page).evaluate((node) => node.confirmed);
      assert.equal(confirmed, markup.includes("confirm") ? "same" : undefined);
      if (!markup.includes("generator")) return;
      await button(page, "Undo").click();
      assert.equal(await entry(page).inputValue(), "Kz7");
    });
  }
});

test("`generate()` makes what the attribute asks for, unless the call asks for another", () =>
  opened(form('<passgate-field product="eiam" generator="readable"></passgate-field>'), async (page) => {
    const readable = /^[A-Z][a-z]+-[a-z]+-\d+$/;
    assert.match(await field(page).evaluate((node) => node.generate()), readable);
    assert.doesNotMatch(await field(page).evaluate((node) => node.generate({ readable: false })), readable);
  }));

test("nothing is generated into an input that is locked", async () => {
  for (const [markup, name] of [
    [FIELD.replace(" generator", " readonly"), "passgate-field"],
    ['<passgate-field product="eiam"><input id="own" type="password" readonly></passgate-field>', "passgate-field"],
    [INPUT.replace("<input", "<input readonly") + RULES, "passgate-rules"],
    [INPUT.replace("<input", "<input disabled") + RULES, "passgate-rules"],
  ]) {
    await opened(form(markup), async (page) => {
      assert.equal(await page.locator(name).evaluate((node) => node.generate()), undefined, markup);
      assert.deepEqual(await page.locator("input[type=password]").evaluateAll((all) => all.map(({ value }) => value).join("")), "");
    });
  }
});

test("an own input that the page has made read-only stays so; the attribute locks and unlocks the others", () =>
  opened(form('<passgate-field product="eiam" confirm><input id="own" type="password" aria-label="Own" readonly></passgate-field>'), async (page) => {
    const locks = () => page.locator("passgate-field input").evaluateAll((all) => all.map(({ readOnly }) => readOnly));
    assert.deepEqual(await locks(), [true, false]);
    await field(page).evaluate((node) => node.setAttribute("readonly", ""));
    assert.deepEqual(await locks(), [true, true]);
    await field(page).evaluate((node) => node.removeAttribute("readonly"));
    assert.deepEqual(await locks(), [true, false]);
    await page.locator("#own").evaluate((input) => (input.readOnly = false));
    await field(page).evaluate((node) => node.toggleAttribute("readonly"));
    assert.deepEqual(await locks(), [true, true]);
    await field(page).evaluate((node) => node.toggleAttribute("readonly"));
    assert.deepEqual(await locks(), [false, false]);
  }));
