// The elements on a server, their languages, and the files that describe them.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import test from "node:test";
import init, { Checker, describe } from "passgate";
import * as define from "passgate/element/define";

import { negotiate, words } from "../../pkg/src/element/words.js";

const pkg = new URL("../../pkg/", import.meta.url);
const manifest = JSON.parse(await readFile(new URL("custom-elements.json", pkg), "utf8"));
const { declarations } = manifest.modules[0];
const types = await readFile(new URL("element-define.d.ts", pkg), "utf8");
const names = (list) => list.map(({ name }) => name).sort();

await init();

test("a server can import and require the elements", async () => {
  const registers = await import("passgate/element");
  assert.equal(registers.PassgateField, define.PassgateField, "all entries export the same class");
  const required = createRequire(import.meta.url)("passgate/element");
  assert.deepEqual(Object.keys(required).sort(), ["PassgateField", "PassgateRules"]);
});

test("custom-elements.json and the declaration have every attribute, property and method of the classes", () => {
  for (const declaration of declarations) {
    const of = define[declaration.name];
    // `shadow` is read only once, so it is not an observed attribute.
    assert.deepEqual(names(declaration.attributes), [...of.observedAttributes, "shadow"].sort(), declaration.name);
    assert.deepEqual(names(declaration.members), publicNames(of), declaration.name);
    assert.ok(types.includes(`"${declaration.tagName}": ${declaration.name};`));
  }
  for (const { name, readonly } of declarations.flatMap(({ members }) => members)) {
    const isDeclared = new RegExp(`^ {2}(get |set )?${name}[(:]`, "m").test(types);
    assert.ok(isDeclared, `${name} is missing in the declaration`);
    if (readonly && name !== "input") assert.doesNotMatch(types, new RegExp(`set ${name}\\(`), name);
  }
  for (const { name } of declarations[0].events) assert.ok(types.includes(`"${name}": CustomEvent<`), name);
});

test("custom-elements.json has every custom property of the style sheet", async () => {
  const css = await readFile(new URL("dist/element.css", pkg), "utf8");
  const used = new Set(css.match(/--passgate-[a-z-]+/g));
  used.delete("--passgate-sheet"); // Only the script reads this one.
  for (const { cssProperties } of declarations) assert.deepEqual(names(cssProperties), [...used].sort());
});

test("the elements and the checker negotiate the same language", () => {
  const checker = new Checker("eiam");
  const tags = ["zh", "ZH-cn", "zh-Hans-TW", "zh-Hans-CN", "zh-SG", "zh-TW", "zh-hk", "zh-MO", "zh-Hant", "zh-Hant-CN", "cmn-Hans-CN"];
  for (const tag of [...tags, "zh-CN-x-Hant-TW", "zh-TW-u-co-stroke", "en", "en-US", "fr", "de-CH", "yue-HK"]) {
    const asked = (locale) => JSON.stringify(checker.checklist(locale));
    assert.equal(asked(negotiate(tag)), asked(tag), tag);
  }
  for (const none of ["", "zh_CN", "no tag", "-"]) assert.equal(negotiate(none), "en", none);
});

test("every language has every sentence, and shared sentences are those of the checker", () => {
  const paths = (node, path = "") =>
    node && typeof node === "object" ? Object.entries(node).flatMap(([key, value]) => paths(value, `${path}.${key}`)) : [path];
  for (const [locale, sentences] of Object.entries(words)) {
    assert.deepEqual(paths(sentences).sort(), paths(words.en).sort(), locale);
    assert.equal(sentences.unsupported, describe({ code: "unsupported-character" }, locale));
  }
});

/** The public names of a class and of its base classes. */
function publicNames(of) {
  const all = new Set();
  for (let prototype = of.prototype; prototype && prototype !== Object.prototype; prototype = Object.getPrototypeOf(prototype)) {
    for (const name of Object.getOwnPropertyNames(prototype)) all.add(name);
  }
  const ofPlatform = ["constructor", "connectedCallback", "disconnectedCallback", "attributeChangedCallback", "focus"];
  return [...all].filter((name) => !ofPlatform.includes(name)).sort();
}
