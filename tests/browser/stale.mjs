// A page that was opened before the policy changed. The refusal makes it load the new policy and judge
// the typed text again; a password that both policies accept is accepted. The edge keeps the limits
// that these parts teach it, so they run last.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formOf, listen, reads, starts, visit } from "./browser.mjs";
import { elsewhere } from "./elsewhere.mjs";
import { base, changePassword, isPassword, newAccount, newLink, policyInForce, simulator } from "./stack.mjs";

const status = async (form, rule) => Object.fromEntries(await form.statuses())[rule];

/**
 * The number of accounts that must agree on a limit before it holds for everyone (AGREED in
 * worker/src/gate/limits.rs).
 */
const AGREED = 3;

/** Makes the edge learn a limit, from the refusals of as many accounts as must agree. */
async function teach(min) {
  await simulator("PATCH", "/policy/eiam", { min });
  for (let account = 0; account < AGREED; account += 1) {
    const { status: answered } = await changePassword("eiam", await newAccount(), "Tz~5820kQ.Mb4wRx".slice(0, min - 1));
    assert.equal(answered, 400);
  }
  assert.equal((await policyInForce("eiam")).rules[0].min, min);
}

const arrived = async () => (await simulator("GET", "/calls")).counts["eiam.change-password"].arrived;

for (const [locale, place, min, sent, good] of [
  ["zh-CN", "its own origin", 13, "Tz~5820kQ.Mb", "Tz~5820kQ.Mb4"],
  ["en", "another origin", 14, "Tz~5820kQ.Mb4", "Tz~5820kQ.Mb4w"],
]) {
  test(`${locale}, on ${place}: a refusal by a newer policy shows its requirements, and keeps the typed text`, async () => {
    const account = await newAccount();
    const link = await newLink("eiam", account);
    const origin = locale === "en" ? await elsewhere() : base;
    await visit(link.replace(base, origin), { locale }, async (page) => {
      const form = formOf(page, locale);
      const heard = await listen(page);
      await form.enter(sent);
      assert.equal(await status(form, "length"), "met");
      await teach(min);
      const before = await arrived();
      await form.submit.click();
      await reads(form.problem, starts(form.words.refused.length(10)));
      assert.equal(await arrived(), before, "the edge refused it without a call to the vendor");
      assert.equal(await status(form, "length"), "unmet");
      await reads(form.row("length").locator(".passgate-asks"), new RegExp(`\\b${min}`));
      await reads(page.locator(".checklist-news"), form.words.checklist.changed);
      assert.deepEqual([await form.password.inputValue(), await form.confirm.inputValue()], [sent, sent]);
      assert.equal(await form.announced.getAttribute("role"), "status");
      assert.ok((await heard()).includes(form.words.checklist.changed));

      await form.send(good);
      await reads(form.heading, form.words.notices.done.title);
    });
    assert.equal(await isPassword("eiam", account, good), true);
  });
}

test("a page with the older policy can send a password that both policies accept", async () => {
  const account = await newAccount();
  await visit(await newLink("eiam", account), {}, async (page) => {
    const form = formOf(page);
    await form.enter("Tz~5820kQ.Mb4wR");
    await teach(15);
    const named = page.waitForRequest((request) => request.method() === "PUT");
    await form.submit.click();
    assert.match((await named).headers()["passgate-policy"], /^"[\w-]{43}"$/);
    await reads(form.heading, form.words.notices.done.title);
  });
  assert.equal(await isPassword("eiam", account, "Tz~5820kQ.Mb4wR"), true);
  await simulator("PUT", "/policy/eiam", {});
});
