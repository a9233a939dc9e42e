// `<passgate-rules for="ID">`: the checklist of an input of the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import init, { Checker } from "passgate";

import { becomes, listen, pause, reads } from "../browser.mjs";
import { events, form, host, INPUT, opened, RULES, rows, shows } from "./page.mjs";
import { SCRIPT } from "./site.mjs";

const GOOD = "Tz~5820kQ";
const WANG = { username: "wangxm", name: "王小明" };
const summary = (page) => page.locator(".passgate-summary");
const described = (page) => page.locator("#pw").getAttribute("aria-describedby");
const validity = (page) => page.locator("#pw").evaluate((input) => input.validationMessage);

test("nothing is loaded before the first focus, and nothing is requested while a person types", () =>
  opened(form(INPUT, RULES), async (page) => {
    await pause(200);
    const before = host.requests.length;
    assert.ok(!host.requests.includes("/pkg/dist/index.js"));
    assert.deepEqual(await rows(page), {});
    assert.equal(await page.locator("passgate-rules").innerHTML(), "", "hydration finds the markup that the server rendered");
    await page.locator("#pw").focus();
    await shows(page, "length", "idle");
    const after = host.requests.length;
    assert.deepEqual(host.requests.slice(before), ["/pkg/dist/index.js", "/pkg/dist/passgate_bg.wasm"]);
    await page.keyboard.type(GOOD);
    await shows(page, "length", "met");
    assert.equal(host.requests.length, after);
  }));

test("the rows and the input's validity are the checker's verdict while a person types", async () => {
  await init();
  const checker = new Checker("eiam", WANG);
  await opened(form(INPUT, RULES), async (page) => {
    const read = await events(page);
    await page.locator("#pw").focus();
    await reads(summary(page), "8 requirements");
    assert.equal(await validity(page), "", "an empty field shows no error");
    for (const text of ["Ab1", "Wangxiaoming1~", GOOD]) {
      await page.keyboard.press("Control+a");
      await page.keyboard.type(text);
      const { accepted, findings } = checker.check(text);
      await becomes(async () => JSON.stringify(Object.keys(await rows(page))), JSON.stringify(findings.map(({ rule }) => rule)));
      const unmet = findings.filter(({ status }) => status === "unmet").map(({ rule }) => rule);
      const shown = Object.entries(await rows(page)).filter(([, state]) => state === "unmet").map(([rule]) => rule);
      assert.deepEqual(shown, unmet, text);
      assert.equal(await validity(page), accepted ? "" : await summary(page).textContent());
      await becomes(async () => JSON.stringify((await read()).at(-1)), JSON.stringify(["passgate-verdict", accepted]));
      assert.deepEqual(await page.locator("passgate-rules").evaluate((element) => element.report), { accepted, findings });
    }
    assert.ok((await read()).length <= "Ab1Wangxiaoming1~".length + GOOD.length, "at most one event per text");
    assert.equal(await described(page), "pw-summary");
    assert.match(await page.locator("#pw").getAttribute("passwordrules"), /minlength: 8/);
    await page.locator("form").evaluate((node) => node.reset());
    await shows(page, "length", "idle");
  });
});

test("one announcement when typing pauses, none while an input method composes", () =>
  opened(form(INPUT, RULES), async (page) => {
    await page.locator("#pw").focus();
    await shows(page, "length", "idle");
    const read = await listen(page, ".passgate-spoken");
    await page.keyboard.type("Ab1", { delay: 40 });
    await becomes(async () => (await read()).length, 1);
    await page.keyboard.type("x", { delay: 40 });
    await pause(1000);
    assert.equal((await read()).length, 1, "an unchanged sentence is not announced again");
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Input.imeSetComposition", { text: "mimamima", selectionStart: 8, selectionEnd: 8 });
    await shows(page, "length", "idle");
    await pause(1000);
    assert.equal((await read()).length, 1);
    await devtools.send("Input.insertText", { text: "密码密码" });
    await shows(page, "charset", "unmet");
    await becomes(async () => (await read()).length, 2);
    assert.deepEqual(await read(), [...new Set(await read())]);
  }));

