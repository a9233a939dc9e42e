// The main use: a person types and submits a password, and the vendor's account then has it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { becomes, formOf, goodPassword, reads, starts, visit } from "./browser.mjs";
import { isPassword, newAccount, newLink, simulator } from "./stack.mjs";

for (const product of ["feishu", "eiam"]) {
  test(`${product}: a good password resets the account, and the link is used up`, async () => {
    const account = await newAccount();
    const link = await newLink(product, account);
    const password = goodPassword();
    await visit(link, {}, async (page) => {
      const form = formOf(page);
      const { notices } = form.words;
      await reads(form.heading, form.words.titles[product]);
      assert.equal(await isPassword(product, account, password), false);
      await form.send(password);
      await reads(form.heading, notices.done.title);
      assert.equal(await isPassword(product, account, password), true);
      await becomes(() => page.evaluate(() => document.activeElement.tagName), "H1");
      await page.reload();
      await reads(form.heading, notices.done.title);
      await page.goto("about:blank");
      await page.goto(link);
      await reads(form.heading, notices.done.title);
      await visit(link, {}, async (other) => {
        await reads(formOf(other).heading, new RegExp(`^(${notices["ticket-spent"].title}|${notices.unauthenticated.title})$`));
      });
    });
  });

  test(`${product}: from the link to the end without a mouse`, async () => {
    const account = await newAccount();
    const password = goodPassword();
    await visit(await newLink(product, account), {}, async (page) => {
      const form = formOf(page);
      await form.password.waitFor();
      await tabTo(page, "#new-password");
      await page.keyboard.type(password);
      await tabTo(page, ".passgate-reveal");
      await page.keyboard.press("Space");
      assert.equal(await form.password.getAttribute("type"), "text");
      await tabTo(page, "#confirm-password");
      await page.keyboard.type(password);
      await page.keyboard.press("Enter");
      await reads(form.heading, form.words.notices.done.title);
    });
    assert.equal(await isPassword(product, account, password), true);
  });
}

test("EIAM: a person who chose the password need not change it at the next sign-in", async () => {
  const account = await newAccount();
  const password = goodPassword();
  await visit(await newLink("eiam", account), {}, async (page) => {
    const form = formOf(page);
    await form.send(password);
    await reads(form.heading, form.words.notices.done.title);
  });
  const seen = await simulator("POST", "/users/verify", { vendor: "eiam", user: account.username, password });
  assert.deepEqual([seen.matches, seen.must_modify], [true, "false"]);
});

test("a password with an unmet rule is not sent: an alert says so, and the field gets the focus", async () => {
  await visit(await newLink("eiam", await newAccount()), {}, async (page) => {
    const form = formOf(page);
    const { summary } = form.words;
    const sent = [];
    const isClaim = (request) => request.url().endsWith("/v1/tickets/self/claim");
    page.on("request", (request) => request.method() !== "GET" && !isClaim(request) && sent.push(request.url()));
    const focus = () => page.evaluate(() => document.activeElement.id);

    await form.submit.click();
    await reads(form.problem, summary.empty);
    assert.equal(await focus(), "new-password");

    await form.send("Ab1");
    await reads(form.problem, summary.length);
    assert.equal(await focus(), "new-password");
    assert.equal(await form.password.getAttribute("aria-invalid"), "true");

    await form.password.fill("Tz~5820kQ");
    await form.confirm.fill("");
    await form.submit.click();
    await reads(form.problem, summary.again);
    assert.equal(await focus(), "confirm-password");

    await form.confirm.fill("Tz~5820kq");
    await form.submit.click();
    await reads(form.problem, summary.differs);
    assert.equal(await focus(), "confirm-password");
    assert.deepEqual(sent, []);
  });
});

test("EIAM delivers a new password: the form has no password field", async () => {
  const account = await newAccount();
  const link = await newLink("eiam", account, { action: "rest-password" });
  await visit(link, {}, async (page) => {
    const form = formOf(page);
    const { delivery, titles, notices } = form.words;
    await reads(form.heading, titles.delivery);
    assert.equal(await page.locator("input[type=password], input[type=text]").count(), 0);
    await page.getByLabel(delivery.EMAIL).check();
    await page.getByRole("button", { name: delivery.submit }).click();
    await reads(form.heading, notices.delivered.title);
    await reads(page.locator(".notice-body"), notices.delivered.body);
  });
  const { deliveries } = await simulator("GET", "/deliveries");
  const mine = deliveries.filter(({ username }) => username === account.username);
  assert.deepEqual(mine.map(({ channel }) => channel), ["EMAIL"]);
});

test("EIAM delivery without a phone: e-mail is selected instead, and works", async () => {
  const account = await newAccount({ phone: null });
  const link = await newLink("eiam", account, { action: "rest-password" });
  await visit(link, {}, async (page) => {
    const form = formOf(page);
    const { delivery, problems, notices } = form.words;
    const submit = page.getByRole("button", { name: delivery.submit });
    await page.getByLabel(delivery.SMS).check();
    await submit.click();
    await reads(form.problem, starts(problems["missing-mobile"]));
    assert.equal(await page.getByLabel(delivery.EMAIL).isChecked(), true, "the other channel is selected");
    await submit.click();
    await reads(form.heading, notices.delivered.title);
  });
});

async function tabTo(page, selector) {
  for (let presses = 0; presses < 12; presses += 1) {
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the Tab key does not reach ${selector}`);
}
