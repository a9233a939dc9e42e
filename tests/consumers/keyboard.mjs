// A person uses a form with a keyboard and an input method, and the form shows the expected sentences.
import assert from "node:assert/strict";

import init, { Checker } from "passgate";

await init();
/** The identity and the language of the rules in docs/integrate.md. */
const checker = new Checker("eiam", { username: "wangxm" });
const locale = "zh-TW";
const [GOOD, BAD, HALF, WHOLE] = ["Tide*Lamp72", "Wangxm@1", "mima", "密碼"];
const sentence = (text) => checker.issues(text, locale)[0].message;
const unsure = checker.rows(GOOD, locale).find(({ rule }) => rule === "identity").says;
/** Milliseconds within which a form would show a wrong sentence. */
const SETTLED = 300;

/** Types into the form of this page, and submits it. `warns`: the form shows the sentence of an unsure row. */
export async function filled(tab, { input: selector = "input#password", warns }) {
  const [input, send] = [tab.locator(selector), tab.locator("#send")];
  const says = (text) => tab.getByText(text, { exact: true });

  await input.focus();
  await tab.waitForTimeout(SETTLED);
  await says(sentence("")).waitFor({ state: "detached" });
  await send.click();
  await says(sentence("")).waitFor();

  // Input methods do not work in password inputs, and React restores the type at every change.
  await input.evaluate((element) => {
    element.type = "text";
    Object.defineProperty(element, "type", { get: () => "text", set() {} });
  });
  await input.focus();
  const client = await tab.context().newCDPSession(tab);
  await client.send("Input.imeSetComposition", { text: HALF, selectionStart: HALF.length, selectionEnd: HALF.length });
  await tab.waitForTimeout(SETTLED);
  assert.equal(await input.inputValue(), HALF);
  assert.equal(await says(sentence(HALF)).count(), 0, "no verdict on an unfinished composition");
  await client.send("Input.insertText", { text: WHOLE });
  assert.equal(await input.inputValue(), WHOLE);
  await says(sentence(WHOLE)).waitFor();

  await input.press("Control+A");
  await input.pressSequentially(BAD);
  await says(sentence(BAD)).waitFor();
  await send.click();
  await tab.waitForTimeout(SETTLED);
  assert.notEqual(await tab.title(), "sent");

  await input.press("Control+A");
  await input.pressSequentially(GOOD);
  await says(sentence(BAD)).waitFor({ state: "detached" });
  if (warns) await says(unsure).waitFor();
  else assert.equal(await says(unsure).count(), 0);
  await send.click();
  await tab.waitForFunction(() => document.title === "sent");
}

/** Types into a page of docs/integrate.md: a list that follows the keyboard. `row` selects the rows of a state. */
export async function live(tab, row = (state) => `li.${state}`) {
  const rows = tab.locator("li");
  const states = (name) => tab.locator(row(name));
  await tab.locator("#password").focus();
  await rows.first().waitFor();
  assert.equal(await states("idle").count(), await rows.count());
  await tab.locator("#password").pressSequentially("Wangxm@1");
  await states("unmet").first().waitFor();
  await tab.locator("#password").fill(GOOD);
  await states("unmet").first().waitFor({ state: "detached" });
  await states("met").first().waitFor();
}