test("the page's own description, passwordrules and custom validity are kept, and restored when the element is removed", () =>
  opened(
    form(
      '<input id="pw" type="password" aria-label="Password" autocomplete="new-password" aria-describedby="note" passwordrules="minlength: 4;"><p id="note">Keep it.</p>',
      RULES,
    ),
    async (page) => {
      await page.locator("#pw").pressSequentially("Ab1");
      await shows(page, "length", "unmet");
      assert.equal(await described(page), "note pw-summary");
      await page.locator("passgate-rules").evaluate((element) => element.remove());
      assert.equal(await described(page), "note");
      assert.equal(await page.locator("#pw").getAttribute("passwordrules"), "minlength: 4;");
      assert.equal(await validity(page), "");
      await page.locator("#pw").evaluate((input) => input.setCustomValidity("taken"));
      await page.evaluate(() => {
        const element = document.createElement("passgate-rules");
        Object.assign(element, { for: "pw", product: "eiam" });
        document.querySelector("form").append(element);
      });
      await page.locator("#pw").press("x");
      await shows(page, "length", "unmet");
      assert.equal(await validity(page), "taken", "the page's own validity message wins");
      await page.locator("passgate-rules").evaluate((element) => element.remove());
      assert.equal(await validity(page), "taken");
    },
  ));

test("passwordrules that the page sets later stay", () =>
  opened(form(INPUT, RULES), async (page) => {
    const input = page.locator("#pw");
    await input.pressSequentially("Ab1");
    await shows(page, "length", "unmet");
    await input.evaluate((node) => node.setAttribute("passwordrules", "minlength: 20;"));
    await page.locator("passgate-rules").evaluate((element) => (element.product = "feishu"));
    await becomes(async () => Object.keys(await rows(page)).includes("username"), false);
    assert.equal(await input.getAttribute("passwordrules"), "minlength: 20;");
    await page.locator("passgate-rules").evaluate((element) => element.remove());
    assert.equal(await input.getAttribute("passwordrules"), "minlength: 20;");
  }));

test("a description that the page overwrites gets the element's summary again, until the element is removed", () =>
  opened(form(INPUT, RULES, '<p id="error">Too short.</p>'), async (page) => {
    const overwrite = (value) => page.locator("#pw").evaluate((input, ids) => input.setAttribute("aria-describedby", ids), value);
    await page.locator("#pw").pressSequentially("Ab1");
    await shows(page, "length", "unmet");
    await overwrite("error");
    assert.equal(await described(page), "error pw-summary");
    await page.locator("passgate-rules").evaluate((element) => element.remove());
    assert.equal(await described(page), "error");
    await overwrite("");
    assert.equal(await described(page), "");
  }));

test("another input is followed as soon as `for` names it", () =>
  opened(form(INPUT, '<input id="other" type="password" aria-label="Other" autocomplete="new-password" value="Ab1">', RULES), async (page) => {
    await page.locator("#pw").pressSequentially("x");
    await shows(page, "length", "unmet");
    await page.locator("passgate-rules").evaluate((element) => (element.for = "other"));
    assert.equal(await page.locator("#pw").getAttribute("aria-describedby"), null);
    assert.equal(await validity(page), "");
    await becomes(() => page.locator("#other").evaluate((input) => input.validationMessage !== ""), true);
  }));

test("the input is added after the element or replaced, and the element is moved", () =>
  opened(form(RULES), async (page) => {
    const add = () =>
      page.evaluate(() => {
        document.querySelector("#pw")?.remove();
        const input = Object.assign(document.createElement("input"), { id: "pw", type: "password", autocomplete: "new-password" });
        input.setAttribute("aria-label", "Password");
        document.querySelector("form").append(input);
      });
    for (const text of ["Ab1", "Ab12"]) {
      await add();
      await page.locator("#pw").focus();
      await page.keyboard.type(text);
      await shows(page, "length", "unmet");
      assert.equal(await described(page), "pw-summary", text);
    }
    const rowsBefore = await page.locator("[data-rule]").elementHandles();
    await page.evaluate(() => {
      const element = document.querySelector("passgate-rules");
      element.remove();
      document.querySelector("main").prepend(element);
    });
    await page.locator("#pw").press("End");
    await page.keyboard.type("~5820kQ");
    await shows(page, "length", "met");
    assert.equal(await page.locator("[data-rule]").count(), rowsBefore.length);
    assert.ok(await rowsBefore[0].evaluate((row) => row.isConnected), "the rows are the same nodes");
    assert.equal(await page.locator("#pw").getAttribute("aria-describedby"), "pw-summary");
  }));

