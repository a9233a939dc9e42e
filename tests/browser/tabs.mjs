// Other tabs of the same browser with the same link: they say what a reload says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formOf, goodPassword, pause, reads, visit } from "./browser.mjs";
import { base, fault, isPassword, newAccount, newLink } from "./stack.mjs";

const RECORD = "passgate-visits";
const records = (page) => page.evaluate((name) => JSON.parse(localStorage.getItem(name) ?? "{}"), RECORD);

/** Another tab of that page's browser. */
async function another(page, link) {
  const tab = await page.context().newPage();
  await tab.goto(link);
  return tab;
}

/** The edge performs the submission, and its answer does not reach the page. */
const lose = (page) =>
  page.route("**/change-password", async (route) => {
    await route.fetch();
    return route.abort();
  });

for (const locale of ["zh-CN", "en"]) {
  test(`${locale}: the answer is lost: another tab says that the password has changed, and so does a reload`, async () => {
    const account = await newAccount();
    const password = goodPassword();
    const link = await newLink("eiam", account);
    await visit(link, { locale }, async (page) => {
      const form = formOf(page, locale);
      await lose(page);
      await form.send(password);
      await reads(form.problem, form.words.problems.offline);
      const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }));
      assert.ok(!stored.includes(password) && !stored.includes(new URL(link).hash.slice(1)), "neither the password nor the ticket");
      for (let tab = 0; tab < 2; tab += 1) await reads(formOf(await another(page, link), locale).heading, form.words.notices.done.title);
      await page.reload();
      await reads(form.heading, form.words.notices.done.title);
    });
    assert.ok(await isPassword("eiam", account, password));
  });
}

test("a record in which something else was written is read as far as it goes", async () => {
  const account = await newAccount();
  const link = await newLink("eiam", account);
  await visit(link, {}, async (page) => {
    const form = formOf(page);
    await lose(page);
    await form.send(goodPassword());
    await reads(form.problem, form.words.problems.offline);
    await page.evaluate((name) => {
      const all = JSON.parse(localStorage.getItem(name));
      for (const visit of Object.values(all)) visit.sent = [null, 7, { key: "x" }, { key: "0".repeat(33) }, ...visit.sent];
      localStorage.setItem(name, JSON.stringify(all));
    }, RECORD);
    const asked = new Set();
    page.context().on("request", (request) => {
      const key = request.headers()["idempotency-key"];
      if (key) asked.add(key.length);
    });
    await reads(formOf(await another(page, link)).heading, form.words.notices.done.title);
    assert.deepEqual([...asked], [32], "only what a page may have sent is asked for");
  });
});

test("after the end another tab says the same as a reload", async () => {
  const account = await newAccount();
  const link = await newLink("eiam", account);
  await visit(link, {}, async (page) => {
    const form = formOf(page);
    await form.send(goodPassword());
    await reads(form.heading, form.words.notices.done.title);
    const tab = await another(page, link);
    await reads(formOf(tab).heading, form.words.notices.done.title);
    await tab.reload();
    await reads(formOf(tab).heading, form.words.notices.done.title);
    await visit(link, {}, (other) => reads(formOf(other).heading, form.words.notices.unauthenticated.title));
  });
});

test("another tab says that the outcome is unknown", async () => {
  const account = await newAccount();
  await fault("eiam", account, { kind: "reset-after" });
  const link = await newLink("eiam", account);
  await visit(link, {}, async (page) => {
    const form = formOf(page);
    await form.send(goodPassword());
    await reads(form.heading, form.words.notices.unknown.title);
    await reads(formOf(await another(page, link)).heading, form.words.notices.unknown.title);
  });
});

