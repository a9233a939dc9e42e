// Pages with the elements, for the tests.

import { becomes, visit } from "../browser.mjs";
import { site } from "./site.mjs";

export const host = await site();

/** Password managers expect it before the password. */
const USERNAME = '<input autocomplete="username" aria-label="Username" value="wangxm">';
export const INPUT = '<label for="pw">Password</label> <input id="pw" type="password" autocomplete="new-password">';
export const RULES = '<passgate-rules for="pw" product="eiam" username="wangxm" person="王小明"></passgate-rules>';
export const FIELD = '<passgate-field product="eiam" username="wangxm" person="王小明" confirm generator></passgate-field>';

export const form = (...parts) => `<form>${USERNAME}${parts.join("\n")}</form>`;
/** A form with both elements; the input of `<passgate-rules>` has the id `other`. */
export const BOTH = form(FIELD, INPUT.replaceAll("pw", "other"), RULES.replace("pw", "other"));

/** Chromium's advice about a page's own markup, such as an input outside a form. */
const ADVICE = /^verbose: \[DOM\]/;

/**
 * Opens a page with that body in Chromium. Fails if the page logs anything that `use` has not removed from the log,
 * or violates its policy.
 */
export function opened(body, use, { options, ...parts } = {}) {
  const address = host.page({ body: `<main><h1>Your password</h1>${body}</main>`, ...parts });
  return visit(address, { locale: "en-US", ...options }, async (page, { logged }) => {
    await use(page, logged);
    logged.splice(0, logged.length, ...logged.filter((line) => !ADVICE.test(line)));
  });
}

/** Each row's rule and state; also finds rows in a shadow root. */
export function rows(page, element = "passgate-rules, passgate-field") {
  return page
    .locator(element)
    .first()
    .locator("[data-rule]")
    .evaluateAll((all) => Object.fromEntries(all.map(({ dataset }) => [dataset.rule, dataset.shown])));
}

/** Waits until the row of `rule` has the state `state`. */
export const shows = (page, rule, state, element) => becomes(async () => (await rows(page, element))[rule], state);

/** Collects the events of the elements; the returned function returns them. */
export async function events(page) {
  await page.evaluate(() => {
    globalThis.seen = [];
    for (const name of ["passgate-verdict", "passgate-error"]) {
      document.addEventListener(name, ({ type, detail }) => globalThis.seen.push([type, detail.name ?? detail.accepted]));
    }
  });
  return () => page.evaluate(() => globalThis.seen);
}
