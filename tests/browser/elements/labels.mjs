// `<passgate-field>` with an input and a label of the page, wherever they are.

import assert from "node:assert/strict";
import { test } from "node:test";

import { form, opened, shows } from "./page.mjs";

const field = (inside) => `<passgate-field product="eiam" confirm>${inside}</passgate-field>`;
const inputs = (page) => page.locator("passgate-field input");

for (const [where, markup, name] of [
  ["around the input", field('<label>Passphrase <input id="own"></label>'), "Passphrase"],
  ["around the input, as an element", field('<label><span>Passphrase</span><input id="own" type="password"></label>'), "Passphrase"],
  ["beside it", field('<label>Passphrase</label><input id="own">'), "Passphrase"],
  ["elsewhere in the page", `<label for="own">Passphrase</label>${field('<input id="own">')}`, "Passphrase"],
  ["as an attribute", field('<input id="own" aria-label="Passphrase">'), "Passphrase"],
  ["none", field('<input id="own">'), "New password"],
]) {
  for (const shadow of ["", " shadow"]) {
    test(`the label is ${where}${shadow}: the input has one name, and the text is hidden`, () =>
      opened(form(markup.replace(" confirm", ` confirm${shadow}`)), async (page) => {
        const own = page.getByLabel(name, { exact: true });
        await own.pressSequentially("Ab1");
        await shows(page, "length", "unmet");
        assert.equal(await own.getAttribute("id"), "own");
        assert.equal(await inputs(page).count(), 2, "the page's and the second entry");
        assert.deepEqual(await inputs(page).evaluateAll((all) => all.map(({ type }) => type)), ["password", "password"]);
        assert.equal(await own.evaluate((input) => input.labels.length), where === "as an attribute" ? 0 : 1);
        await page.getByRole("button", { name: "Show password" }).click();
        assert.equal(await own.getAttribute("type"), "text");
        const box = await own.boundingBox();
        const toggle = await page.locator(".passgate-reveal").boundingBox();
        assert.ok(toggle.y >= box.y - 14 && toggle.y + toggle.height <= box.y + box.height + 14, "the button is in the input's line");
        assert.ok(toggle.x + toggle.width <= box.x + box.width + 2 && toggle.x > box.x + box.width / 2, "at its end");
        if (where === "as an attribute") return;
        const bottom = await own.evaluate((input) => {
          const text = document.createTreeWalker(input.labels[0], NodeFilter.SHOW_TEXT).nextNode();
          const range = document.createRange();
          range.selectNodeContents(text);
          return range.getBoundingClientRect().bottom;
        });
        assert.ok(bottom <= box.y + 1, "the label is above the input");
      }));
  }
}

test("an input that the page adds later takes the place of the element's own", () =>
  opened(form(field("")), async (page) => {
    const made = page.getByLabel("New password", { exact: true });
    await made.pressSequentially("Ab1");
    await shows(page, "length", "unmet");
    await page.locator("passgate-field").evaluate((node) => node.append(Object.assign(document.createElement("input"), { id: "own" })));
    await page.locator("#own").pressSequentially("Tz~5820kQ");
    await shows(page, "length", "met");
    assert.equal(await inputs(page).count(), 2);
    assert.equal(await page.locator("passgate-field").evaluate((node) => node.input.id), "own");
  }));

test("a type that the page states stays", () =>
  opened(form(field('<input id="own" aria-label="Own" type="text">')), async (page) => {
    assert.equal(await page.locator("#own").getAttribute("type"), "text");
    await page.getByRole("button", { name: "Hide password" }).click();
    assert.equal(await page.locator("#own").getAttribute("type"), "password");
  }));

test("a second entry of the page without a type is hidden, too, and stays when the element gives it up", () =>
  opened(form(field('<input id="own" aria-label="Own"><input id="again" slot="confirm">')), async (page) => {
    const again = page.locator("#again");
    assert.equal(await again.getAttribute("type"), "password");
    await page.locator("#own").fill("Tz~5820kQ");
    await again.fill("Tz~58");
    assert.equal(await again.evaluate((input) => input.checkValidity()), false);
    await page.locator("passgate-field").evaluate((node) => node.removeAttribute("confirm"));
    assert.equal(await again.count(), 1);
    assert.equal(await again.evaluate((input) => input.validationMessage), "");
    assert.equal(await again.getAttribute("aria-describedby"), null);
    assert.equal(await page.locator(".passgate-confirm-label, .passgate-confirm-hint").count(), 0);
  }));
