// A limit in a vendor's refusal. The edge keeps what it learns, so these parts run last, on a stack
// that no other test uses afterwards.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formOf, reads, starts, visit } from "./browser.mjs";
import { isPassword, newAccount, newLink, simulator } from "./stack.mjs";

const status = async (form, rule) => Object.fromEntries(await form.statuses())[rule];

test("EIAM: a limit in the vendor's refusal makes the row unmet for that person, and unsure for the next", async () => {
  const account = await newAccount();
  await simulator("PATCH", "/policy/eiam", { min: 12 });
  try {
    await visit(await newLink("eiam", account), {}, async (page) => {
      const form = formOf(page);
      await form.send("Tz~5820kQ");
      await reads(form.problem, starts(form.words.refused.length(9)));
      assert.equal(await status(form, "length"), "unmet");
      await form.password.fill("Tz~5820kQx");
      assert.equal(await status(form, "length"), "unmet", "ten characters are below the limit, too");
      await reads(form.row("length").locator(".passgate-asks"), /12/);
      await form.send("Tz~5820kQ.Mb4");
      await reads(form.heading, form.words.notices.done.title);
    });
  } finally {
    await simulator("PUT", "/policy/eiam", {});
  }
  assert.equal(await isPassword("eiam", account, "Tz~5820kQ.Mb4"), true);

  await visit(await newLink("eiam", await newAccount()), {}, async (page) => {
    const form = formOf(page);
    await reads(form.row("length").locator(".passgate-asks"), /^8/);
    await form.password.fill("Tz~5820kQx");
    assert.equal(await status(form, "length"), "unsure");
    assert.match(await form.row("length").locator(".passgate-says").textContent(), /12/);
  });
});
