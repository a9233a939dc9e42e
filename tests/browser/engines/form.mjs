// The forms in every engine. Where the core runs, the rows change while a person types; where it does
// not, the edge decides. Either way the vendor gets the new password.

import assert from "node:assert/strict";
import { it } from "node:test";

import init, { Checker } from "passgate";

import { goodPassword } from "../browser.mjs";
import { said } from "../said.mjs";
import { identityOf, isPassword, newAccount, newLink, policyInForce } from "../stack.mjs";
import { marksAtLineStarts } from "./lines.mjs";

const PRODUCTS = ["feishu", "eiam"];
const LOCALES = ["zh-CN", "en"];

/** Tests of the forms with live rows. */
export function form(engine) {
  for (const product of PRODUCTS) {
    it(`${product}: the rows equal the core's verdicts in Node`, async () => {
      await init();
      const account = await newAccount();
      const checker = new Checker(await policyInForce(product), identityOf(account));
      const page = await engine.open(await newLink(product, account));
      try {
        for (const text of ["Ab1", "Ouyangfeng1~", "密码密码密码密码ab12", goodPassword()]) {
          const wanted = checker.check(text).findings.map(({ rule, status }) => `${rule}: ${status}`);
          assert.deepEqual(await page.evaluate(typed, { text, wanted }), wanted, text);
        }
      } finally {
        checker.free();
        await page.close();
      }
    });
  }
  resets(engine);
}

/** Tests of the forms in an engine that cannot run the core. */
export function plainForm(engine) {
  for (const product of PRODUCTS) {
    it(`${product}: the form lists the requirements, and its row shows the edge's refusal`, async () => {
      const page = await engine.open(await newLink(product, await newAccount()));
      try {
        const rows = (await policyInForce(product)).rules.map(({ rule }) => `${rule}: idle`);
        assert.deepEqual(await page.evaluate(typed, { text: "Ab1", wanted: rows }), rows);
        const { rows: refused } = await page.evaluate(sent, { password: "Ab1", wanted: "length: unmet" });
        assert.ok(refused.includes("length: unmet"), `${refused}`);
      } finally {
        await page.close();
      }
    });
  }
  resets(engine);
}

function resets(engine) {
  for (const product of PRODUCTS) {
    it(`${product}: no line of a Chinese sentence begins with a punctuation mark`, async () => {
      const link = new URL(await newLink(product, await newAccount()));
      link.searchParams.set("lang", "zh-CN");
      const page = await engine.open(link.href);
      try {
        await page.evaluate(filled, "Ouyangfeng1~");
        const { seen, beginning } = await page.evaluate(marksAtLineStarts);
        assert.ok(seen >= 10, `${seen} punctuation marks`);
        assert.deepEqual(beginning, []);
      } finally {
        await page.close();
      }
    });
  }
  for (const product of PRODUCTS) {
    for (const locale of LOCALES) {
      it(`${product}, ${locale}: from the link to the new password`, async () => {
        const account = await newAccount();
        const link = new URL(await newLink(product, account));
        link.searchParams.set("lang", locale);
        const page = await engine.open(link.href);
        try {
          const password = goodPassword();
          const { title } = said[locale].notices.done;
          const { heading, sign, text } = await page.evaluate(sent, { password, wanted: title });
          assert.equal(heading, title);
          assert.notEqual(sign, text, "the sign has the colour of its meaning");
          assert.ok(await isPassword(product, account, password));
        } finally {
          await page.close();
        }
      });
    }
  }
}

/**
 * Sets the text, as a password manager does. Returns the rows when they equal `wanted`, or after a
 * timeout.
 */
async function typed({ text, wanted }) {
  const rows = () => [...document.querySelectorAll("[data-rule]")].map(({ dataset }) => `${dataset.rule}: ${dataset.status}`);
  for (let round = 0; round < 400 && `${rows()}` !== `${wanted}`; round += 1) {
    const field = document.querySelector("#new-password");
    if (field && field.value !== text) {
      field.value = text;
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return rows();
}

/** Sends the password. Returns the heading and the rows when one of them is `wanted`, or after a timeout. */
async function sent({ password, wanted }) {
  const seen = () => ({
    heading: document.querySelector("h1")?.textContent,
    ...Object.fromEntries([["text", "h1"], ["sign", ".head .icon"]].map(([name, selector]) => {
      const node = document.querySelector(selector);
      return [name, node && getComputedStyle(node).color];
    })),
    rows: [...document.querySelectorAll("[data-rule]")].map(({ dataset }) => `${dataset.rule}: ${dataset.status}`),
  });
  const isWanted = ({ heading, rows }) => heading === wanted || rows.includes(wanted);
  let pressed = false;
  for (let round = 0; round < 800 && !isWanted(seen()); round += 1) {
    const fields = ["#new-password", "#confirm-password"].map((id) => document.querySelector(id));
    if (!pressed && fields.every(Boolean)) {
      for (const field of fields) {
        field.value = password;
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }
      document.querySelector("button[type=submit]").click();
      pressed = true;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return seen();
}

/** Sets the text, and gives the rows half a second. */
async function filled(text) {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 25));
  const find = () => document.querySelector("#new-password");
  for (let round = 0; round < 400 && !find(); round += 1) await pause();
  find().value = text;
  find().dispatchEvent(new InputEvent("input", { bubbles: true }));
  for (let round = 0; round < 20; round += 1) await pause();
}
