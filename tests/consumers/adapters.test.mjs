// The adapters: a Standard Schema and the rules of form systems in Node; the hook and the composable in
// Chromium, with a person who types.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { it } from "node:test";
import { compileScript, parse } from "vue/compiler-sfc";

import init, { Checker, policy } from "passgate";
import * as inline from "passgate/inline";
import { antd, arco, asyncValidator, formily, result } from "passgate/rules";
import { password } from "passgate/schema";

import { example } from "../node/examples.mjs";
import { bundled } from "./bundle.mjs";
import { chromium, used } from "./page.mjs";
import { workshop } from "./workshop.mjs";

const [browser, shop] = await Promise.all([chromium(), workshop()]);

const GOOD = "Tide*Lamp72";
const WANG = { username: "wangxm" };
const SHORT = "至少需要 8 個字元";
const TAIWAN = { locale: "zh-Hant-TW" };

it("a schema gives the password, or its issues with their rule and violation", async () => {
  const schema = password("eiam", WANG, { locale: "en-GB" })["~standard"];
  assert.deepEqual([schema.version, schema.vendor], [1, "passgate"]);
  assert.deepEqual(await schema.validate(GOOD), { value: GOOD });
  const { issues } = schema.validate("Wangxm@1"); // The checker exists by now, so this is not a promise.
  assert.deepEqual(issues, [
    {
      message: "The password must not contain your username",
      rule: "identity",
      violation: { code: "contains-identity", fields: ["username"] },
    },
  ]);
  for (const value of ["", undefined, null, 7, ["x"]]) {
    const [issue] = schema.validate(value).issues;
    assert.deepEqual([issue.message, issue.rule, issue.violation.code], ["Enter a password", "length", "empty"]);
  }
});

it("a schema takes an address, a policy, and a checker of another copy of the package", async () => {
  await Promise.all([init(), inline.init()]);
  let status = 503;
  const server = createServer((_, response) => response.writeHead(status).end(JSON.stringify(policy("eiam"))));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const schema = password(new URL(`http://127.0.0.1:${server.address().port}/`))["~standard"];
  await assert.rejects(async () => schema.validate(GOOD), { name: "PolicyError", message: /HTTP 503/ });
  status = 200; // After a failure the next call tries again.
  assert.deepEqual(await schema.validate(GOOD), { value: GOOD });
  server.close();
  for (const given of [policy("eiam"), new Checker("eiam"), new inline.Checker("eiam")]) {
    assert.equal((await password(given)["~standard"].validate("x")).issues[0].rule, "length");
  }
  await assert.rejects(async () => password("dingtalk")["~standard"].validate("x"), { name: "PolicyError" });
});

it("each form system gets its own kind of answer", async () => {
  await antd("eiam", WANG).validator({}, GOOD);
  await assert.rejects(antd("eiam", WANG, TAIWAN).validator({}, "Tide*7"), { message: SHORT });
  const called = (rule, ...before) => new Promise((resolve) => rule.validator(...before, (...given) => resolve(given)));
  assert.deepEqual(await called(asyncValidator("eiam"), {}, GOOD), []);
  const [error] = await called(asyncValidator("eiam", undefined, TAIWAN), {}, "Tide*7");
  assert.ok(error instanceof Error && error.message === SHORT, error);
  assert.deepEqual(await called(arco("eiam"), GOOD), []);
  assert.deepEqual(await called(arco("eiam", undefined, TAIWAN), "Tide*7"), [SHORT]);
  assert.deepEqual(await result("eiam").validator(GOOD), { result: true, message: "" });
  assert.deepEqual(await result("eiam", undefined, TAIWAN).validator("Tide*7"), { result: false, message: SHORT, type: "error" });
  assert.equal(await result("eiam").validate(GOOD), "");
  assert.equal(await result("eiam", undefined, TAIWAN).validate("Tide*7"), SHORT);
});

it("an awaited validator does not also call its callback", async () => {
  const calls = [];
  const { validator } = asyncValidator("eiam", undefined, TAIWAN);
  await validator({}, GOOD, () => calls.push(GOOD));
  await assert.rejects(async () => validator({}, "Tide*7", () => calls.push("Tide*7")), { message: SHORT });
  assert.deepEqual(calls, []);
});

