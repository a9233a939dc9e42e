// Chromium for the tests. Each page is watched for errors, warnings, and violations of its Content
// Security Policy.

import assert from "node:assert/strict";
import { launch } from "./chromium.mjs";
import { said } from "./said.mjs";

/** Chromium logs this for every error response; the page handles these. */
const EXPECTED = /^Failed to load resource: /;

let launching;

async function launched() {
  launching ??= launch();
  return launching;
}

/** Closes Chromium. */
export async function close() {
  await (await launching)?.close();
}

/**
 * Opens `link` in a fresh profile and runs `use(page)`. Then asserts that the page logged nothing and
 * violated no part of its Content Security Policy.
 */
export async function visit(link, options, use) {
  const context = await (await launched()).newContext({ locale: "zh-CN", ...options });
  const page = await context.newPage();
  const logged = [];
  page.on("console", (message) => logged.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => logged.push(`error: ${error.message}`));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  try {
    await page.goto(link);
    const result = await use(page, { logged });
    assert.deepEqual(
      logged.filter((line) => !EXPECTED.test(line.slice(line.indexOf(" ") + 1))),
      [],
    );
    return result;
  } finally {
    await context.close();
  }
}

/** The locators of a form, by what a person sees. */
export function formOf(page, locale = "zh-CN") {
  const { password, checklist, suggestion } = said[locale];
  return {
    words: said[locale],
    password: page.getByLabel(password.label, { exact: true }),
    confirm: page.getByLabel(password.confirm, { exact: true }),
    submit: page.getByRole("button", { name: password.submit }),
    suggest: page.getByRole("button", { name: suggestion.make }),
    another: page.getByRole("button", { name: suggestion.another }),
    copy: page.getByRole("button", { name: suggestion.copy }),
    undo: page.getByRole("button", { name: suggestion.undo }),
    show: page.getByRole("button", { name: password.show }),
    hide: page.getByRole("button", { name: password.hide }),
    problem: page.getByRole("alert"),
    announced: page.locator("#announcements"),
    heading: page.getByRole("heading", { level: 1 }),
    rows: page.getByRole("list", { name: checklist.title }).getByRole("listitem"),
    row: (rule) => page.locator(`[data-rule="${rule}"]`),
    async enter(text) {
      await this.password.fill(text);
      await this.confirm.fill(text);
    },
    async send(text) {
      await this.enter(text);
      await this.submit.click();
    },
    /**
     * Each row's rule and status. Fails if there are no rows, because a check of every row would then
     * pass.
     */
    async statuses() {
      const rows = await page
        .locator("[data-rule]")
        .evaluateAll((rows) => rows.map(({ dataset }) => [dataset.rule, dataset.status]));
      assert.ok(rows.length > 0, "the form has rows");
      return rows;
    },
  };
}

/** Waits until `locator` reads `text`; playwright-core has no assertions of its own. */
export async function reads(locator, text) {
  const wanted = typeof text === "string" ? (seen) => seen === text : (seen) => text.test(seen);
  let seen;
  for (const end = Date.now() + 10_000; Date.now() < end; await pause(25)) {
    seen = (await locator.count()) ? (await locator.first().textContent()).trim() : undefined;
    if (seen !== undefined && wanted(seen)) return;
  }
  assert.equal(seen, String(text));
}

/**
 * A pattern for a text that begins with `sentence`; the vendor's advice or the offending characters may
 * follow.
 */
export function starts(sentence) {
  return new RegExp(`^${sentence.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
}

/** Waits until `read()` returns `value`. */
export async function becomes(read, value) {
  let seen;
  for (const end = Date.now() + 10_000; Date.now() < end; await pause(25)) {
    seen = await read();
    if (seen === value) return;
  }
  assert.deepEqual(seen, value);
}

/** Collects the announcements of a live region from now on; the returned function returns them. */
export async function listen(page, region = "#announcements") {
  await page.evaluate((selector) => {
    globalThis.heard = [];
    const status = document.querySelector(selector);
    new MutationObserver(() => globalThis.heard.push(status.textContent)).observe(status, { childList: true });
  }, region);
  return () => page.evaluate(() => globalThis.heard);
}

/** Waits, to show that something does not happen meanwhile. */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A password that satisfies both vendors' policies for every account. */
export function goodPassword() {
  const digits = String(Math.floor(Math.random() * 1e6)).padStart(6, "0");
  return `Tz~${digits.replace(/(.)\1+/g, "$1-")}kQ`.slice(0, 16);
}
