// What a page gives an element, and takes from it: the policy, the person, the input, the language.

import assert from "node:assert/strict";
import { test } from "node:test";

import { becomes, pause, reads } from "../browser.mjs";
import { events, form, INPUT, opened, RULES, rows, shows } from "./page.mjs";

const element = (page) => page.locator("passgate-rules");
const validity = (page) => page.locator("#pw").evaluate((input) => input.validationMessage);
const spoken = (page) => page.locator(".passgate-spoken");
const title = (page) => page.locator(".passgate-title");

for (const [what, change] of [
  ["a policy that cannot be loaded", (node) => (node.src = "/nothing.json")],
  ["an invalid policy", (node) => (node.policy = { product: "eiam", rules: [{ rule: "nothing" }] })],
  ["a policy that the page withdraws", (node) => (node.product = null)],
]) {
  test(`${what}: the earlier one asks for nothing more`, () =>
    opened(form(INPUT, RULES), async (page, logged) => {
      await page.locator("#pw").pressSequentially("Ab1");
      await shows(page, "length", "unmet");
      assert.notEqual(await validity(page), "");
      await becomes(async () => (await spoken(page).textContent()) !== "", true);
      await element(page).evaluate(change);
      await becomes(() => validity(page), "");
      assert.deepEqual(await rows(page), {});
      assert.equal(await page.locator(".passgate-requirements").isVisible(), false);
      assert.equal(await page.locator(".passgate-summary").textContent(), "");
      assert.equal(await spoken(page).textContent(), "");
      assert.equal(await page.locator("#pw").getAttribute("passwordrules"), null);
      assert.equal(await element(page).evaluate((node) => node.report), undefined);
      await page.locator("#pw").press("x");
      assert.equal(await validity(page), "");
      await element(page).evaluate((node) => Object.assign(node, { src: null, policy: null, product: "feishu" }));
      await page.locator("#pw").blur();
      await page.locator("#pw").focus();
      await shows(page, "length", "unmet");
      assert.equal(await page.locator(".passgate-requirements").isVisible(), true);
      logged.splice(0, logged.length, ...logged.filter((line) => !/404|^warning: <passgate-rules>: PolicyError: /.test(line)));
    }));
}

for (const [what, change, expected] of [
  ["a policy", (node) => (node.policy = { product: "eiam", rules: [{ rule: "length", min: 5 }] }), '{"length":"met"}'],
  ["another address", (node) => (node.src = "/fast.json"), '{"length":"met"}'],
  ["a product", (node) => Object.assign(node, { src: null, product: "feishu" }), undefined],
  ["nothing", (node) => (node.src = null), "{}"],
]) {
  test(`while a policy is loading the page gives ${what}: what comes late is not used`, () =>
    opened(form(INPUT, '<passgate-rules for="pw" src="/slow.json"></passgate-rules>'), async (page) => {
      const min = { "/slow.json": 30, "/fast.json": 5 };
      const answered = [];
      await page.route("**/*.json", async (route) => {
        const { pathname } = new URL(route.request().url());
        if (pathname === "/slow.json") await pause(1200);
        await route.fulfill({ json: { product: "eiam", rules: [{ rule: "length", min: min[pathname] }] } });
        answered.push(pathname);
      });
      await page.locator("#pw").fill("Tz~5820kQ");
      await page.locator("#pw").focus();
      await pause(300);
      await element(page).evaluate(change);
      await becomes(() => answered.includes("/slow.json"), true);
      await pause(500);
      if (expected) assert.equal(JSON.stringify(await rows(page)), expected);
      else assert.equal((await rows(page)).composition, "met");
    }));
}

