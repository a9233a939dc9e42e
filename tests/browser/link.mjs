// Links: opened by scanners first, claimed by another browser, or in a browser that lacks something.

import assert from "node:assert/strict";
import { test } from "node:test";
import { becomes, formOf, goodPassword, listen, pause, reads, visit } from "./browser.mjs";
import { said } from "./said.mjs";
import { base, isPassword, newAccount, newLink } from "./stack.mjs";

test("looking binds nothing: a scanner that runs scripts, then the person", async () => {
  const account = await newAccount();
  const link = await newLink("feishu", account);
  for (let scanner = 0; scanner < 2; scanner += 1) {
    await visit(link, {}, async (page) => {
      const sent = [];
      page.on("request", (request) => request.method() !== "GET" && sent.push(request.url()));
      await page.goto("about:blank");
      await page.goto(link);
      await formOf(page).password.waitFor();
      assert.deepEqual(sent, []);
    });
  }
  const password = goodPassword();
  await visit(link, {}, async (page) => {
    const form = formOf(page);
    await form.send(password);
    await reads(form.heading, form.words.notices.done.title);
  });
  assert.ok(await isPassword("feishu", account, password));
});

for (const [act, perform] of [
  ["a key", (form) => form.password.press("a")],
  ["a text from a password manager", (form) => form.password.fill("Tz~5820kQ")],
  ["a button", (form) => form.show.click()],
]) {
  test(`the first act claims the link for the browser: ${act}`, async () => {
    await visit(await newLink("eiam", await newAccount()), {}, async (page) => {
      const form = formOf(page);
      await form.password.waitFor();
      const claims = [];
      page.on("request", (request) => request.url().endsWith("/claim") && claims.push(request.method()));
      const claimed = page.waitForResponse("**/v1/tickets/self/claim");
      await perform(form);
      assert.equal((await claimed).status(), 204);
      await form.password.fill("Tz~5820kQx");
      assert.deepEqual(claims, ["POST"], "once");
    });
  });
}

test("a claimed link is not claimed again", async () => {
  await visit(await newLink("eiam", await newAccount()), {}, async (page) => {
    const form = formOf(page);
    const claims = [];
    page.on("request", (request) => request.url().endsWith("/claim") && claims.push(request.method()));
    const claimed = page.waitForResponse("**/v1/tickets/self/claim");
    await form.password.press("a");
    await claimed;
    await pause(1800);
    await form.password.press("b");
    await pause(300);
    assert.deepEqual(claims, ["POST"]);
  });
});

test("a claim that fails is retried after a pause, not before Retry-After, one at a time", async () => {
  const account = await newAccount();
  const password = goodPassword();
  await visit(await newLink("eiam", account), {}, async (page) => {
    const form = formOf(page);
    let claims = 0;
    const held = [];
    const busy = { status: 503, contentType: "application/json", headers: { "Retry-After": "2" }, body: '{"outcome":"unavailable"}' };
    const answers = [
      (route) => route.fulfill(busy),
      (route) => route.abort(),
      (route) => void held.push(route),
    ];
    await page.route("**/claim", (route) => answers[Math.min(claims++, answers.length - 1)](route));
    const typed = async (milliseconds) => {
      for (const end = Date.now() + milliseconds; Date.now() < end; await pause(50)) await form.password.press("a");
      return claims;
    };
    await form.password.waitFor();
    assert.equal(await typed(1800), 1, "the edge asked for two seconds");
    await becomes(() => typed(50), 2);
    assert.equal(await typed(700), 2, "a second failure doubles the pause, half of which is random");
    await becomes(() => typed(50), 3);
    assert.equal(await typed(500), 3, "one at a time");
    await form.send(password);
    await reads(form.heading, form.words.notices.done.title);
    assert.equal(held.length, 1);
  });
  assert.ok(await isPassword("eiam", account, password));
});

test("a claim that does not arrive is made by the submission", async () => {
  const account = await newAccount();
  const link = await newLink("eiam", account);
  const password = goodPassword();
  await visit(link, {}, async (page) => {
    const form = formOf(page);
    await page.route("**/claim", (route) => route.abort());
    await form.send(password);
    await reads(form.heading, form.words.notices.done.title);
  });
  assert.ok(await isPassword("eiam", account, password));
});

