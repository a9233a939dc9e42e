// Accessibility of the forms: axe, two languages, light and dark, narrow screens, reduced motion,
// forced colours.

import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseLocale } from "../../www/language.js";
import { words } from "../../www/words.js";
import { axed } from "./axe.mjs";
import { formOf, reads, visit } from "./browser.mjs";
import { marksAtLineStarts } from "./engines/lines.mjs";
import { said } from "./said.mjs";
import { base, newAccount, newLink } from "./stack.mjs";

/** Asserts that axe finds no accessibility violation in the page's current state. */
async function passesAxe(page, where) {
  assert.deepEqual(await axed(page), [], where);
}

/** The form's states to check, each with the steps that reach it from a link of that product. */
const STATES = {
  empty: (form) => form.password.waitFor(),
  typing: (form) => form.password.fill("Ouyangfeng111"),
  refused: (form) => form.send("ab"),
  revealed: (form) => form.suggest.click(),
};

for (const colorScheme of ["light", "dark"]) {
  for (const locale of ["zh-CN", "en"]) {
    const options = { colorScheme, locale };
    for (const product of ["feishu", "eiam"]) {
      test(`axe: ${product} form, ${colorScheme}, ${locale}`, async () => {
        await visit(await newLink(product, await newAccount()), options, async (page) => {
          for (const [name, reach] of Object.entries(STATES)) {
            await reach(formOf(page, locale));
            await passesAxe(page, name);
          }
        });
      });
    }

    test(`axe: delivery, notice and index, ${colorScheme}, ${locale}`, async () => {
      const link = await newLink("eiam", await newAccount(), { action: "rest-password" });
      await visit(link, options, async (page) => {
        await page.getByRole("radio").first().waitFor();
        await passesAxe(page, "delivery");
        await page.goto(`${base}/eiam/?lang=${locale}`);
        await reads(page.getByRole("heading", { level: 1 }), said[locale].notices["no-ticket"].title);
        await passesAxe(page, "notice");
        await page.goto(`${base}/`);
        await passesAxe(page, "index");
        assert.equal((await page.goto(`${base}/nope`)).status(), 404);
        await passesAxe(page, "nothing here");
      });
    });
  }
}

test("320 px wide: no horizontal scrolling, and every target is at least 44 px", async () => {
  for (const [product, locale] of [["eiam", "en"], ["eiam", "zh-CN"], ["feishu", "en"]]) {
    const options = { locale, viewport: { width: 320, height: 568 } };
    await visit(await newLink(product, await newAccount()), options, async (page) => {
      const form = formOf(page, locale);
      for (const reach of Object.values(STATES)) {
        await reach(form);
        const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
        assert.equal(scrollWidth, clientWidth);
      }
      const buttons = await page.getByRole("button").all();
      assert.ok(buttons.length >= 5, `${buttons.length} buttons`);
      for (const button of buttons) {
        const { width, height } = await button.boundingBox();
        assert.ok(width >= 44 && height >= 44, `${await button.textContent()}: ${width}x${height}`);
        assert.ok(height < 60, `${await button.textContent()} has one line`);
      }
    });
  }
});

test("delivery, 320 px wide: no horizontal scrolling, and every button has one line", async () => {
  const link = await newLink("eiam", await newAccount(), { action: "rest-password" });
  for (const locale of ["en", "zh-CN"]) {
    await visit(link, { locale, viewport: { width: 320, height: 568 } }, async (page) => {
      await page.getByRole("radio").first().waitFor();
      const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
      assert.equal(scrollWidth, clientWidth);
      const heights = await page.getByRole("button").evaluateAll((all) => all.map((node) => node.offsetHeight));
      assert.equal(heights.length, 2);
      for (const height of heights) assert.ok(height >= 44 && height < 60, `${locale}: ${heights}`);
    });
  }
});

test("no line of a Chinese sentence begins with a punctuation mark, also on narrow screens", async () => {
  const passes = async (page, least) => {
    const { seen, beginning } = await page.evaluate(marksAtLineStarts);
    assert.ok(seen >= least, `${seen} punctuation marks`);
    assert.deepEqual(beginning, []);
  };
  for (const width of [320, 360, 390, 1100]) {
    const options = { viewport: { width, height: 700 } };
    await visit(`${base}/feishu/`, options, async (page) => {
      await page.locator(".notice").waitFor();
      await passes(page, 3);
    });
    await visit(await newLink("feishu", await newAccount()), options, async (page) => {
      const form = formOf(page);
      await page.route("**/password/reset*", (route) => route.fulfill({
        status: 400,
        contentType: "application/json",
        body: JSON.stringify({ outcome: "refused-password", violations: [{ code: "too-common", pattern: "breached" }] }),
      }));
      await form.send("Ouyangfeng1~");
      await form.problem.waitFor();
      await passes(page, 15);
    });
  }
});