it("with warnings, a rule warns only about unsure rows of an accepted password", async () => {
  const given = ["eiam", WANG, { ...TAIWAN, warnings: true }];
  await init();
  const unsure = new Checker("eiam", WANG).rows(GOOD, "zh-TW").find(({ rule }) => rule === "identity").says;
  const validators = [antd(...given), asyncValidator(...given), arco(...given), formily(...given)];
  assert.deepEqual(validators.slice(0, 3).map(({ validator, trigger, ...level }) => level), [
    { warningOnly: true },
    { level: "warning" },
    { validateLevel: "warning" },
  ]);
  const [ofAntd, ofAsync, ofArco] = validators.map(({ validator }) => validator);
  await assert.rejects(ofAntd({}, GOOD), { message: unsure });
  await assert.rejects(async () => ofAsync({}, GOOD), { message: unsure });
  const said = [];
  await ofArco(GOOD, (message) => said.push(message));
  assert.deepEqual(said, [unsure]);
  assert.deepEqual(await formily(...given)(GOOD), { type: "warning", message: unsure });
  assert.equal(await formily("eiam", WANG, TAIWAN)("Tide*7"), SHORT);
  for (const quiet of ["", undefined, "Tide*7", "Wangxm@1"]) await ofAntd({}, quiet);
  // `history` is unsure for every password.
  await antd("eiam", { ...WANG, name: "王小明", phones: [], emails: [] }, { warnings: true }).validator({}, GOOD);
});

it("a checker that cannot be created rejects every password, and calls the callback once", async () => {
  await assert.rejects(antd("dingtalk").validator({}, GOOD), { name: "PolicyError" });
  const calls = [];
  asyncValidator("dingtalk").validator({}, GOOD, (error) => calls.push(error.name));
  arco("dingtalk").validator(GOOD, (message) => calls.push(typeof message));
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(calls.sort(), ["PolicyError", "string"]);
});

const REACT = `
import { StrictMode, createElement as h, useState } from "react";
import { createRoot } from "react-dom/client";
import { usePassword } from "passgate/react";

function Form() {
  const [text, setText] = useState("");
  const [who, setWho] = useState({ username: "zhangsan" });
  const { ref, rows, accepted, error, refuse, generate } = usePassword("eiam", who, { locale: "zh-TW" });
  return h("form", null,
    h("input", { id: "password", ref, value: text, onChange: (event) => setText(event.target.value) }),
    h("output", { id: "state" }, JSON.stringify({ text, accepted, error: error?.name, rows: rows.map(({ rule, state }) => rule + " " + state) })),
    h("button", { id: "wang", type: "button", onClick: () => setWho({ username: "wangxm" }) }),
    h("button", { id: "nobody", type: "button", onClick: () => setWho(undefined) }),
    h("button", { id: "wrong", type: "button", onClick: () => setWho({ username: "x".repeat(300) }) }),
    h("button", { id: "refuse", type: "button", onClick: () => refuse([{ code: "reused" }]) }),
    h("button", { id: "generate", type: "button", onClick: generate }));
}
createRoot(document.querySelector("#root")).render(h(StrictMode, null, h(Form)));
`;
const VUE = `
import { createApp, h, ref as vueRef } from "vue";
import { usePassword } from "passgate/vue";

createApp({
  setup() {
    const text = vueRef("");
    const who = vueRef({ username: "zhangsan" });
    const { ref, rows, accepted, error, refuse, generate } = usePassword("eiam", who, { locale: "zh-TW" });
    return () => h("form", null, [
      h("input", { id: "password", ref, value: text.value, onInput: (event) => (text.value = event.target.value) }),
      h("output", { id: "state" }, JSON.stringify({ text: text.value, accepted: accepted.value, error: error.value?.name, rows: rows.value.map(({ rule, state }) => rule + " " + state) })),
      h("button", { id: "wang", type: "button", onClick: () => (who.value = { username: "wangxm" }) }),
      h("button", { id: "nobody", type: "button", onClick: () => (who.value = undefined) }),
      h("button", { id: "wrong", type: "button", onClick: () => (who.value = { username: "x".repeat(300) }) }),
      h("button", { id: "refuse", type: "button", onClick: () => refuse([{ code: "reused" }]) }),
      h("button", { id: "generate", type: "button", onClick: generate }),
    ]);
  },
}).mount("#root");
`;

