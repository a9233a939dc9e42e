// A submission whose answer does not reach the page: it was lost on the network, or the page was
// reloaded meanwhile. The page asks the edge for the outcome.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formOf, goodPassword, pause, reads, starts, visit } from "./browser.mjs";
import { base, fault, isPassword, newAccount, newLink, simulator } from "./stack.mjs";

const slow = (ms) => ({ kind: "delay", ms, when: "before" });

for (const [product, locale] of [["eiam", "zh-CN"], ["feishu", "en"]]) {
  test(`${product}, ${locale}: a reloaded page waits for its own submission, and shows the outcome`, async () => {
    const account = await newAccount();
    const password = goodPassword();
    await fault(product, account, slow(3500));
    await visit(await newLink(product, account), { locale }, async (page) => {
      const form = formOf(page, locale);
      await form.send(password);
      await reads(page.locator("button.primary"), form.words.sending);
      await pause(500);
      const kept = await page.evaluate(() => JSON.stringify([history.state, { ...localStorage }, { ...sessionStorage }]));
      assert.ok(kept.includes('"sent"') && !kept.includes(password), "the idempotency key is stored, the password is not");
      await page.reload();
      await reads(form.heading, form.words.inProgress.title);
      await reads(page.locator(".notice-body"), form.words.inProgress.body);
      await reads(form.announced, form.words.inProgress.body);
      await reads(form.heading, form.words.notices.done.title);
      await page.reload();
      await reads(form.heading, form.words.notices.done.title);
    });
    assert.ok(await isPassword(product, account, password));
  });
}

for (const [locale, reason] of [
  ["zh-CN", "这个密码未被接受，原因：历史密码。密码没有改变，链接仍然有效，还可以提交\u00a09\u00a0次。"],
  ["en", "This password was not accepted (earlier passwords). Your password has not changed and the link still works; 9 attempts left."],
]) {
  test(`${locale}: a reloaded page shows why its submission was refused, and the form works`, async () => {
    const account = await newAccount();
    const [used, password] = [goodPassword(), `${goodPassword()}x`];
    await simulator("POST", "/users/set-password", { vendor: "eiam", user: account.username, password: used });
    await fault("eiam", account, slow(2500));
    await visit(await newLink("eiam", account), { locale }, async (page) => {
      const form = formOf(page, locale);
      await form.send(used);
      await reads(page.locator("button.primary"), form.words.sending);
      await pause(500);
      await page.reload();
      await reads(form.heading, form.words.inProgress.title);
      await reads(form.problem, starts(reason));
      await form.send(password);
      await reads(form.heading, form.words.notices.done.title);
    });
    assert.ok(await isPassword("eiam", account, password));
  });
}

test("a reloaded page shows that the account's daily limit is reached", async () => {
  const account = await newAccount();
  await fault("feishu", account, { kind: "answer", status: 400, code: "1050023", message: "no" });
  await visit(await newLink("feishu", account), {}, async (page) => {
    const form = formOf(page);
    const answered = new Promise((resolve) => {
      page.route("**/password/reset*", async (route) => resolve(await route.fetch()));
    });
    await form.send(goodPassword());
    await answered;
    await page.reload();
    await reads(form.heading, form.words.notices["daily-limit"].title);
    await page.reload();
    await reads(form.heading, form.words.notices["daily-limit"].title);
  });
});

test("a page reloaded before its submission was sent shows the form", async () => {
  const account = await newAccount();
  await visit(await newLink("eiam", account), {}, async (page) => {
    const form = formOf(page);
    let sent = 0;
    await page.route("**/change-password", (route) => (sent++ ? route.continue() : undefined));
    await form.send(goodPassword());
    await reads(page.locator("button.primary"), form.words.sending);
    await page.reload();
    await form.password.waitFor();
    assert.equal(await form.problem.count(), 0, "nothing was sent, so there is no alert");
    await form.send(goodPassword());
    await reads(form.heading, form.words.notices.done.title);
  });
});

test("a reloaded page shows an unknown outcome", async () => {
  const account = await newAccount();
  await fault("eiam", account, { kind: "reset-after" });
  await visit(await newLink("eiam", account), {}, async (page) => {
    const form = formOf(page);
    await page.route("**/change-password", async (route) => void (await route.fetch()));
    const answered = page.waitForRequest("**/change-password");
    await form.send(goodPassword());
    await answered;
    await pause(1500);
    await page.reload();
    await reads(form.heading, form.words.notices.unknown.title);
    await reads(page.locator(".notice-body"), form.words.notices.unknown.body);
  });
});