test("an invalid identity fires an event, and the earlier person is no longer compared", () =>
  opened(form(INPUT, RULES), async (page, logged) => {
    await page.locator("#pw").pressSequentially("Wangxm@Lamp7");
    await shows(page, "identity", "unmet");
    const read = await events(page);
    await element(page).evaluate((node) => (node.identity = { username: 7 }));
    await shows(page, "identity", "unsure");
    assert.ok((await read()).some(([type, name]) => type === "passgate-error" && name === "IdentityError"), JSON.stringify(await read()));
    await element(page).evaluate((node) => (node.product = "feishu"));
    await becomes(async () => "username" in (await rows(page)), false);
    await shows(page, "length", "met");
    logged.splice(0, logged.length, ...logged.filter((line) => !line.startsWith("warning: <passgate-rules>: IdentityError: username")));
  }));

test("the attributes about the person: lists, empty ones, and the property that overrides them", () =>
  opened(form(INPUT, '<passgate-rules for="pw" product="eiam"></passgate-rules>'), async (page) => {
    const identity = () => element(page).evaluate((node) => node.identity);
    assert.equal(await identity(), undefined);
    for (const [name, value, expected] of [
      ["phones", "13800138000, 13900139000,", { phones: ["13800138000", "13900139000"] }],
      ["emails", "", { emails: [] }],
      ["words", "zhuyun", { words: ["zhuyun"] }],
      ["person", "王小明", { name: "王小明" }],
      ["username", "", { username: "" }],
    ]) {
      await element(page).evaluate((node, [key, text]) => node.setAttribute(key, text), [name, value]);
      assert.deepEqual(await identity(), expected, name);
      assert.equal(await element(page).evaluate((node, key) => node[key], name), value);
      await element(page).evaluate((node, key) => (node[key] = null), name);
      assert.equal(await element(page).evaluate((node, key) => node.hasAttribute(key), name), false);
    }
    await element(page).evaluate((node) => Object.assign(node, { phones: "13800138000", words: "zhuyun" }));
    await page.locator("#pw").fill("Zhuyun~77qk");
    await shows(page, "identity", "unmet");
    await page.locator("#pw").fill("Tz~13800138000");
    await shows(page, "identity", "unmet");
    await element(page).evaluate((node) => (node.identity = { username: "lisi", name: "李四", phones: [], emails: [] }));
    assert.deepEqual(await identity(), { username: "lisi", name: "李四", phones: [], emails: [] });
    await shows(page, "identity", "met");
  }));

test("the input as a property, `loading` set later, and a checker that the page withdraws", () =>
  opened(form('<input type="password" aria-label="Password" autocomplete="new-password">', '<passgate-rules product="eiam"></passgate-rules>'), async (page) => {
    const input = page.locator("input[type=password]");
    assert.equal(await element(page).evaluate((node) => node.input), undefined);
    await element(page).evaluate((node) => {
      node.input = document.querySelector("input[type=password]");
      node.loading = "eager";
    });
    await shows(page, "length", "idle");
    await input.fill("Ab1");
    await shows(page, "length", "unmet");
    assert.match(await input.getAttribute("aria-describedby"), /^passgate-summary$/);
    assert.equal(await element(page).evaluate((node) => node.input === document.querySelector("input[type=password]")), true);
    await element(page).evaluate((node) => (node.input = null));
    assert.equal(await input.getAttribute("aria-describedby"), null);
    assert.equal(await element(page).evaluate((node) => node.input), undefined);
    await element(page).evaluate(async (node) => {
      const { Checker } = await import("/pkg/dist/index.js");
      node.input = document.querySelector("input[type=password]");
      node.checker = new Checker("feishu");
    });
    await shows(page, "composition", "met");
    assert.deepEqual(Object.keys(await rows(page)).length, 5);
    await element(page).evaluate((node) => Object.assign(node, { checker: null, product: null }));
    assert.equal(await element(page).evaluate((node) => node.checker), undefined);
    assert.deepEqual(await rows(page), {});
  }));

