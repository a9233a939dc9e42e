// `<passgate-field>`: its input, marks, generator and second entry.

import assert from "node:assert/strict";
import { test } from "node:test";

import { becomes, pause, reads } from "../browser.mjs";
import { FIELD, form, opened, shows } from "./page.mjs";
import { SCRIPT } from "./site.mjs";

const GOOD = "Tz~5820kQ";
const SEND = "<button>Send</button>";
const entry = (page) => page.getByLabel("New password", { exact: true });
const second = (page) => page.getByLabel("Confirm new password");
const button = (page, name) => page.getByRole("button", { name, exact: true });
const marked = (page) => page.locator(".passgate-layer .passgate-mark");

test("a person types, shows the text, confirms it and sends the form", () =>
  opened(form('<passgate-field product="eiam" confirm></passgate-field>', SEND), async (page) => {
    await entry(page).fill("Ab1");
    await shows(page, "length", "unmet");
    const isValid = () => page.locator("form").evaluate((node) => node.checkValidity());
    assert.equal(await isValid(), false);
    await entry(page).fill(GOOD);
    await shows(page, "length", "met");
    assert.equal(await isValid(), false, "it is not confirmed");
    await button(page, "Show password").click();
    await reads(page.locator(".passgate-spoken"), "Your password is visible.");
    assert.deepEqual([await entry(page).getAttribute("type"), await second(page).getAttribute("type")], ["text", "text"]);
    await second(page).fill("Tz~");
    await second(page).blur();
    await reads(page.locator(".passgate-confirm-hint"), "Passwords don’t match");
    await reads(page.locator(".passgate-spoken"), "Passwords don’t match");
    assert.equal(await second(page).getAttribute("aria-invalid"), "true");
    await second(page).fill(GOOD);
    await reads(page.locator(".passgate-confirm-hint"), "Passwords match");
    assert.equal(await second(page).getAttribute("aria-invalid"), null);
    assert.equal(await isValid(), true);
    await button(page, "Hide password").click();
    assert.equal(await entry(page).getAttribute("type"), "password");
    assert.equal(await page.locator("passgate-field").evaluate((field) => field.confirmed), "same");
  }));

test("while the text is shown, the unmet parts are marked in it", () =>
  opened(form(FIELD), async (page) => {
    await entry(page).fill("ab!Wangxiaoming8“T");
    await shows(page, "identity", "unmet");
    assert.equal(await marked(page).count(), 0);
    assert.ok(!(await page.locator("passgate-field").innerHTML()).includes("Wangxiaoming"), "the hidden text is only in the input");
    await button(page, "Show password").click();
    assert.deepEqual(await marked(page).allTextContents(), ["Wangxiaoming", "“"]);
    await reads(page.locator(".passgate-marks"), "The marked parts: ab!Wangxiaoming8“T");
    // A character of the marks has the same position as in the input: the same font, measured from the
    // same edge.
    const { from, expected } = await marked(page).first().evaluate((mark) => {
      const input = document.querySelector("passgate-field input");
      const style = getComputedStyle(input);
      const pen = document.createElement("canvas").getContext("2d");
      pen.font = style.font;
      const start = input.getBoundingClientRect().left + Number.parseFloat(style.borderLeftWidth) + Number.parseFloat(style.paddingLeft);
      return { from: mark.getBoundingClientRect().left, expected: start + pen.measureText("ab!").width };
    });
    assert.ok(Math.abs(from - expected) < 1, `${from} for ${expected}`);
    const background = await marked(page).first().evaluate((mark) => getComputedStyle(mark).backgroundColor);
    assert.match(background, /^rgba\(.*, 0\.\d+\)$/, "the text below shows through the mark");
    await button(page, "Hide password").click();
    assert.equal(await marked(page).count(), 0);
    assert.ok(!(await page.locator("passgate-field").innerHTML()).includes("Wangxiaoming"));
  }));