test("properties that were set before registration are used; a policy can replace the product", () =>
  opened(
    form(INPUT, '<passgate-rules for="pw"></passgate-rules>'),
    async (page) => {
      await page.evaluate(async (script) => {
        const policy = { product: "eiam", rules: [{ rule: "length", min: 5 }, { rule: "identity", fields: ["username"] }] };
        const element = document.querySelector("passgate-rules");
        Object.assign(element, { policy, identity: { username: "wangxm" }, sentences: { title: "House rules" }, loading: "eager" });
        // A property of the page's own that cannot be deleted.
        Object.defineProperty(element, "note", { value: 1, enumerable: true });
        await import(script);
      }, SCRIPT);
      await reads(summary(page), "2 requirements");
      await reads(page.locator(".passgate-title"), "House rules");
      await page.locator("#pw").pressSequentially("wangxm");
      assert.deepEqual(await rows(page), { length: "met", identity: "unmet" });
      await page.evaluate(() => (document.querySelector("passgate-rules").policy = { product: "eiam", rules: [{ rule: "length", min: 30 }] }));
      await becomes(async () => JSON.stringify(await rows(page)), '{"length":"unmet"}');
    },
    { head: "" },
  ));

test("an element with a shadow root uses a checker that was set before registration", () =>
  opened(
    form(INPUT, '<passgate-rules for="pw" shadow></passgate-rules>'),
    async (page) => {
      const isInShadow = await page.evaluate(async (script) => {
        const passgate = await import("/pkg/dist/index.js");
        await passgate.init();
        const element = document.querySelector("passgate-rules");
        element.checker = new passgate.Checker("eiam");
        await import(script);
        return element.querySelector("[data-rule]") === null && element.shadowRoot.querySelector("[data-rule]") !== null;
      }, SCRIPT);
      assert.equal(isInShadow, true);
      await page.locator("#pw").pressSequentially("Ab1");
      await shows(page, "length", "unmet");
    },
    { head: "" },
  ));

test("changes of person, product and language attributes take effect", () =>
  opened(form(INPUT, RULES), async (page) => {
    const set = (name, value) => page.locator("passgate-rules").evaluate((element, [key, text]) => element.setAttribute(key, text), [name, value]);
    await page.locator("#pw").pressSequentially("Zhangsan~77q");
    await shows(page, "length", "met");
    await set("person", "张三");
    await shows(page, "identity", "unmet");
    await set("username", "zhangsan");
    await set("person", "王小明");
    await shows(page, "identity", "unmet");
    await set("username", "wangxm");
    await shows(page, "repetition", "met");
    await set("product", "feishu");
    await becomes(async () => "repetition" in (await rows(page)), false);
    for (const [lang, title] of [["zh-Hant-TW", "密碼要求"], ["zh", "密码要求"], ["fr", "Password requirements"], ["no tag", "Password requirements"]]) {
      await set("lang", lang);
      await reads(page.locator(".passgate-title"), title);
    }
    await page.locator("passgate-rules").evaluate((element) => element.removeAttribute("lang"));
    await page.evaluate(() => (document.documentElement.lang = "zh-TW"));
    await reads(page.locator(".passgate-title"), "密碼要求");
  }));

