// Failures: each has its own clear message, in both languages.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formOf, goodPassword, pause, reads, visit } from "./browser.mjs";
import { said } from "./said.mjs";
import { base, fault, isPassword, newAccount, newLink, simulator } from "./stack.mjs";

/** The notices that offer another try. The others end the visit. */
const RETRIED = new Set(["offline"]);

/** Asserts that the page shows this notice, in both languages. */
async function shows(page, kind) {
  for (const locale of ["zh-CN", "en"]) {
    const { title, body } = said[locale].notices[kind];
    await reads(page.getByRole("heading", { level: 1 }), title);
    await reads(page.locator(".notice-body"), body);
    const retry = page.getByRole("button", { name: said[locale].retry });
    assert.equal(await retry.count(), RETRIED.has(kind) ? 1 : 0, "the page offers another try only if one can help");
    await page.locator("#language").click();
  }
}

test("no link, half a link, a forged link", async () => {
  const link = await newLink("feishu", await newAccount());
  await visit(`${base}/feishu/`, {}, (page) => shows(page, "no-ticket"));
  await visit(link.slice(0, -5), {}, async (page) => {
    await shows(page, "no-ticket");
    assert.equal(new URL(page.url()).hash, new URL(link).hash.slice(0, -5), "the address stays as it was");
  });
  const forged = link.replace(/.{20}$/, "A".repeat(20));
  await visit(forged, {}, (page) => shows(page, "unauthenticated"));
});

test("a link that expired: before it is opened, and while the form is open", async () => {
  const account = await newAccount();
  const link = await newLink("feishu", account, { expires_in: 2 });
  await visit(link, {}, async (page) => {
    const form = formOf(page);
    await form.enter(goodPassword());
    await pause(2500);
    await form.submit.click();
    await shows(page, "ticket-expired");
  });
  await visit(link, {}, async (page) => {
    const { heading, words } = formOf(page);
    await reads(heading, oneOf(words.notices, "ticket-expired", "unauthenticated"));
  });
});

test("a link used up in another tab while the form was open: the password of that tab is in force", async () => {
  const account = await newAccount();
  const [here, there] = [goodPassword(), `${goodPassword()}x`];
  const link = await newLink("eiam", account);
  await visit(link, {}, async (page) => {
    const form = formOf(page);
    await form.enter(here);
    const other = await page.context().newPage();
    await other.goto(link);
    await formOf(other).send(there);
    await reads(formOf(other).heading, form.words.notices.done.title);
    await form.submit.click();
    await shows(page, "done-earlier");
  });
  assert.deepEqual([await isPassword("eiam", account, here), await isPassword("eiam", account, there)], [false, true]);
});

test("a link used up while the form was open, with the storage emptied: the link is used", async () => {
  const account = await newAccount();
  const link = await newLink("feishu", account);
  await visit(link, {}, async (page) => {
    const form = formOf(page);
    await form.enter(goodPassword());
    const other = await page.context().newPage();
    await other.goto(link);
    await formOf(other).send(goodPassword());
    await reads(formOf(other).heading, form.words.notices.done.title);
    await page.evaluate(() => localStorage.removeItem("passgate-visits"));
    await form.submit.click();
    await reads(form.heading, oneOf(form.words.notices, "ticket-spent", "unauthenticated"));
  });
});

test("a claimed link opens in no second browser, and still works in the first", async () => {
  const account = await newAccount();
  const link = await newLink("feishu", account);
  await visit(link, {}, async (page) => {
    const form = formOf(page);
    const claimed = page.waitForResponse("**/v1/tickets/self/claim");
    await form.password.press("a");
    assert.equal((await claimed).status(), 204);
    await visit(link, {}, (other) => shows(other, "unauthenticated"));
    await page.reload();
    const password = goodPassword();
    await form.send(password);
    await reads(form.heading, form.words.notices.done.title);
    assert.ok(await isPassword("feishu", account, password));
  });
});

test("a link of one product on the page of the other leads to its own page", async () => {
  const link = await newLink("eiam", await newAccount());
  await visit(link.replace("/eiam/", "/feishu/"), {}, async (page) => {
    const form = formOf(page);
    await reads(form.heading, form.words.titles.eiam);
    assert.equal(new URL(page.url()).pathname, "/eiam/");
  });
});

test("another link in the same tab shows its own account", async () => {
  const [first, second] = [await newAccount(), await newAccount()];
  await visit(await newLink("eiam", first), {}, async (page) => {
    await reads(page.locator(".account bdi"), first.username);
    await page.goto(await newLink("eiam", second));
    await reads(page.locator(".account bdi"), second.username);
  });
});