for (const [name, lines] of [["the hook of React", REACT], ["the composable of Vue", VUE]]) {
  it(`${name} follows who types, another person, a refusal and a generated password`, async () => {
    await used(browser, await bundled(shop, lines), async (tab, errors) => {
      const state = async () => JSON.parse(await tab.locator("#state").textContent());
      const until = async (is) => {
        for (let round = 0; round < 200; round += 1) {
          const now = await state();
          if (is(now)) return now;
          await tab.waitForTimeout(25);
        }
        throw new Error(JSON.stringify([await state(), errors]));
      };
      const idle = await until(({ rows }) => rows.length > 0);
      assert.ok(idle.rows.every((row) => row.endsWith(" idle")) && !idle.accepted, JSON.stringify(idle));
      await tab.locator("#password").pressSequentially("Wangxm@Lamp7");
      assert.ok((await until(({ accepted }) => accepted)).rows.includes("identity unsure"));
      await tab.locator("#wang").click();
      assert.ok((await until(({ accepted }) => !accepted)).rows.includes("identity unmet"));
      await tab.locator("#nobody").click();
      assert.ok((await until(({ accepted }) => accepted)).rows.includes("identity unsure"), "the person was removed");
      await tab.locator("#wrong").click();
      assert.equal((await until(({ error }) => error)).error, "IdentityError");
      await tab.locator("#wang").click();
      assert.ok((await until(({ rows }) => rows.length > 0)).rows.includes("identity unmet"));
      await tab.locator("#password").fill(GOOD);
      assert.ok((await until(({ accepted }) => accepted)).rows.includes("history unsure"));
      // Some password managers fire this event only.
      await tab.locator("#password").evaluate((input) => {
        const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
        set.call(input, "Wangxm@Lamp7");
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
      await until(({ rows }) => rows.includes("identity unmet"));
      await tab.locator("#password").fill(GOOD);
      await until(({ accepted }) => accepted);
      await tab.locator("#refuse").click();
      assert.ok((await until(({ accepted }) => !accepted)).rows.includes("history unmet"));
      await tab.locator("#generate").click();
      const { text } = await until(({ accepted }) => accepted);
      assert.equal(await tab.locator("#password").inputValue(), text);
      assert.notEqual(text, GOOD);
    });
  });
}

const DOCS = await readFile(new URL("../../docs/package.md", import.meta.url), "utf8");
const COMPONENTS = {
  "the component of React": {
    "main.js": `import { createElement } from "react";
      import { createRoot } from "react-dom/client";
      import { NewPassword } from "./component.jsx";
      createRoot(document.querySelector("#root")).render(createElement(NewPassword, ${JSON.stringify(WANG)}));`,
    "component.jsx": example(DOCS, "react", "jsx"),
  },
  "the component of Vue": {
    "main.js": `import { createApp } from "vue";
      import NewPassword from "./component.js";
      createApp(NewPassword, ${JSON.stringify(WANG)}).mount("#root");`,
    "component.js": compileScript(parse(example(DOCS, "vue", "vue")).descriptor, { id: "component", inlineTemplate: true }).content,
  },
};

for (const [name, { "main.js": lines, ...files }] of Object.entries(COMPONENTS)) {
  it(`${name} in docs/package.md is a checklist with a button`, async () => {
    await used(browser, await bundled(shop, lines, files), async (tab, errors) => {
      const send = tab.getByRole("button", { name: "Send" });
      await tab.locator("input").pressSequentially("Wangxm@1");
      await tab.locator("li.unmet").getByText("your username").waitFor();
      assert.equal(await send.isDisabled(), true);
      await tab.locator("input").fill(GOOD);
      await tab.locator("li.unmet").waitFor({ state: "detached" });
      assert.equal(await send.isEnabled(), true);
      assert.deepEqual(errors, []);
    });
  });
}
