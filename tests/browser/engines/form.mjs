// The forms in every engine that is new enough: the rows tick.

import assert from "node:assert/strict";
import { it } from "node:test";

import init, { Checker } from "passgate";

import { goodPassword } from "../browser.mjs";
import { identityOf, newAccount, newLink, policyInForce } from "../stack.mjs";

export function form(engine) {
  for (const product of ["feishu", "eiam"]) {
    it(`${product}: the rows say what the core says in Node`, async () => {
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
}

/** Sets the text, as a password manager does; the rows once they are as wanted, or when that takes too long. */
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
