// Several elements on one input: each has its part of the description, the validity and `passwordrules`.

import assert from "node:assert/strict";
import { test } from "node:test";

import { becomes } from "../browser.mjs";
import { form, INPUT, opened, shows } from "./page.mjs";

const TWO = ["eiam", "feishu"].map((product) => `<passgate-rules for="pw" id="${product}" product="${product}"></passgate-rules>`).join("");
const pw = (page) => page.locator("#pw");
const summary = (page, id) => page.locator(`#${id} .passgate-summary`).textContent();
const validity = (page) => pw(page).evaluate((input) => input.validationMessage);
const attribute = (page, name) => pw(page).getAttribute(name);
const remove = (page, id) => page.locator(`#${id}`).evaluate((element) => element.remove());
const EIAM_ONLY = "Tz~5820kQ".padEnd(30, "x1");

test("the input is valid when both checklists are met, and described by both", () =>
  opened(form(INPUT, TWO), async (page) => {
    await pw(page).pressSequentially("Ab1");
    await shows(page, "length", "unmet", "#eiam");
    await shows(page, "length", "unmet", "#feishu");
    assert.equal(await summary(page, "eiam"), await summary(page, "feishu"));
    assert.equal(await validity(page), await summary(page, "eiam"), "the same sentence once");
    for (const [text, eiam, feishu] of [
      ["abcdefgh1", "unmet", "met"],
      ["Tz~5820kQ", "met", "met"],
      [EIAM_ONLY, "unmet", "met"],
      ["abcdefgh1", "unmet", "met"],
      ["Tz~58", "unmet", "unmet"],
    ]) {
      await pw(page).fill(text);
      const states = (id) => page.locator(`#${id} [data-status=unmet]`).count();
      assert.deepEqual([(await states("eiam")) > 0, (await states("feishu")) > 0], [eiam === "unmet", feishu === "unmet"], text);
      const said = [];
      if (eiam === "unmet") said.push(await summary(page, "eiam"));
      if (feishu === "unmet") said.push(await summary(page, "feishu"));
      assert.equal(await validity(page), [...new Set(said)].join(" "), text);
    }
    const ids = (await attribute(page, "aria-describedby")).split(" ");
    assert.deepEqual(ids, ["pw-summary", "pw-summary-2"]);
    const texts = await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).textContent()));
    assert.deepEqual(texts, [await summary(page, "eiam"), await summary(page, "feishu")]);
  }));

test("what one leaves is the other's, and in the end the page's own", async () => {
  for (const [first, second] of [["eiam", "feishu"], ["feishu", "eiam"]]) {
    const input = INPUT.replace("<input", '<input passwordrules="minlength: 4;" aria-describedby="note"');
    await opened(form(input, '<p id="note">Keep it.</p>', TWO), async (page) => {
      await pw(page).pressSequentially("Ab1");
      await shows(page, "length", "unmet", "#feishu");
      await shows(page, "length", "unmet", "#eiam");
      assert.match(await attribute(page, "passwordrules"), /^minlength: 8; maxlength: 18; max-consecutive: 2; required: .*; allowed: .*;$/);
      await remove(page, first);
      assert.equal(await validity(page), await summary(page, second));
      const rules = await attribute(page, "passwordrules");
      assert.equal(rules.includes("maxlength: 18;"), second === "eiam", rules);
      assert.equal((await attribute(page, "aria-describedby")).split(" ").length, 2);
      await remove(page, second);
      assert.equal(await validity(page), "");
      assert.equal(await attribute(page, "passwordrules"), "minlength: 4;");
      assert.equal(await attribute(page, "aria-describedby"), "note");
    });
  }
});

test("a checklist of the input of a field", () =>
  opened(form('<passgate-field product="feishu" id="field"><input id="pw"></passgate-field>', '<passgate-rules for="pw" id="eiam" product="eiam"></passgate-rules>'), async (page) => {
    await pw(page).pressSequentially("abcdefgh1");
    await shows(page, "length", "met", "#field");
    await shows(page, "composition", "unmet", "#eiam");
    await becomes(() => validity(page), await summary(page, "eiam"));
  }));