test("another tab waits for a submission in progress, and offers the form after a refusal", async () => {
  const account = await newAccount();
  const used = goodPassword();
  await visit(await newLink("eiam", account), {}, async (page) => {
    await formOf(page).send(used);
    await reads(formOf(page).heading, formOf(page).words.notices.done.title);
  });
  await fault("eiam", account, { kind: "delay", ms: 3000, when: "before" });
  const link = await newLink("eiam", account);
  await visit(link, {}, async (page) => {
    const form = formOf(page);
    await form.send(used);
    await pause(500);
    const tab = await another(page, link);
    await reads(formOf(tab).heading, form.words.inProgress.title);
    await formOf(tab).problem.waitFor();
    await form.problem.waitFor();
    assert.deepEqual(Object.values(await records(page)).flatMap(({ sent }) => sent ?? []), [], "nothing is in progress");
    await formOf(tab).send(`${goodPassword()}x`);
    await reads(formOf(tab).heading, form.words.notices.done.title);
  });
});

test("a link that still works opens its form, whatever ended before in this browser", async () => {
  const link = await newLink("eiam", await newAccount());
  await visit(link, {}, async (page) => {
    const form = formOf(page);
    await page.route("**/change-password", (route) =>
      route.fulfill({ status: 503, contentType: "application/json", body: '{"outcome":"misconfigured","violations":[]}' }),
    );
    await form.send(goodPassword());
    await reads(form.heading, form.words.notices.misconfigured.title);
    const tab = await another(page, link);
    await formOf(tab).send(goodPassword());
    await reads(formOf(tab).heading, form.words.notices.done.title);
  });
});

test("the records are few and young, and what is no record does no harm", async () => {
  const link = await newLink("eiam", await newAccount());
  const day = 86_400_000;
  for (const found of ["{", "7", '{"a":null,"b":7,"c":{"sent":"x","end":3}}', "null"]) {
    await visit(`${base}/`, {}, async (page) => {
      await page.evaluate(([name, text]) => localStorage.setItem(name, text), [RECORD, found]);
      await page.goto(link);
      await formOf(page).password.waitFor();
    });
  }
  await visit(`${base}/`, {}, async (page) => {
    const old = Array.from({ length: 30 }, (_, index) => [`n${index}`, { at: Date.now() - (index * day) / 10 - 1000, sent: [] }]);
    const all = { ...Object.fromEntries(old), late: { at: Date.now() - 3 * day - 1 }, early: { at: Date.now() + 4 * day } };
    await page.evaluate(([name, text]) => localStorage.setItem(name, text), [RECORD, JSON.stringify(all)]);
    await page.goto(link);
    const form = formOf(page);
    await page.route("**/change-password", (route) => route.abort());
    await form.send(goodPassword());
    await reads(form.problem, form.words.problems.offline);
    const kept = Object.keys(await records(page));
    assert.equal(kept.length, 20);
    assert.deepEqual(kept.filter((name) => /^n\d/.test(name)), Array.from({ length: 19 }, (_, index) => `n${index}`));
    for (let more = 0; more < 25; more += 1) {
      await form.send(`${goodPassword()}${more % 10}`);
      await reads(form.problem, form.words.problems.offline);
    }
    const sent = Object.values(await records(page)).map((visit) => visit.sent.length);
    assert.equal(Math.max(...sent), 20);
  });
});

test("a fragment that is no link leaves the visit as it is, also for a reload", async () => {
  const account = await newAccount();
  const password = goodPassword();
  await visit(await newLink("eiam", account), {}, async (page) => {
    const form = formOf(page);
    await form.password.fill("Kz7#");
    for (const fragment of ["#top", "#", "#:~:text=x"]) {
      await page.evaluate((hash) => (location.hash = hash), fragment);
      await pause(200);
      assert.equal(await form.password.inputValue(), "Kz7#", fragment);
    }
    await page.evaluate(() => (location.hash = "#top"));
    await page.reload();
    await form.send(password);
    await reads(form.heading, form.words.notices.done.title);
  });
  assert.ok(await isPassword("eiam", account, password));
});

test("a part of a link opened in the same tab says that it is not whole", async () => {
  const link = await newLink("eiam", await newAccount());
  await visit(link, {}, async (page) => {
    const form = formOf(page);
    await form.password.waitFor();
    await page.goto(link.slice(0, -5));
    await reads(form.heading, form.words.notices["no-ticket"].title);
  });
});
