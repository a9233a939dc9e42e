// The elements in every engine: the rows, the marks over the text, and the input's attributes before and after.

import assert from "node:assert/strict";
import { it } from "node:test";

import { SCRIPT } from "../elements/site.mjs";

export function elements(visit) {
  it("shows rows and marks, and restores the input", async () => {
    const seen = await visit("", used, SCRIPT);
    assert.deepEqual(seen.before, [], "nothing before the first focus");
    assert.equal(seen.rows.length, "met");
    assert.equal(seen.rows.identity, "unmet");
    assert.deepEqual(seen.marked, ["Wangxiaoming"]);
    assert.ok(seen.apart < 1.5, `the mark is ${seen.apart} pixels away from its text`);
    assert.match(seen.described, /1 requirement not met yet/);
    assert.match(seen.passwordrules, /minlength: 8/);
    assert.match(seen.validity, /1 requirement/);
    assert.equal(seen.display, "grid", "the style sheet is applied");
    assert.deepEqual(seen.after, { described: null, passwordrules: null, validity: "" });
  });
}

async function used(script) {
  const until = async (is) => {
    for (let round = 0; round < 400 && !is(); round += 1) await new Promise((resolve) => setTimeout(resolve, 25));
  };
  await import(script);
  const field = document.createElement("passgate-field");
  Object.assign(field, { product: "eiam", person: "王小明", lang: "en" });
  document.body.append(field);
  const rows = () => Object.fromEntries([...field.querySelectorAll("[data-rule]")].map(({ dataset }) => [dataset.rule, dataset.shown]));
  const before = Object.keys(rows());
  const { input } = field;
  // An input in a background window cannot get the focus.
  input.dispatchEvent(new FocusEvent("focus"));
  await until(() => rows().length === "idle");
  input.value = "ab!Wangxiaoming8";
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  field.revealed = true;
  await until(() => rows().identity === "unmet");
  const style = getComputedStyle(input);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${style.fontSize} ${style.fontFamily}`;
  const start = input.getBoundingClientRect().left + Number.parseFloat(style.borderLeftWidth) + Number.parseFloat(style.paddingLeft);
  const [mark] = field.querySelectorAll(".passgate-layer .passgate-mark");
  const attributes = () => ({
    described: input.getAttribute("aria-describedby"),
    passwordrules: input.getAttribute("passwordrules"),
    validity: input.validationMessage,
  });
  const now = attributes();
  const seen = {
    ...now,
    before,
    rows: rows(),
    marked: [...field.querySelectorAll(".passgate-layer .passgate-mark")].map(({ textContent }) => textContent),
    apart: Math.abs(mark.getBoundingClientRect().left - start - pen.measureText("ab!").width),
    described: now.described.split(" ").map((id) => document.getElementById(id).textContent).join(" "),
    display: getComputedStyle(field.querySelector("[data-rule]")).display,
  };
  field.remove();
  return { ...seen, after: attributes() };
}