test("the sign of a notice is at the middle of the heading's first line", async () => {
  for (const width of [320, 375, 760, 1100]) {
    await visit(`${base}/eiam/`, { viewport: { width, height: 700 } }, async (page) => {
      await page.locator(".notice").waitFor();
      const [sign, line] = await page.evaluate(() => {
        const middle = ({ top, bottom }) => (top + bottom) / 2;
        const range = document.createRange();
        range.selectNodeContents(document.querySelector("h1"));
        return [middle(document.querySelector(".head .icon").getBoundingClientRect()), middle(range.getClientRects()[0])];
      });
      assert.ok(Math.abs(sign - line) < 2, `${width} px: ${sign} and ${line}`);
    });
  }
});

test("reduced motion: no animation or transition, during loading and typing", async () => {
  const moving = (page) =>
    page.evaluate(() => {
      const styles = [...document.querySelectorAll("*")].flatMap((node) =>
        ["", "::before"].map((part) => getComputedStyle(node, part || null)),
      );
      const lasts = (time) => Number.parseFloat(time) > 0;
      const moves = ({ animationName, transitionDuration }) =>
        animationName !== "none" || transitionDuration.split(", ").some(lasts);
      return styles.filter(moves).length;
    });
  for (const reducedMotion of ["reduce", "no-preference"]) {
    await visit(`${base}/`, { reducedMotion }, async (page) => {
      let release;
      const held = new Promise((resolve) => (release = resolve));
      await page.route("**/v1/tickets/self", async (route) => {
        await held;
        await route.continue();
      });
      await page.goto(await newLink("feishu", await newAccount()));
      await page.locator(".loading").waitFor();
      const whileLoading = await moving(page);
      release();
      await formOf(page).password.fill("abcd~efgh");
      const whileTyping = await moving(page);
      const still = reducedMotion === "reduce";
      assert.deepEqual([whileLoading === 0, whileTyping === 0], [still, still]);
    });
  }
});

test("forced colours: focused and pressed controls stay visible", async () => {
  await visit(await newLink("eiam", await newAccount()), { forcedColors: "active" }, async (page) => {
    const form = formOf(page);
    await form.password.focus();
    const outline = await form.password.evaluate((node) => getComputedStyle(node).outlineStyle);
    assert.equal(outline, "solid");
    const border = await form.submit.evaluate((node) => getComputedStyle(node).borderTopStyle);
    assert.equal(border, "solid");
  });
});

test("the form's language follows the browser, the address's `lang` and the language button", async () => {
  assert.equal(chooseLocale("", ["fr-FR", "zh-TW", "en-GB"]), "zh-CN");
  assert.equal(chooseLocale("", ["en-GB", "zh-CN"]), "en");
  assert.equal(chooseLocale("", ["fr"]), "en");
  assert.equal(chooseLocale("?lang=zh-CN", ["en"]), "zh-CN");
  await visit(await newLink("eiam", await newAccount()), { locale: "en-GB" }, async (page) => {
    const lang = () => page.evaluate(() => document.documentElement.lang);
    const english = formOf(page, "en");
    await english.enter("Ab1");
    await english.submit.click();
    assert.equal(await lang(), "en");
    await page.getByRole("button", { name: "简体中文" }).click();
    const chinese = formOf(page, "zh-CN");
    assert.equal(await lang(), "zh-CN");
    assert.equal(await chinese.password.inputValue(), "Ab1", "the typed text is kept");
    await reads(chinese.problem, chinese.words.summary.length);
    assert.match(page.url(), /\?lang=zh-CN$/);
    await page.reload();
    await chinese.password.waitFor();
    assert.equal(await page.title(), chinese.words.titles.eiam);
  });
});

test("both entries are required, for a screen reader, too", async () => {
  await visit(await newLink("eiam", await newAccount()), {}, async (page) => {
    const form = formOf(page);
    for (const entry of [form.password, form.confirm]) assert.equal(await entry.evaluate((input) => input.required), true);
  });
});

test("every language has every sentence", () => {
  const paths = (node, path = "") =>
    node && typeof node === "object"
      ? Object.entries(node).flatMap(([key, value]) => paths(value, `${path}.${key}`))
      : [path];
  for (const sentences of Object.values(words)) assert.deepEqual(paths(sentences).sort(), paths(words.en).sort());
});

test("without JavaScript the page says so, in both languages", async () => {
  await visit(`${base}/feishu/`, { javaScriptEnabled: false }, async (page) => {
    assert.match(await page.locator("main").textContent(), /JavaScript[^]*Please turn it on/);
    assert.match(await page.title(), /^设置飞书企业邮箱的新密码 · Set a new password for Feishu enterprise mail$/);
  });
});
