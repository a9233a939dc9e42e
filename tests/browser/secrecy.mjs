// The password is in the two inputs and in one request body, and nowhere else.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formOf, reads, visit } from "./browser.mjs";
import { newAccount, newLink, simulator } from "./stack.mjs";

const CANARY = "Tz~5820kQ.canary";

/** Everything that a page leaves behind: its DOM, address, history and storage. */
const traces = (page) =>
  page.evaluate(async () => {
    const attributes = [...document.querySelectorAll("*")].flatMap((node) => [...node.attributes].map(({ value }) => value));
    return JSON.stringify({
      html: document.documentElement.outerHTML,
      attributes,
      title: document.title,
      address: location.href,
      history: history.state,
      storage: [{ ...localStorage }, { ...sessionStorage }],
      cookies: document.cookie,
      databases: await indexedDB.databases(),
      caches: await caches.keys(),
      resources: performance.getEntriesByType("resource").map(({ name }) => name),
    });
  });

for (const product of ["feishu", "eiam"]) {
  test(`${product}: neither password nor ticket is left anywhere`, async () => {
    const account = await newAccount();
    const link = await newLink(product, account);
    const ticket = new URL(link).hash.slice(1);
    const call = { feishu: "feishu.reset", eiam: "eiam.change-password" }[product];
    const user_id = product === "feishu" ? account.feishu.open_id : account.eiam.user_id;
    await simulator("POST", "/faults", { call, user_id, fault: { kind: "throttle", status: 429, retry_after: 1 }, times: 3 });
    await visit(link, {}, async (page, { logged }) => {
      const form = formOf(page);
      const carriers = [];
      page.on("request", (request) => {
        if (request.postData()?.includes(CANARY)) carriers.push(new URL(request.url()).pathname);
        assert.ok(!request.url().includes("canary"));
        assert.ok(!request.url().includes(ticket));
      });
      await form.show.click();
      await form.send(CANARY);
      await form.problem.waitFor();
      assert.doesNotMatch(await traces(page), /canary/);
      assert.equal(new URL(page.url()).hash, "");
      const { history, ...rest } = JSON.parse(await traces(page));
      assert.deepEqual(history, { ticket }, "a reload needs it");
      assert.ok(!JSON.stringify(rest).includes(ticket));

      await simulator("DELETE", "/faults");
      await page.locator('button.primary[aria-disabled="false"]').click({ timeout: 70_000 });
      await reads(form.heading, form.words.notices.done.title);
      const end = await traces(page);
      assert.doesNotMatch(end, /canary/);
      assert.ok(!end.includes(ticket));
      assert.doesNotMatch(logged.join("\n"), /canary/);
      assert.ok(carriers.length >= 2);
      assert.deepEqual(new Set(carriers).size, 1, "one route carries it");
    });
  });
}

test("the browser's key is never sent, and each link has its own proof", async () => {
  const [first, second] = [await newAccount(), await newAccount()];
  const links = [await newLink("eiam", first), await newLink("eiam", second)];
  await visit(links[0], {}, async (page) => {
    const proofs = [];
    page.on("request", (request) => proofs.push(request.headers()["passgate-browser"]));
    for (const [index, { username }] of [first, second].entries()) {
      await page.goto(links[index]);
      await reads(page.locator(".account bdi"), username);
      await page.reload();
      await reads(page.locator(".account bdi"), username);
    }
    const sent = proofs.filter(Boolean);
    const key = await page.evaluate(() => localStorage.getItem("passgate-browser"));
    assert.match(key, /^[\w-]{43}$/);
    assert.ok(!sent.includes(key));
    // All requests for one link carry the same proof; two links have two.
    assert.ok(sent.length >= 4);
    assert.equal(new Set(sent).size, 2);
    for (const proof of sent) assert.match(proof, /^[\w-]{43}$/);
  });
});
