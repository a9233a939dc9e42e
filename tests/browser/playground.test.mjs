// The playground in Chromium: as a folder without a server, and under the policy of the forms' pages.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";

import { axed } from "./axe.mjs";
import { becomes, close, reads, visit } from "./browser.mjs";
import { serving } from "./server.mjs";

const folder = new URL("../../dist/examples/", import.meta.url);
const FILE = pathToFileURL(new URL("index.html", folder).pathname).href;
const TYPES = { html: "text/html", css: "text/css", js: "text/javascript", svg: "image/svg+xml" };
const LANGUAGES = { en: "English", "zh-CN": "简体", "zh-TW": "繁體" };
/** As the Worker sends it (`worker/src/http/files.rs`). */
const [policy] = (await readFile(new URL("../../worker/src/http/files.rs", import.meta.url), "utf8"))
  .match(/PAGE_POLICY: &str = "[^;]*;[^"]*"/);
const POLICY = policy.slice(policy.indexOf('"') + 1, -1).replace(/\\\n\s*/g, "");

const server = await serving(async ({ pathname }) => {
  const bytes = await readFile(new URL(`.${pathname === "/" ? "/index.html" : pathname}`, folder)).catch(() => undefined);
  const type = TYPES[pathname === "/" ? "html" : pathname.split(".").pop()];
  return bytes ? [200, type, bytes, { "Content-Security-Policy": POLICY }] : [404, "text/plain", ""];
});
after(async () => {
  await close();
  server.close();
});

/** Chromium's advice about password inputs without a user name beside them. */
const ADVICE = /^verbose: \[DOM\]/;

function opened(use, { address = FILE, ...options } = {}) {
  return visit(address, { locale: "en-US", ...options }, async (page, { logged }) => {
    await page.locator("html[data-ready]").waitFor();
    await use(page);
    logged.splice(0, logged.length, ...logged.filter((line) => !ADVICE.test(line)));
  });
}

const row = (page, rule, state) => page.locator(`#preview [data-rule="${rule}"][data-shown="${state}"]`);
const input = (page) => page.locator("#preview input").first();
const pick = (page, name) => page.getByRole("radio", { name, exact: true }).check({ force: true });
const code = (page) => page.locator("#code").textContent();
const edit = (page, from, to) =>
  page.getByLabel("Policy document").evaluate((area, [before, now]) => {
    if (!area.value.includes(before)) throw new Error(`no ${before} in ${area.value}`);
    area.value = area.value.replace(before, now);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }, [from, to]);

for (const [name, address] of [["a file", FILE], ["a page under the policy of the forms", `${server.base}/`]]) {
  test(`${name}: the element follows the policy and the person, and the findings and the code follow the element`, () =>
    opened(
      async (page) => {
        await input(page).fill("Wangxiaoming1");
        await row(page, "identity", "unmet").waitFor();
        await reads(page.locator("#accepted"), "not accepted");
        const findings = JSON.parse(await page.locator("#findings").textContent());
        assert.equal(findings.accepted, false);
        assert.ok(findings.findings.some(({ rule, status }) => rule === "identity" && status === "unmet"));

        await page.getByLabel("Name", { exact: true }).fill("李四");
        await page.getByLabel("Email addresses").fill("lisi@example.com");
        await row(page, "identity", "met").waitFor();
        await reads(page.locator("#accepted"), "accepted");
        assert.match(await code(page), /person="李四"/);

        await page.getByLabel("Phone numbers").fill("");
        await row(page, "identity", "unsure").waitFor();
        assert.doesNotMatch(await code(page), /phones/);
        await page.getByLabel("An empty field means that the person has none").check();
        await row(page, "identity", "met").waitFor();
        assert.match(await code(page), /phones=""/);

        await pick(page, "Feishu mail");
        await row(page, "repetition", "met").waitFor({ state: "detached" });
        assert.match(await code(page), /product="feishu"/);
        assert.match(await page.getByLabel("Policy document").inputValue(), /"product": "feishu"/);

        await edit(page, '"min": 8', '"min": 14');
        await row(page, "length", "unmet").waitFor();
        assert.ok(await page.getByRole("radio", { name: "Your own" }).isChecked());
        assert.match(await code(page), /\.policy = \{[^]*min: 14/);
      },
      { address },
    ));
}

test("a mistake in the document is named with its line, shown in it, and the element keeps the last valid one", () =>
  opened(async (page) => {
    const [area, error] = [page.getByLabel("Policy document"), page.locator("#document-error")];
    await input(page).fill("abc");
    await row(page, "length", "unmet").waitFor();
    await edit(page, '"max": 18', '"max": "many"');
    await reads(error, /^Line 4: rules\[0\]\.max: .* The element still uses the last valid document\.$/);
    assert.equal(await area.getAttribute("aria-invalid"), "true");
    assert.equal(await row(page, "length", "unmet").count(), 1);
    await page.getByRole("button", { name: "Go to the mistake" }).click();
    assert.equal(await area.evaluate(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd)), '"many"');
    await edit(page, '"many"', "9,");
    await reads(error, /JSON|property name/);
    await edit(page, "9,", "9");
    await reads(error, "");
    assert.equal(await area.getAttribute("aria-invalid"), "false");
    await input(page).fill("Kz~58206qT");
    await row(page, "length", "unmet").waitFor();
    await edit(page, '"rule": "length"', '"rule": "size"');
    await pick(page, "Lark mail");
    await reads(error, "");
  }));