test("no network when the link is opened: try again, and reload, with the same link", async () => {
  const account = await newAccount();
  await visit(await newLink("feishu", account), {}, async (page) => {
    const form = formOf(page);
    await form.password.waitFor();
    await page.route("**/v1/tickets/self", (route) => route.abort());
    await page.reload();
    await shows(page, "offline");
    await page.unroute("**/v1/tickets/self");
    await page.getByRole("button", { name: form.words.retry }).click();
    await form.password.waitFor();
  });
});

test("no network during a submission: the repeat has the same idempotency key", async () => {
  const account = await newAccount();
  const password = goodPassword();
  await visit(await newLink("eiam", account), {}, async (page) => {
    const form = formOf(page);
    const keys = [];
    await page.route("**/change-password", async (route) => {
      keys.push(await route.request().headerValue("idempotency-key"));
      // The edge receives the first submission, but its answer is lost.
      if (keys.length > 1) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await form.send(password);
    await reads(form.problem, form.words.problems.offline);
    await form.submit.click();
    // Either the edge replays its answer, or the ticket is used up and the page explains it.
    await reads(form.heading, oneOf(form.words.notices, "done", "unknown"));
    assert.equal(keys.length, 2);
    assert.match(keys[0], /^[0-9a-f]{32}$/);
    assert.equal(keys[0], keys[1]);
  });
  const { changes } = await simulator("POST", "/users/verify", { vendor: "eiam", user: account.username, password });
  assert.equal(changes, 1, "changed once");
});

for (const product of ["feishu", "eiam"]) {
  test(`${product}: a connection lost after the change: the form says that the password may have changed`, async () => {
    const account = await newAccount();
    const password = goodPassword();
    await fault(product, account, { kind: "reset-after" });
    await visit(await newLink(product, account), {}, async (page) => {
      await formOf(page).send(password);
      await shows(page, "unknown");
    });
    assert.equal(await isPassword(product, account, password), true, "the vendor has changed it");
  });

  test(`${product}: the vendor throttles: the form waits, then works`, async () => {
    const account = await newAccount();
    const password = goodPassword();
    await fault(product, account, { kind: "throttle", status: 429, retry_after: 2 }, "always");
    await visit(await newLink(product, account), {}, async (page) => {
      const form = formOf(page);
      await form.send(password);
      await reads(form.problem, form.words.problems["too-often"]);
      const button = page.locator("button.primary");
      assert.equal(await button.getAttribute("aria-disabled"), "true");
      await reads(button, form.words.waiting);
      await simulator("DELETE", "/faults");
      await reads(button, form.words.password.submit);
      await reads(form.announced, form.words.canTryAgain);
      assert.equal(await form.problem.count(), 0, "the alert is removed with its cause");
      await button.click();
      await reads(form.heading, form.words.notices.done.title);
    });
    assert.equal(await isPassword(product, account, password), true);
  });
}

test("Feishu: the account's daily limit is reached", async () => {
  const account = await newAccount();
  await simulator("PATCH", "/policy/feishu", { daily_limit: 0 });
  try {
    await visit(await newLink("feishu", account), {}, async (page) => {
      await formOf(page).send(goodPassword());
      await shows(page, "daily-limit");
    });
  } finally {
    await simulator("PUT", "/policy/feishu", {});
  }
});

test("Feishu: an account whose login e-mail is not its enterprise e-mail", async () => {
  const account = await newAccount({ feishu: { enterprise_email: "someone.else@example.com" } });
  await visit(await newLink("feishu", account), {}, async (page) => {
    await formOf(page).send(goodPassword());
    await shows(page, "not-eligible");
  });
});

test("EIAM: an account that does not exist", async () => {
  const account = await newAccount();
  await visit(await newLink("eiam", account, { user_id: "20200101000000000-0000-NOBODY" }), {}, async (page) => {
    await formOf(page).send(goodPassword());
    await shows(page, "forbidden");
  });
});

test("the vendor refuses the edge itself: the form refers to the administrator", async () => {
  const account = await newAccount();
  await fault("feishu", account, { kind: "answer", status: 400, code: "99991403", message: "quota" });
  await visit(await newLink("feishu", account), {}, async (page) => {
    const form = formOf(page);
    const answer = page.waitForResponse((response) => response.request().method() === "POST" && response.url().includes("/password/reset"));
    await form.send(goodPassword());
    await shows(page, "misconfigured");
    const { request_id: id } = await (await answer).json();
    await reads(page.locator(".reference"), form.words.reference(id.slice(-8)));
  });
});


/** A pattern for the titles of these notices. */
function oneOf(notices, ...kinds) {
  return new RegExp(`^(${kinds.map((kind) => notices[kind].title).join("|")})$`);
}