test("marks do not disturb selection, undo, input methods and scrolling", () =>
  opened(form(FIELD), async (page) => {
    await button(page, "Show password").click();
    await entry(page).focus();
    await page.keyboard.type("Wangxiaoming1~");
    await becomes(() => marked(page).count(), 1);
    const selected = () => entry(page).evaluate(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd));
    await page.keyboard.press("Home");
    for (const _ of "Wang") await page.keyboard.press("Shift+ArrowRight");
    assert.equal(await selected(), "Wang");
    const box = await marked(page).first().boundingBox();
    await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2);
    assert.match(await selected(), /^Wangxiaoming1/, "a click reaches the input through the marks");
    await page.keyboard.type("Z");
    await page.keyboard.press("Control+z");
    assert.equal(await entry(page).inputValue(), "Wangxiaoming1~");
    await page.keyboard.press("End");
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Input.imeSetComposition", { text: "mima", selectionStart: 4, selectionEnd: 4 });
    assert.equal(await entry(page).inputValue(), "Wangxiaoming1~mima");
    assert.equal(await marked(page).count(), 0, "no verdict during a composition");
    await devtools.send("Input.insertText", { text: "密码" });
    assert.equal(await entry(page).inputValue(), "Wangxiaoming1~密码");
    await becomes(() => marked(page).count(), 2);
    await page.keyboard.type("x".repeat(200));
    const shift = () =>
      page.evaluate(() => {
        const input = document.querySelector("passgate-field input");
        const { m41 } = new DOMMatrix(getComputedStyle(document.querySelector(".passgate-layer-text")).transform);
        return input.scrollLeft > 0 ? input.scrollLeft + m41 : 1;
      });
    await becomes(shift, 0);
    await page.keyboard.press("Home");
    await becomes(
      () => page.locator(".passgate-layer-text").evaluate((node) => new DOMMatrix(getComputedStyle(node).transform).m41),
      0,
    );
  }));

test("a generated password is filled in, shown, replaced and undone; a read-only field does not change", () =>
  opened(form(FIELD), async (page) => {
    await entry(page).fill("Kz7");
    await button(page, "Generate a password").click();
    await reads(page.locator(".passgate-generator-hint"), /filled in and shown/);
    const first = await entry(page).inputValue();
    assert.equal(await second(page).inputValue(), first);
    await shows(page, "length", "met");
    await button(page, "Generate another").click();
    await becomes(async () => (await entry(page).inputValue()) !== first, true);
    await button(page, "Undo").click();
    await becomes(() => entry(page).inputValue(), "Kz7");
    assert.equal(await entry(page).getAttribute("type"), "password");
    await page.locator("passgate-field").evaluate((field) => field.setAttribute("readonly", ""));
    for (const name of ["Generate a password", "Show password"]) {
      assert.equal(await button(page, name).getAttribute("aria-disabled"), "true");
      await button(page, name).click({ force: true });
    }
    await pause(100);
    assert.deepEqual([await entry(page).inputValue(), await entry(page).getAttribute("type")], ["Kz7", "password"]);
  }));

test("the generator can make readable passwords", () =>
  opened(form('<passgate-field product="eiam" username="wangxm" generator="readable"></passgate-field>'), async (page) => {
    await button(page, "Generate a password").click();
    await becomes(async () => /^[A-Z][a-z]+-[a-z]+-\d+$/.test(await entry(page).inputValue()), true);
    assert.match(await page.locator("passgate-field").evaluate((field) => field.generate({ readable: true })), /^[A-Z][a-z]+-[a-z]+-\d+$/);
  }));

test("a page's own label, input, second input and hint stay where a framework put them", () =>
  opened(
    form(
      `<passgate-field product="eiam" confirm id="field"><label slot="label">Passphrase</label><input name="secret" id="own" type="password" autocomplete="new-password"><p slot="hint">You will need it daily.</p></passgate-field>`,
      SEND,
    ),
    async (page) => {
      const own = page.getByLabel("Passphrase");
      await own.pressSequentially("Ab1");
      await shows(page, "length", "unmet");
      assert.equal(await page.locator("#field > input").count(), 2);
      const ids = (await own.getAttribute("aria-describedby")).split(" ");
      const texts = await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).textContent()));
      assert.ok(texts.includes("You will need it daily.") && texts.some((text) => /not met yet/.test(text)), `${texts}`);
      assert.ok(await own.evaluate((input) => input.parentNode.id === "field"));
      assert.equal(await page.locator("form").evaluate((node) => new FormData(node).get("secret")), "Ab1");
      // A framework replaces its input, and later removes all children.
      await page.evaluate(() => {
        const input = Object.assign(document.createElement("input"), { id: "newer", type: "password", autocomplete: "new-password" });
        document.querySelector("#own").replaceWith(input);
      });
      await page.locator("#newer").pressSequentially("Tz~5820kQ");
      await shows(page, "length", "met");
      assert.equal(await page.locator("#field > input").count(), 2);
      await page.locator("#field").evaluate((field) => field.replaceChildren());
      await page.getByLabel("New password", { exact: true }).pressSequentially("Ab1");
      await shows(page, "length", "unmet");
    },
  ));