test("a link that another browser has claimed: the first key shows the notice", async () => {
  const link = await newLink("eiam", await newAccount());
  await visit(link, {}, async (page) => {
    const form = formOf(page);
    await form.password.waitFor();
    await visit(link, {}, async (other) => {
      const claimed = other.waitForResponse("**/claim");
      await formOf(other).password.press("a");
      await claimed;
    });
    await form.password.press("a");
    await reads(form.heading, form.words.notices.unauthenticated.title);
  });
});

test("a claimed link survives a reload with blocked storage", async () => {
  const account = await newAccount();
  const password = goodPassword();
  await visit(`${base}/`, {}, async (page) => {
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, "localStorage", {
        get() {
          throw new DOMException("blocked", "SecurityError");
        },
      });
    });
    await page.goto(await newLink("feishu", account));
    const form = formOf(page);
    const claimed = page.waitForResponse("**/claim");
    await form.password.press("a");
    assert.equal((await claimed).status(), 204);
    await page.reload();
    await form.send(password);
    await reads(form.heading, form.words.notices.done.title);
    assert.deepEqual(Object.keys(await page.evaluate(() => history.state)), ["end"]);
  });
  assert.ok(await isPassword("feishu", account, password));
});

for (const [why, without] of [
  ["there is no WebAssembly", (page) => page.addInitScript(() => delete globalThis.WebAssembly)],
  ["the module is blocked", (page) => page.route("**/*.wasm", (route) => route.abort())],
  ["the package is blocked", (page) => page.route("**/passgate/index.js", (route) => route.abort())],
]) {
  test(`${why}: the form works without live rows, and the rows show the edge's refusal`, async () => {
    const account = await newAccount();
    const link = await newLink("eiam", account);
    for (const locale of ["zh-CN", "en"]) {
      await visit(`${base}/`, { locale }, async (page) => {
        await without(page);
        await page.goto(locale === "en" ? await newLink("eiam", account) : link);
        const form = formOf(page, locale);
        await form.password.waitFor();
        await reads(page.locator(".checklist-news"), form.words.checklist.withoutCore);
        await reads(form.row("length").locator(".passgate-asks"), locale === "en" ? "8 to 18 characters" : "8～18 个字符");
        assert.equal(await form.suggest.count(), 0);
        assert.equal(await form.password.getAttribute("passwordrules"), "minlength: 8; maxlength: 18;");
        await form.send("Ab1");
        await form.problem.waitFor();
        assert.equal(Object.fromEntries(await form.statuses()).length, "unmet");
        await reads(form.row("length").locator(".passgate-says"), /8/);
        await form.password.fill("Ab1x");
        assert.ok((await form.statuses()).every(([, status]) => status === "idle"));
        const password = goodPassword();
        await form.send(password);
        await reads(form.heading, form.words.notices.done.title);
        assert.ok(await isPassword("eiam", account, password));
      });
    }
  });
}

for (const [locale, tag, total] of [["zh-CN", "建议", "共 2 项要求，3 项建议"], ["en", "Advice", "2 requirements, 3 recommendations"]]) {
  for (const runs of [true, false]) {
    test(`${locale}, ${runs ? "with" : "without"} the core: what Feishu's page does not ask for is marked as advice`, async () => {
      await visit(`${base}/`, { locale }, async (page) => {
        if (!runs) await page.addInitScript(() => delete globalThis.WebAssembly);
        await page.goto(await newLink("feishu", await newAccount()));
        const form = formOf(page, locale);
        await form.row("identity").waitFor();
        const tags = () =>
          page.locator("[data-rule]").evaluateAll((rows) =>
            rows.map((row) => [row.dataset.rule, getComputedStyle(row.querySelector(".passgate-asks"), "::before").content]),
          );
        const expected = ["length", "composition"].map((rule) => [rule, "none"]).concat(["charset", "common", "identity"].map((rule) => [rule, `"${tag}"`]));
        assert.deepEqual(await tags(), expected);
        await reads(page.locator(".passgate-summary"), total);
        await form.password.fill("abcdefgh1");
        assert.deepEqual(await tags(), expected);
      });
      await visit(await newLink("eiam", await newAccount()), { locale }, async (page) => {
        await formOf(page, locale).row("identity").waitFor();
        assert.equal(await page.locator("[data-advice]").count(), 0);
      });
    });
  }
}

