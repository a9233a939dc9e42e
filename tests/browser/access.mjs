// For everybody: axe, both languages, light and dark, small screens, little motion.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { chooseLocale } from "../../www/language.js";
import { words } from "../../www/words.js";
import { formOf, reads, visit } from "./browser.mjs";
import { base, newAccount, newLink } from "./stack.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The page as it stands has no accessibility violation that axe knows. */
async function passesAxe(page, where) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`),
    [],
    where,
  );
}

/** The states worth looking at: how to get there from a link of that product. */
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
        await reads(page.getByRole("heading", { level: 1 }), words[locale].notices["no-ticket"].title);
        await passesAxe(page, "notice");
        await page.goto(`${base}/`);
        await passesAxe(page, "index");
      });
    });
  }
}

test("320 px wide: nothing to scroll sideways, everything a finger can hit", async () => {
  for (const [product, locale] of [["eiam", "en"], ["eiam", "zh-CN"], ["feishu", "en"]]) {
    const options = { locale, viewport: { width: 320, height: 568 } };
    await visit(await newLink(product, await newAccount()), options, async (page) => {
      const form = formOf(page, locale);
      for (const reach of Object.values(STATES)) {
        await reach(form);
        const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
        assert.equal(scrollWidth, clientWidth);
      }
      for (const button of await page.getByRole("button").all()) {
        const { width, height } = await button.boundingBox();
        assert.ok(width >= 44 && height >= 44, `${await button.textContent()}: ${width}x${height}`);
      }
    });
  }
});

test("little motion: nothing moves", async () => {
  await visit(await newLink("feishu", await newAccount()), { reducedMotion: "reduce" }, async (page) => {
    await formOf(page).password.fill("abcd~efgh");
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll("*")].filter((node) => {
        const { transitionDuration, animationName } = getComputedStyle(node);
        return animationName !== "none" || transitionDuration.split(", ").some((time) => Number.parseFloat(time) > 0);
      }).length,
    );
    assert.equal(moving, 0);
  });
});

test("forced colours: what has the focus and what is pressed stay visible", async () => {
  await visit(await newLink("eiam", await newAccount()), { forcedColors: "active" }, async (page) => {
    const form = formOf(page);
    await form.password.focus();
    const outline = await form.password.evaluate((node) => getComputedStyle(node).outlineStyle);
    assert.equal(outline, "solid");
    const border = await form.submit.evaluate((node) => getComputedStyle(node).borderTopStyle);
    assert.equal(border, "solid");
  });
});

test("the reader's language, then the address, then the switch", async () => {
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
    assert.equal(await chinese.password.inputValue(), "Ab1", "what was typed stays");
    await reads(chinese.problem, chinese.words.summary.unmet({ unmet: ["length"] }));
    assert.match(page.url(), /\?lang=zh-CN$/);
    await page.reload();
    await chinese.password.waitFor();
    assert.equal(await page.title(), chinese.words.titles.password({ product: "eiam" }));
  });
});

test("no language lacks a sentence", () => {
  const paths = (node, path = "") =>
    node && typeof node === "object"
      ? Object.entries(node).flatMap(([key, value]) => paths(value, `${path}.${key}`))
      : [path];
  for (const sentences of Object.values(words)) assert.deepEqual(paths(sentences).sort(), paths(words.en).sort());
});

test("without JavaScript the page says so, in both languages", async () => {
  await visit(`${base}/feishu/`, { javaScriptEnabled: false }, async (page) => {
    assert.match(await page.locator("main").textContent(), /JavaScript[^]*Please turn it on/);
  });
});