test("attributes add and remove the optional parts", () =>
  opened(form('<passgate-field product="eiam" label="Secret"></passgate-field>'), async (page) => {
    const field = page.locator("passgate-field");
    await page.getByLabel("Secret").fill("Ab1");
    await shows(page, "length", "unmet");
    for (const name of ["confirm", "generator", "confirm", "generator"]) {
      await field.evaluate((node, attribute) => node.toggleAttribute(attribute), name);
      const count = name === "confirm" ? second(page) : button(page, "Generate a password");
      assert.equal(await count.count(), (await field.getAttribute(name)) === null ? 0 : 1, name);
    }
    await page.evaluate(() => (document.documentElement.lang = "zh-CN"));
    await page.getByRole("button", { name: "显示密码" }).waitFor();
    assert.equal(await page.getByLabel("Secret").inputValue(), "Ab1");
  }));

test("a field that is not in the page has nothing to show", () =>
  opened(form(FIELD), async (page) => {
    await entry(page).waitFor();
    const states = await page.evaluate(() => {
      const field = Object.assign(document.createElement("passgate-field"), { revealed: true, value: "x" });
      return [field.revealed, field.value, field.confirmed];
    });
    assert.deepEqual(states, [false, "", undefined]);
  }));

test("the element takes over server-rendered markup: the same nodes, without a layout shift", async () => {
  let markup;
  await opened(form(FIELD), async (page) => {
    await page.locator("passgate-field").evaluate((field) => field.setAttribute("loading", "eager"));
    await shows(page, "length", "idle");
    markup = await page.locator("passgate-field").evaluate((field) => field.outerHTML);
  });
  await opened(
    form(markup),
    async (page) => {
      const state = () =>
        page.evaluate(() => {
          const nodes = [...document.querySelectorAll("passgate-field *")];
          globalThis.before ??= nodes;
          return {
            same: nodes.length === globalThis.before.length && nodes.filter((node) => node.closest("svg") === null).every((node) => globalThis.before.includes(node)),
            boxes: nodes.filter((node) => node.closest("svg") === null).map((node) => Object.values(node.getBoundingClientRect().toJSON()).join()).join("\n"),
          };
        });
      const before = await state();
      await page.evaluate((script) => import(script).then(() => undefined), SCRIPT);
      await entry(page).focus();
      await shows(page, "length", "idle");
      await pause(200);
      const after = await state();
      assert.equal(after.same, true);
      assert.equal(after.boxes, before.boxes, "nothing moves");
      await page.keyboard.type("Ab1");
      await shows(page, "length", "unmet");
      await button(page, "Show password").click();
      assert.equal(await entry(page).getAttribute("type"), "text", "the button has one listener only");
      assert.equal(await page.locator("[data-rule=length]").count(), 1);
    },
    { head: '<link rel="stylesheet" href="/pkg/dist/element.css">' },
  );
});

test("the field works with its own shadow root, and inside one of the page", async () => {
  for (const attribute of ["shadow", ""]) {
    await opened(form(SEND), async (page) => {
      await page.evaluate((shadow) => {
        const host = document.querySelector("form").appendChild(document.createElement("div"));
        const root = shadow ? host : host.attachShadow({ mode: "open" });
        const field = document.createElement("passgate-field");
        for (const name of ["confirm", "generator", ...(shadow ? [shadow] : [])]) field.setAttribute(name, "");
        field.product = "eiam";
        root.append(field);
        const rules = document.createElement("passgate-rules");
        Object.assign(rules, { for: "other", product: "feishu" });
        if (shadow) rules.setAttribute(shadow, "");
        const other = Object.assign(document.createElement("input"), { id: "other", type: "password", autocomplete: "new-password" });
        other.setAttribute("aria-label", "Other");
        root.append(rules, other);
      }, attribute);
      await entry(page).pressSequentially("Ab1");
      await shows(page, "length", "unmet", "passgate-field");
      await page.getByLabel("Other").pressSequentially("abcdefgh1");
      await shows(page, "length", "met", "passgate-rules");
      for (const input of [entry(page), page.getByLabel("Other")]) {
        const told = await input.evaluate((node) =>
          node.getAttribute("aria-describedby").split(" ").map((id) => node.getRootNode().getElementById(id)?.textContent).join(" "),
        );
        assert.match(told, /requirement/, "the input and its description are in the same root");
      }
      await button(page, "Generate a password").click();
      await becomes(async () => (await second(page).inputValue()).length > 8, true);
      assert.equal(await button(page, "Hide password").evaluate((node) => getComputedStyle(node).gridRowStart), "input");
      assert.equal(await page.locator("passgate-field [data-rule]").first().evaluate((node) => getComputedStyle(node).display), "grid");
    });
  }
});