test("a refusal applies to a generated password, also after the person has changed", () =>
  opened(form(INPUT, RULES), async (page) => {
    const element = page.locator("passgate-rules");
    const generated = await element.evaluate((node) => node.generate());
    assert.equal(await page.locator("#pw").inputValue(), generated, "also before the first focus");
    await shows(page, "history", "unsure");
    await element.evaluate((node) => node.refuse([{ code: "reused" }]));
    await shows(page, "history", "unmet");
    assert.notEqual(await validity(page), "");
    await element.evaluate((node) => (node.identity = { username: "lisi" }));
    await shows(page, "history", "unmet");
  }));

test("a text that a script sets during a composition is judged", () =>
  opened(form(INPUT, RULES), async (page) => {
    await page.locator("#pw").focus();
    await shows(page, "length", "idle");
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Input.imeSetComposition", { text: "mima", selectionStart: 4, selectionEnd: 4 });
    await page.locator("passgate-rules").evaluate((element) => element.generate());
    await shows(page, "length", "met");
  }));

test("a removed identity no longer counts", () =>
  opened(form(INPUT, '<passgate-rules for="pw" product="eiam"></passgate-rules>'), async (page) => {
    const element = page.locator("passgate-rules");
    await page.locator("#pw").fill("Wangxm@Lamp7");
    await element.evaluate((node) => (node.identity = { username: "wangxm" }));
    await shows(page, "identity", "unmet");
    await element.evaluate((node) => (node.identity = null));
    await shows(page, "identity", "unsure");
  }));

test("an input that was disabled while the element was removed is valid again", () =>
  opened(form(INPUT, RULES), async (page) => {
    await page.locator("#pw").fill("short");
    await shows(page, "length", "unmet");
    const isValid = await page.evaluate(() => {
      const input = document.querySelector("#pw");
      input.disabled = true;
      document.querySelector("passgate-rules").remove();
      input.disabled = false;
      return input.checkValidity();
    });
    assert.equal(isValid, true);
  }));

test("a policy that cannot be loaded fires one event, and the next focus tries again", () =>
  opened(form(INPUT, '<passgate-rules for="pw" src="/policy"></passgate-rules>'), async (page, logged) => {
    let [status, asked] = [503, 0];
    await page.route("**/policy", (route) => {
      asked += 1;
      return route.fulfill({ status, json: { product: "eiam", rules: [{ rule: "length", min: 30 }] } });
    });
    const read = await events(page);
    await page.locator("#pw").focus();
    await becomes(async () => JSON.stringify(await read()), JSON.stringify([["passgate-error", "PolicyError"]]));
    await becomes(() => logged.filter((line) => line.startsWith("warning")).join(), "warning: <passgate-rules>: PolicyError: /policy: HTTP 503; give the address of a policy document, such as /v1/policies/eiam of the edge JSHandle@node");
    logged.length = 0;
    await page.keyboard.type("Ab1");
    await pause(300);
    assert.deepEqual([asked, (await read()).length], [1, 1], "not requested for each key");
    assert.deepEqual(await rows(page), {});
    assert.equal(await validity(page), "", "the server decides");
    status = 200;
    await page.locator("#pw").blur();
    await page.locator("#pw").focus();
    await shows(page, "length", "unmet");
  }));

test("a page can set its own checker and sentences", () =>
  opened(form(INPUT, '<passgate-rules for="pw"></passgate-rules>'), async (page) => {
    await page.evaluate(async () => {
      const passgate = await import("/pkg/dist/index.js");
      await passgate.init();
      const checker = new passgate.Checker("eiam", { username: "wangxm" });
      const row = ({ rule }) => (rule === "history" || rule === "length" ? { says: `Our ${rule}.` } : undefined);
      Object.assign(document.querySelector("passgate-rules"), { checker, sentences: { title: "House rules", states: { met: "Fine" }, row } });
    });
    await reads(page.locator(".passgate-title"), "House rules");
    await page.locator("#pw").pressSequentially(GOOD);
    await reads(page.locator("[data-rule=history] .passgate-says"), "Our history.");
    await reads(page.locator("[data-rule=length] .passgate-state"), "Fine");
    assert.equal(await page.locator("[data-rule=length] .passgate-says").textContent(), "", "a met row gives no reason");
    await reads(page.locator("[data-rule=history] .passgate-state"), "To be confirmed");
  }));
