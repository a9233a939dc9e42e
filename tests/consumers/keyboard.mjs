// What a person does in a form, with a keyboard and an input method, and what the form has to show.
import assert from "node:assert/strict";

import init, { Checker } from "passgate";

await init();
/** What the rules of docs/integrate.md say of the person, and in which language. */
const checker = new Checker("eiam", { username: "wangxm" });
const locale = "zh-TW";
const [GOOD, BAD, HALF, WHOLE] = ["Tide*Lamp72", "Wangxm@1", "mima", "密碼"];
const sentence = (text) => checker.issues(text, locale)[0].message;
const unsure = checker.rows(GOOD, locale).find(({ rule }) => rule === "identity").says;
/** Milliseconds after which a form that says something wrong would have said it. */
const SETTLED = 300;

/** Types into the form of this page, and sends it. `warns`: the form shows what is unsure. */
export async function filled(tab, { input: selector = "input#password", warns }) {
  const [input, send] = [tab.locator(selector), tab.locator("#send")];
  const says = (text) => tab.getByText(text, { exact: true });

  await input.focus();
  await tab.waitForTimeout(SETTLED);
  await says(sentence("")).waitFor({ state: "detached" });
  await send.click();
  await says(sentence("")).waitFor();

  // Input methods work in a revealed password only.
  await input.evaluate((element) => (element.type = "text"));
  await input.focus();
  const client = await tab.context().newCDPSession(tab);
  await client.send("Input.imeSetComposition", { text: HALF, selectionStart: HALF.length, selectionEnd: HALF.length });
  await tab.waitForTimeout(SETTLED);
  assert.equal(await input.inputValue(), HALF);
  assert.equal(await says(sentence(HALF)).count(), 0, "the form speaks of half a word");
  await client.send("Input.insertText", { text: WHOLE });
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

/** Types into the page of docs/integrate.md: a list that follows the keyboard. */
export async function live(tab) {
  const rows = tab.locator("li");
  await rows.first().waitFor();
  const states = (name) => tab.locator(`li.${name}`);
  assert.equal(await states("idle").count(), await rows.count());
  await tab.locator("#password").pressSequentially("Wangxm@1");
  await states("unmet").first().waitFor();
  await tab.locator("#password").fill(GOOD);
  await states("unmet").first().waitFor({ state: "detached" });
  await states("met").first().waitFor();
}