test("`policy` is what the page has set, before it is loaded and after it has failed", () =>
  opened(form(INPUT, '<passgate-rules for="pw"></passgate-rules>'), async (page, logged) => {
    const read = () => element(page).evaluate((node) => node.policy);
    const policy = { product: "eiam", rules: [{ rule: "length", min: 5 }] };
    assert.equal(await read(), undefined);
    await element(page).evaluate((node, given) => (node.policy = given), policy);
    assert.deepEqual(await read(), policy);
    await page.locator("#pw").focus();
    await shows(page, "length", "idle");
    const other = { product: "eiam", rules: [{ rule: "nothing" }] };
    await element(page).evaluate((node, given) => (node.policy = given), other);
    assert.deepEqual(await read(), other);
    await becomes(async () => JSON.stringify(await rows(page)), "{}");
    assert.deepEqual(await read(), other);
    await element(page).evaluate((node) => Object.assign(node, { policy: null, product: "feishu" }));
    await page.locator("#pw").blur();
    await page.locator("#pw").focus();
    await shows(page, "composition", "idle");
    assert.equal((await read()).product, "feishu");
    logged.splice(0, logged.length, ...logged.filter((line) => !line.startsWith("warning: <passgate-rules>: PolicyError: rules[0].rule")));
  }));

test("the language of an ancestor, in the document and around a shadow root", () =>
  opened(form(INPUT, `<section id="far" lang="zh-CN"><div id="near">${RULES}</div></section>`), async (page) => {
    await page.locator("#pw").pressSequentially("Ab1");
    await reads(title(page), "密码要求");
    const speak = (selector, lang) => page.locator(selector).evaluate((node, tag) => (tag ? (node.lang = tag) : node.removeAttribute("lang")), lang);
    await speak("#far", "zh-TW");
    await reads(title(page), "密碼要求");
    await speak("#near", "en");
    await reads(title(page), "Password requirements");
    await speak("#near", "zh_CN");
    await reads(title(page), "密码要求");
    await page.locator("#near").evaluate((node) => node.setAttribute("lang", ""));
    await reads(title(page), "密碼要求");
    await speak("#near");
    await reads(title(page), "密碼要求");
    await page.evaluate(() => {
      const host = document.querySelector("#far").appendChild(document.createElement("div"));
      host.attachShadow({ mode: "open" }).append(document.querySelector("passgate-rules"), document.querySelector("#pw"));
    });
    await page.locator("#pw").press("x");
    await speak("#far", "zh-CN");
    await reads(title(page), "密码要求");
  }));

test("an element that can do nothing says in the console what to do, once", async () => {
  const POLICY = 'it has no policy; set the attribute "product" or "src", or the property "policy" or "checker"';
  const INPUT_OF = (id) => `no input has the id "${id}"; name one with "for", or set the property "input"`;
  for (const [markup, reasons] of [
    ['<passgate-rules for="pw"></passgate-rules>', [POLICY]],
    ['<passgate-rules for="no" product="eiam"></passgate-rules>', [INPUT_OF("no")]],
    ['<passgate-rules></passgate-rules>', [INPUT_OF(""), POLICY]],
    ["<passgate-field></passgate-field>", [POLICY]],
    [RULES, []],
  ]) {
    await opened(form(INPUT, markup), async (page, logged) => {
      const node = page.locator("passgate-rules, passgate-field");
      const name = await node.evaluate(({ localName }) => localName);
      await pause(1500);
      await page.locator("#pw").focus();
      assert.deepEqual(logged.filter((line) => line.startsWith("warning")), [], "a page may still set it");
      await pause(2500);
      await node.evaluate((moved) => document.querySelector("main").append(moved));
      await pause(3500);
      const expected = reasons.length ? [`warning: <${name}> does nothing: ${reasons.join(". Also, ")}. JSHandle@node`] : [];
      assert.deepEqual(logged.filter((line) => line.startsWith("warning")), expected);
      logged.splice(0, logged.length, ...logged.filter((line) => !line.startsWith("warning")));
    });
  }
});