test("without the core, a refusal without a reason is in the vendor's row, for that text only", async () => {
  await visit(`${base}/`, {}, async (page) => {
    await page.addInitScript(() => delete globalThis.WebAssembly);
    await page.goto(await newLink("feishu", await newAccount()));
    const form = formOf(page);
    await page.route("**/password/reset?*", (route) => {
      const body = JSON.stringify({ outcome: "refused-password", violations: [], request_id: "0".repeat(32) });
      return route.fulfill({ status: 400, contentType: "application/json", body });
    });
    await form.send("Kz7#mQw2vRt");
    await form.problem.waitFor();
    await reads(form.row("vendor").locator(".passgate-says"), form.words.checklist.noReason);
    const heard = await listen(page);
    await form.password.press("x");
    assert.equal(await form.row("vendor").count(), 0);
    await pause(1000);
    assert.deepEqual(await heard(), [], "without a verdict there is no announcement");
  });
});

test("the notice names a proxy that removes the Authorization header", async () => {
  await visit(`${base}/`, {}, async (page) => {
    await page.route("**/v1/tickets/self", async (route) => {
      const { authorization, ...headers } = await route.request().allHeaders();
      assert.match(authorization, /^Bearer rt1\./);
      await route.continue({ headers });
    });
    await page.goto(await newLink("eiam", await newAccount()));
    const { title, body } = said["zh-CN"].notices["no-credential"];
    await reads(formOf(page).heading, title);
    await reads(page.locator(".notice-body"), body);
    await page.unroute("**/v1/tickets/self");
    await page.getByRole("button", { name: said["zh-CN"].retry }).click();
    await formOf(page).password.waitFor();
  });
});

test("a browser without AbortSignal.timeout can open a link", async () => {
  await visit(`${base}/`, {}, async (page) => {
    await page.addInitScript(() => delete AbortSignal.timeout);
    await page.goto(await newLink("eiam", await newAccount()));
    await formOf(page).password.waitFor();
  });
});

test("a fault of the page is not reported as a missing network", async () => {
  await visit(`${base}/`, {}, async (page) => {
    await page.addInitScript(() => Object.defineProperty(globalThis.crypto, "subtle", { value: undefined }));
    await page.goto(await newLink("eiam", await newAccount()));
    await reads(formOf(page).heading, "页面加载不完整");
  });
});

test("in an app's own browser the link stays in the address and can be copied, until it is claimed", async () => {
  const userAgent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.49";
  const link = await newLink("feishu", await newAccount());
  await visit(link, { userAgent, permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    const form = formOf(page);
    await form.password.waitFor();
    assert.equal(page.url(), link);
    await page.getByRole("button", { name: "复制链接" }).click();
    await reads(page.locator(".copy-link p").last(), "链接已复制，请粘贴到浏览器的地址栏打开。");
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
    await visit(link, {}, (other) => formOf(other).password.waitFor());
    await form.password.press("a");
    await becomes(() => page.locator(".copy-link").count(), 0);
    assert.equal(new URL(page.url()).hash, "");
    // The link works only here now: neither after a reload nor after opening the link again can it be
    // copied.
    for (const again of [() => page.reload(), () => page.goto(link)]) {
      await again();
      await form.password.waitFor();
      assert.equal(await page.locator(".copy-link").count(), 0);
      assert.equal(new URL(page.url()).hash, "");
    }
  });
});

test("if the page's script does not run, a line says what to do", async () => {
  await visit(`${base}/`, {}, async (page) => {
    await page.route("**/page.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
    await page.goto(await newLink("eiam", await newAccount()));
    await page.locator(".starting").waitFor({ state: "visible", timeout: 5000 });
    assert.match(await page.locator(".starting").textContent(), /换用较新的浏览器[^]*newer browser/);
  });
});