test("delivery: a reloaded page waits for its own request, and says where the password was sent", async () => {
  const account = await newAccount();
  await fault("delivery", account, slow(3000));
  await visit(await newLink("eiam", account, { action: "rest-password" }), {}, async (page) => {
    const form = formOf(page);
    const { EMAIL, submit } = form.words.delivery;
    await page.getByLabel(EMAIL).check();
    await page.getByRole("button", { name: submit }).click();
    await reads(page.locator("button.primary"), form.words.sending);
    await pause(500);
    await page.reload();
    await reads(form.heading, form.words.inProgress.title);
    await reads(form.heading, form.words.notices.delivered.title);
    await reads(page.locator(".notice-body"), form.words.notices.delivered.body);
  });
});

for (const locale of ["zh-CN", "en"]) {
  test(`${locale}: the answer is lost and another password is sent: the notice says which one is in force`, async () => {
    const account = await newAccount();
    const [first, second] = [goodPassword(), `${goodPassword()}x`];
    await visit(await newLink("eiam", account), { locale }, async (page) => {
      const form = formOf(page, locale);
      let sent = 0;
      await page.route("**/change-password", async (route) => {
        sent += 1;
        if (sent > 1) return route.continue();
        await route.fetch();
        return route.abort();
      });
      await form.send(first);
      await reads(form.problem, form.words.problems.offline);
      await form.send(second);
      const { title, body } = form.words.notices["done-earlier"];
      await reads(form.heading, title);
      await reads(page.locator(".notice-body"), body);
      assert.ok(!(await page.content()).includes(first));
    });
    assert.deepEqual([await isPassword("eiam", account, first), await isPassword("eiam", account, second)], [true, false]);
  });

  test(`${locale}: the answers to two different passwords are lost: the notice says that any of three may be in force`, async () => {
    const account = await newAccount();
    await visit(await newLink("eiam", account), { locale }, async (page) => {
      const form = formOf(page, locale);
      await page.route("**/change-password", (route) => route.abort());
      await form.send(goodPassword());
      await reads(form.problem, form.words.problems.offline);
      await page.unroute("**/change-password");
      await fault("eiam", account, { kind: "reset-after" });
      await form.send(`${goodPassword()}x`);
      const { title, body } = form.words.notices["unknown-several"];
      await reads(form.heading, title);
      await reads(page.locator(".notice-body"), body);
    });
  });
}

test("a proxy loses the answer: the page asks the edge for it", async () => {
  const account = await newAccount();
  const password = goodPassword();
  await visit(await newLink("eiam", account), {}, async (page) => {
    const form = formOf(page);
    await page.route("**/change-password", async (route) => {
      await route.fetch();
      await route.fulfill({ status: 502, contentType: "text/html", body: "<h1>gateway</h1>" });
    });
    await form.send(password);
    await reads(form.heading, form.words.notices.done.title);
  });
  assert.ok(await isPassword("eiam", account, password));
});

test("the page waits as long as the edge may take", async () => {
  await visit(`${base}/`, {}, async (page) => {
    await page.clock.install();
    await page.goto(await newLink("eiam", await newAccount()));
    const form = formOf(page);
    const held = [];
    await page.route("**/change-password", (route) => void held.push(route));
    await form.send(goodPassword());
    await reads(page.locator("button.primary"), form.words.sending);
    await page.clock.fastForward(44_000);
    await reads(page.locator("button.primary"), form.words.sending);
    await held[0].continue();
    await reads(form.heading, form.words.notices.done.title);
  });
});

for (const body of ["<h1>Wi-Fi</h1>", "{}"]) {
  test(`the answer is not the edge's (${body}): the form stays open, and a repeat works`, async () => {
    const account = await newAccount();
    const password = goodPassword();
    await visit(await newLink("eiam", account), {}, async (page) => {
      const form = formOf(page);
      await page.route("**/change-password", (route) => route.fulfill({ status: 200, contentType: "text/html", body }), { times: 1 });
      await form.send(password);
      await reads(form.problem, form.words.problems.offline);
      assert.equal(await isPassword("eiam", account, password), false);
      await form.submit.click();
      await reads(form.heading, form.words.notices.done.title);
    });
    assert.ok(await isPassword("eiam", account, password));
  });
}