test("both elements, with and without a shadow root, keep the text and take a sample", () =>
  opened(async (page) => {
    await page.getByRole("button", { name: "Wangxiaoming1" }).click();
    await row(page, "identity", "unmet").waitFor();
    assert.equal(await input(page).getAttribute("type"), "text", "the sample can be read");
    for (const kind of ["Checklist of your input", "Field with its input"]) {
      await pick(page, kind);
      for (const isShadow of [true, false]) {
        await page.getByLabel("Shadow root").setChecked(isShadow);
        await row(page, "identity", "unmet").waitFor();
        assert.equal(await input(page).inputValue(), "Wangxiaoming1");
        assert.equal(/ shadow\b|\n  shadow\b/.test(await code(page)), isShadow);
      }
    }
    await pick(page, "Checklist of your input");
    // The policy changes before the element of the new shape has loaded.
    await edit(page, '"max": 18', '"max": 9');
    await row(page, "length", "unmet").waitFor();
    await pick(page, "Field with its input");
    await pick(page, "Readable");
    await page.getByRole("button", { name: "Generate a password" }).click();
    await reads(page.locator(".passgate-generator-hint"), /No password could be generated/);
    await pick(page, "Huawei OneAccess");
    await page.getByRole("button", { name: "Generate a password" }).click();
    await reads(page.locator("#accepted"), "accepted");
    assert.match(await input(page).inputValue(), /^[A-Z][a-z]+-[a-z]+-\d+$/);
  }));

test("an invalid person is named", () =>
  opened(async (page) => {
    await page.getByLabel("Username").fill("x".repeat(300));
    await reads(page.locator("#person-error"), /username/);
    await page.getByLabel("Username").fill("wangxm");
    await input(page).fill("abc");
    await reads(page.locator("#person-error"), "");
  }));

test("a person uses it with the keyboard alone", () =>
  opened(async (page) => {
    const focused = () => page.evaluate(() => document.activeElement.textContent || document.activeElement.value);
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "en");
    await page.keyboard.press("ArrowRight");
    await reads(page.locator("h1"), /厂商/);
    await page.keyboard.press("ArrowLeft");
    const outline = await page.locator(":focus + span").evaluate((node) => getComputedStyle(node).outlineStyle);
    assert.equal(outline, "solid", "the focus is seen");
    await page.getByRole("tab", { name: "HTML" }).focus();
    for (const [key, name] of [["ArrowRight", "React"], ["End", "Schema / zod"], ["ArrowRight", "HTML"], ["ArrowLeft", "Schema / zod"], ["Home", "HTML"]]) {
      await page.keyboard.press(key);
      assert.equal(await focused(), name);
      assert.equal(await page.getByRole("tab", { selected: true }).textContent(), name);
      assert.equal(await page.getByRole("tabpanel").getAttribute("aria-labelledby"), await page.locator(":focus").getAttribute("id"));
    }
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.id), "code", "the code can be scrolled");
  }));

test("the code can be copied", () =>
  opened(
    async (page) => {
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await page.getByRole("button", { name: "Copy", exact: true }).click();
      await reads(page.locator("#copied"), "Copied");
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await code(page));
      await page.getByLabel("Username").fill("lisi");
      await reads(page.locator("#copied"), "");
    },
    { address: `${server.base}/` },
  ));

for (const [locale, name] of Object.entries(LANGUAGES)) {
  for (const theme of ["light", "dark"]) {
    test(`axe: ${locale}, ${theme}, chosen against the system's colours; no horizontal scrolling at 320 px`, () =>
      opened(
        async (page) => {
          await pick(page, name);
          await page.locator("#themes input").nth(theme === "light" ? 1 : 2).check({ force: true });
          assert.equal(await page.evaluate(() => document.documentElement.lang), locale);
          await page.locator(".chip").first().click();
          await row(page, "identity", "unmet").waitFor();
          await page.getByRole("textbox").and(page.locator("#document")).fill("{");
          for (const width of [1280, 320]) {
            await page.setViewportSize({ width, height: 700 });
            for (const kind of [0, 1]) {
              await page.locator("#kinds input").nth(kind).check({ force: true });
              assert.deepEqual(await axed(page), [], `${width} ${kind}`);
              const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
              assert.equal(scrollWidth, clientWidth);
            }
          }
          for (const control of await page.locator("button:visible, .choice:visible, .check:visible").all()) {
            const { height } = await control.boundingBox();
            assert.ok(height >= 44, `${await control.textContent()}: ${height}`);
          }
        },
        // axe reads style sheets, which it cannot from a file.
        { address: `${server.base}/`, colorScheme: theme === "light" ? "dark" : "light" },
      ));
  }
}

test("forced colours show what is chosen; reduced motion has no transition", () =>
  opened(
    async (page) => {
      const look = (selector, name) => page.locator(selector).first().evaluate((node, property) => getComputedStyle(node)[property], name);
      for (const [chosen, other] of [
        ["#products input:checked + span", "#products input:not(:checked) + span"],
        ["[role=tab][aria-selected=true]", "[role=tab][aria-selected=false]"],
      ]) {
        assert.notEqual(await look(chosen, "backgroundColor"), await look(other, "backgroundColor"));
      }
      assert.equal(await look("#products .choice span", "borderTopStyle"), "solid");
      assert.equal(await look("#products .choice span", "transitionDuration"), "0s");
    },
    { forcedColors: "active", reducedMotion: "reduce" },
  ));

test("the language and the colours follow the browser at first", async () => {
  for (const [locale, colorScheme] of [["zh-TW", "dark"], ["zh-CN", "light"]]) {
    await opened(
      async (page) => {
        assert.equal(await page.evaluate(() => document.documentElement.lang), locale);
        assert.equal(await page.evaluate(() => getComputedStyle(document.body).color === "rgb(233, 235, 239)"), colorScheme === "dark");
        await becomes(() => page.locator("#preview .passgate-title").count(), 1);
      },
      { locale, colorScheme },
    );
  }
});
