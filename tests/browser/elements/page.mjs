// A page with the elements, as the tests use it.

import { becomes, visit } from "../browser.mjs";
import { site } from "./site.mjs";

export const host = await site();

/** What every page has before the password: password managers look for it. */
const USERNAME = '<input autocomplete="username" aria-label="Username" value="wangxm">';
export const INPUT = '<label for="pw">Password</label> <input id="pw" type="password" autocomplete="new-password">';
export const RULES = '<passgate-rules for="pw" product="eiam" username="wangxm" person="王小明"></passgate-rules>';
export const FIELD = '<passgate-field product="eiam" username="wangxm" person="王小明" confirm generator></passgate-field>';

export const form = (...parts) => `<form>${USERNAME}${parts.join("\n")}</form>`;

/** Chromium's advice about a page's own markup, such as an input without a form. */
const ADVICE = /^verbose: \[DOM\]/;

/** Opens a page with that body in Chromium. Nothing may be logged, and nothing stopped by the page's policy. */
export function opened(body, use, { options, ...parts } = {}) {
  const address = host.page({ body: `<main><h1>Your password</h1>${body}</main>`, ...parts });
  return visit(address, { locale: "en-US", ...options }, async (page, { logged }) => {
    await use(page);
    logged.splice(0, logged.length, ...logged.filter((line) => !ADVICE.test(line)));
  });
}

/** Each row's rule and state; an element in a shadow root shows them too. */
export function rows(page, element = "passgate-rules, passgate-field") {
  return page
    .locator(element)
    .first()
    .locator("[data-rule]")
    .evaluateAll((all) => Object.fromEntries(all.map(({ dataset }) => [dataset.rule, dataset.shown])));
}

/** Waits until that row is in that state. */
export const shows = (page, rule, state, element) => becomes(async () => (await rows(page, element))[rule], state);

/** Collects the events of the first element: `read()` gives them. */
export async function events(page) {
  await page.evaluate(() => {
    globalThis.seen = [];
    for (const name of ["passgate-verdict", "passgate-error"]) {
      document.addEventListener(name, ({ type, detail }) => globalThis.seen.push([type, detail.name ?? detail.accepted]));
    }
  });
  return () => page.evaluate(() => globalThis.seen);
}

/** Hears what the element's own live region says. */
export async function heard(page) {
  await page.evaluate(() => {
    globalThis.said = [];
    new MutationObserver((all) => {
      if (all.some(({ target }) => target.classList?.contains("passgate-spoken"))) {
        globalThis.said.push(document.querySelector(".passgate-spoken").textContent);
      }
    }).observe(document, { subtree: true, childList: true });
  });
  return () => page.evaluate(() => globalThis.said);
}
