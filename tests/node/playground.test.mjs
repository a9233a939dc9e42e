// The parts of the playground that need no page: source text, places in JSON, words.
import assert from "node:assert/strict";
import test from "node:test";
import init, { policy } from "passgate";

import { FRAMEWORKS } from "../../www/examples/code/index.js";
import { lineOf, placeOf, placeOfSyntax } from "../../www/examples/json-place.js";
import { escaped, json, jsxAttribute, literal } from "../../www/examples/literal.js";
import { INITIAL, OWN, identityOf, personAttributes } from "../../www/examples/state.js";
import { chosen, words } from "../../www/examples/words.js";

await init();

/** Texts that end a string, an attribute, an element or a comment somewhere. */
const HOSTILE = ['"', "'", "`", "\\", "${x}", "{{x}}", "{x}", "&quot;", "</script>", "<!--<script>", "-->", "*/", "\u2028", "\n", "\ud800", "😀", "王小明"];

test("a literal is a value again, and ends no script", () => {
  for (const value of [...HOSTILE, HOSTILE, policy("eiam"), { "a-b": 1, c: [], d: {}, e: null, f: [true, { g: HOSTILE }] }]) {
    const text = literal(value);
    assert.deepEqual(new Function(`return ${text};`)(), value);
    assert.doesNotMatch(text, /<[/!]|[\u2028\u2029]/);
    assert.deepEqual(JSON.parse(json(value)), value);
  }
  for (const line of literal(policy("feishu")).split("\n")) assert.ok(line.length <= 110, line);
});

test("an attribute of HTML and of JSX has the same value again", async () => {
  const { JSDOM } = await import("jsdom");
  const { transform } = await import("esbuild");
  for (const value of HOSTILE.filter((text) => text !== "\ud800")) {
    const { document } = new JSDOM(`<p title="${escaped(value)}">`).window;
    assert.equal(document.querySelector("p").title, value);
    const { code } = await transform(`<p ${jsxAttribute(["title", value])} />`, { loader: "jsx", jsxFactory: "h" });
    assert.equal(new Function("h", `return ${code}`)((_, { title }) => title), value);
  }
});

test("a mistake is found at its path in the text, however the text is written", () => {
  const document = { product: "eiam", rules: [{ rule: "length", max: 18, "a}\"": ["]", 7] }, { rule: "common" }] };
  for (const space of [0, 2, "\t"]) {
    const text = JSON.stringify(document, null, space);
    const at = (path) => {
      const { start, end } = placeOf(text, path);
      return text.slice(start, end);
    };
    assert.equal(at("rules[0].max"), "18");
    assert.equal(at("product"), '"eiam"');
    assert.equal(JSON.parse(at("rules[1]")).rule, "common");
    assert.deepEqual(JSON.parse(at("rules[1].min")), { rule: "common" }, "what is missing: the object that lacks it");
    assert.deepEqual(JSON.parse(at("")), document);
  }
  const text = '{\n  "product": "eiam",\n  "rules": [,]\n}';
  for (const message of ["Unexpected token , in JSON at position 35", "Expected a value at position 35 (line 3 column 13)", "JSON.parse: unexpected character at line 3 column 13 of the JSON data"]) {
    const { start, end } = placeOfSyntax(text, message);
    assert.equal(text.slice(start, end), ",", message);
    assert.equal(lineOf(text, start), 3);
  }
  assert.equal(placeOfSyntax(text, `Unexpected token ',', ..."rules": [,]" is not valid JSON`), undefined);
});

test("an empty field of the person is not known, or means that there is none", () => {
  const person = { username: " wangxm ", person: "", phones: "", emails: "a@b.example, ,c@d.example", words: "" };
  const state = { ...INITIAL, person };
  assert.deepEqual(identityOf(state), { username: "wangxm", emails: ["a@b.example", "c@d.example"] });
  assert.deepEqual(identityOf({ ...state, isEmptyNone: true }), {
    username: "wangxm",
    name: "",
    phones: [],
    emails: ["a@b.example", "c@d.example"],
    words: [],
  });
  const nobody = { ...state, person: { ...person, username: "", emails: "" } };
  assert.deepEqual([identityOf(nobody), personAttributes(nobody)], [undefined, []]);
});

test("every language has every sentence, and the code of each framework has its label", () => {
  const paths = (node, path = "") =>
    node && typeof node === "object" ? Object.entries(node).flatMap(([key, value]) => paths(value, `${path}.${key}`)) : [path];
  for (const [locale, sentences] of Object.entries(words)) {
    assert.deepEqual(paths(sentences).sort(), paths(words.en).sort(), locale);
    assert.deepEqual(Object.keys(sentences.hints), Object.keys(FRAMEWORKS));
    for (const [name, { code }] of Object.entries(FRAMEWORKS)) {
      const text = code({ ...INITIAL, locale, kind: "rules" }, sentences);
      if (name !== "schema") assert.ok(text.includes(sentences.password), `${locale} ${name}`);
      assert.ok(text.includes(locale), name);
      assert.ok(code({ ...INITIAL, locale, product: OWN, document: policy("lark") }, sentences).includes("lark"), name);
    }
  }
});

test("the language is the first of the browser's that there is", () => {
  for (const [preferences, expected] of [
    [["de", "zh-Hant-HK", "en"], "zh-TW"],
    [["zh"], "zh-CN"],
    [["en-GB", "zh-CN"], "en"],
    [["fr"], "en"],
    [[], "en"],
  ]) {
    assert.equal(chosen(preferences), expected);
  }
});
