// Accessibility: axe, three languages, light and dark, forced colours, narrow and zoomed pages, reduced motion.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { axed } from "../axe.mjs";
import { reads } from "../browser.mjs";
import { BOTH, FIELD, opened, rows, shows } from "./page.mjs";
import { DARK, LOADED } from "./site.mjs";

const LANGUAGES = { en: "Password requirements", "zh-CN": "密码要求", "zh-TW": "密碼要求" };
const head = DARK + LOADED;
const entry = (page) => page.locator("passgate-field input").first();

/** Each state, and the steps that reach it. */
const STATES = {
  "at first": async () => {},
  "something is wrong": async (page) => {
    await entry(page).fill("Ouyang111");
    await page.locator("#other").fill(" ab");
    await page.locator("passgate-field input").nth(1).fill("x");
    await shows(page, "repetition", "unmet");
  },
  "the text is shown": async (page) => {
    await entry(page).fill("Wangxiaoming8“");
    await page.locator(".passgate-reveal").click();
    await shows(page, "identity", "unmet");
  },
  "a password is generated": async (page) => {
    await page.locator(".passgate-generate").click();
    await reads(page.locator(".passgate-generator-hint"), /./);
  },
};

for (const colorScheme of ["light", "dark"]) {
  for (const [lang, title] of Object.entries(LANGUAGES)) {
    test(`axe: ${colorScheme}, ${lang}`, () =>
      opened(
        BOTH,
        async (page) => {
          for (const [name, reach] of Object.entries(STATES)) {
            await reach(page);
            assert.deepEqual(await axed(page), [], name);
          }
          await reads(page.locator(".passgate-title").first(), title);
        },
        { lang, head, options: { colorScheme } },
      ));
  }
}

test("320 px and 400 % zoom: no horizontal scrolling, and every target is at least 44 px", async () => {
  // At 400 % zoom, 1280 pixels are 320 CSS pixels.
  for (const [lang, scale] of [["en", 1], ["zh-TW", 1], ["en", 4]]) {
    const options = { viewport: { width: 320, height: 568 }, deviceScaleFactor: scale };
    await opened(
      BOTH,
      async (page) => {
        for (const [name, reach] of Object.entries(STATES)) {
          await reach(page);
          const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
          assert.equal(scrollWidth, clientWidth, `${lang}: ${name}`);
        }
        for (const button of await page.getByRole("button").all()) {
          const { width, height } = await button.boundingBox();
          assert.ok(width >= 44 && height >= 44, `${await button.textContent()}: ${width}x${height}`);
        }
      },
      { lang, options },
    );
  }
});

test("forced colours: each state has a shape and a word, and marks and borders are visible", () =>
  opened(
    BOTH,
    async (page) => {
      await STATES["something is wrong"](page);
      await STATES["the text is shown"](page);
      const shapes = await page.locator("passgate-field [data-rule]").evaluateAll((all) =>
        all.map((row) => [row.dataset.shown, row.querySelector("svg").innerHTML, getComputedStyle(row.querySelector("path")).stroke]),
      );
      const known = new Map(shapes.map(([shown, shape]) => [shown, shape]));
      assert.equal(new Set(known.values()).size, known.size);
      assert.deepEqual([...new Set(shapes.map(([, , stroke]) => stroke))].length, 1, "one colour for all");
      const style = (locator, name) => locator.evaluate((node, property) => getComputedStyle(node)[property], name);
      const mark = page.locator(".passgate-layer .passgate-mark").first();
      assert.equal(await style(mark, "textDecorationStyle"), "wavy");
      assert.match(await style(mark, "backgroundColor"), /rgba\(0, 0, 0, 0\)|transparent/, "the text below is not covered");
      assert.equal(await style(page.locator(".passgate-generate"), "borderTopStyle"), "solid");
      assert.equal(await style(entry(page), "borderTopStyle"), "solid");
      assert.equal(await style(page.locator("passgate-field input").nth(1), "borderTopStyle"), "dashed", "an invalid input has another border");
    },
    { options: { forcedColors: "active" } },
  ));

test("dark colours only on a page that supports dark mode", async () => {
  const colours = async (colorScheme, meta) => {
    let seen;
    await opened(
      FIELD,
      async (page) => {
        await entry(page).fill("Ab1");
        await shows(page, "length", "unmet");
        seen = await page.locator("[data-rule=length] .passgate-says").evaluate((node) => getComputedStyle(node).color);
      },
      { head: head.replace(DARK, meta), options: { colorScheme } },
    );
    return seen;
  };
  const light = await colours("light", DARK);
  assert.notEqual(await colours("dark", DARK), light);
  assert.equal(await colours("dark", ""), light, "a page without a dark theme");
});

test("reduced motion: no transition", async () => {
  for (const reducedMotion of ["reduce", "no-preference"]) {
    await opened(
      FIELD,
      async (page) => {
        await entry(page).fill("Ab1");
        await shows(page, "length", "unmet");
        const times = await page.locator(".passgate-row .passgate-icon").evaluateAll((all) => all.map((node) => getComputedStyle(node).transitionDuration));
        assert.equal(times.every((time) => time === "0s"), reducedMotion === "reduce");
        assert.ok(Object.keys(await rows(page)).length > 5);
      },
      { options: { reducedMotion } },
    );
  }
});

test("custom-elements.json has every part of the elements, and no other", async () => {
  const manifest = JSON.parse(await readFile(new URL("../../../pkg/custom-elements.json", import.meta.url), "utf8"));
  await opened(BOTH, async (page) => {
    await STATES["something is wrong"](page);
    await STATES["the text is shown"](page);
    for (const { tagName, cssParts } of manifest.modules[0].declarations) {
      const parts = await page.locator(tagName).first().locator("[part]").evaluateAll((all) => all.map((node) => node.getAttribute("part")));
      assert.deepEqual(cssParts.map(({ name }) => name).sort(), [...new Set(parts)].sort());
    }
  });
});
