// Parts of the elements that need no browser: one `passwordrules` for two policies, and the names of characters.

import assert from "node:assert/strict";
import test from "node:test";
import init, { Checker } from "passgate";

import { about, isMixed, seen } from "../../pkg/src/element/marks.js";
import { both } from "../../pkg/src/element/password-rules.js";
import { words } from "../../pkg/src/element/words.js";

await init();

const rule = (rules) => new Checker({ product: "eiam", rules }).passwordRules().attribute;

test("the attribute for two policies is the stricter of both", () => {
  const symbols = (text) => ({ rule: "charset", symbols: text });
  for (const [one, other, expected] of [
    ["minlength: 8; allowed: lower, upper, digit;", "minlength: 8; allowed: lower, upper, digit;", "minlength: 8; allowed: lower, upper, digit;"],
    [
      "minlength: 8; maxlength: 18; allowed: lower;",
      "minlength: 12; max-consecutive: 2; allowed: lower, upper;",
      "minlength: 12; maxlength: 18; max-consecutive: 2; allowed: lower;",
    ],
    [
      "required: lower; required: digit, [-;]; allowed: lower, digit, [-;]];",
      "required: [;]]; allowed: lower, [;]];",
      "required: lower; required: [;]; required: [;]]; allowed: lower, [;]];",
    ],
    ["minlength: 8; allowed: lower;", "required: digit; allowed: digit;", "minlength: 8;"],
    ["allowed: [-!#]];", "allowed: lower, [-!]];", "allowed: [-!]];"],
    ["max-consecutive: 3; allowed: lower;", "max-consecutive: 2; allowed: lower;", "max-consecutive: 2; allowed: lower;"],
    ["maxlength: 18; allowed: upper, digit;", "maxlength: 16; allowed: upper;", "maxlength: 16; allowed: upper;"],
  ]) {
    assert.equal(both(one, other), expected);
    assert.equal(both(other, one).length, expected.length);
  }
  const narrow = rule([{ rule: "length", min: 10 }, symbols("-]!")]);
  const wide = rule([{ rule: "length", min: 8, max: 20 }, symbols("]-;#"), { rule: "composition", classes: ["lower", "digit", "symbol"], at_least: 3 }]);
  assert.equal(both(narrow, wide), "minlength: 10; maxlength: 20; required: lower; required: digit; required: [-]]; allowed: lower, upper, digit, [-]];");
});

test("a password of the attribute for both shipped policies has what each asks for", () => {
  const checkers = ["eiam", "feishu"].map((product) => new Checker(product));
  const attribute = both(...checkers.map((checker) => checker.passwordRules().attribute));
  const allowed = /allowed: .*\[(.*)\];/.exec(attribute)[1];
  assert.ok(allowed.includes("~") && !/["'()\\[{|}\]]/.test(allowed), attribute);
  assert.match(attribute, /^minlength: 8; maxlength: 18; max-consecutive: 2; required: /);
  for (const checker of checkers) {
    for (const { rule: name, status } of checker.check("Nab~38Zk").findings) {
      if (["length", "charset", "composition", "repetition"].includes(name)) assert.equal(status, "met", name);
    }
  }
});

/** What the row of unsupported characters says of this text. */
function named(text, locale = "en") {
  const checker = new Checker("eiam");
  const row = checker.rows(text, locale).find((found) => found.rule === "charset");
  assert.equal(row.state, "unmet", text);
  return about(row, text, { isRevealed: false, words: words[locale].marks });
}

test("one grapheme has one name", () => {
  for (const [text, expected] of [
    ["Ab1~👨‍👩‍👧xy", "‘👨‍👩‍👧’"],
    ["Ab1~👍🏽xy", "‘👍🏽’"],
    ["Ab1~🏳️‍🌈xy", "‘🏳️‍🌈’"],
    ["Ab1~🇨🇳🇫🇷xy", "‘🇨🇳’, ‘🇫🇷’"],
    ["Ab1~🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}xy", "‘🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}’"],
    ["Ab~1\ufe0f\u20e3xy", "‘1\ufe0f\u20e3’"],
    ["Ab1~e\u0301xy", "‘e\u0301’"],
    ["Ab1~王明xy", "‘王’, ‘明’"],
    ["Ab1~\u200bx\u200dy", "U+200B, U+200D"],
    ["Ab1~\u202exy", "U+202E"],
    [" Ab1~ xy ", "space at the beginning, space, space at the end"],
    ["Ab1~\t\u3000xy", "tab, full-width space"],
    ["Ab1~\ud800xy", "U+D800"],
  ]) {
    assert.equal(named(text), expected, JSON.stringify(text));
  }
});

test("the part of the text follows in brackets, or as a sentence after a full stop or other brackets", () => {
  for (const [locale, says, found, expected] of [
    ["en", "It contains a tab", "tab", "It contains a tab (tab)"],
    ["en", "You can still use it.", "tab", "You can still use it. Found: tab."],
    ["en", "It is not supported (the service decides)", "tab", "It is not supported (the service decides). Found: tab."],
    ["zh-CN", "含有制表符", "制表符", "含有制表符（制表符）"],
    ["zh-CN", "也可以继续提交。", "制表符", "也可以继续提交。涉及：制表符。"],
    ["zh-CN", "这类字符不支持（以服务方的结果为准）", "空格", "这类字符不支持（以服务方的结果为准）。涉及：空格。"],
    ["zh-TW", "含有定位字元", "定位字元", "含有定位字元（定位字元）"],
    ["zh-TW", "也可以繼續送出。", "定位字元", "也可以繼續送出。相關部分：定位字元。"],
  ]) {
    assert.equal(words[locale].marks.after({ says, found }), expected);
  }
});

test("an emoji of several characters is of one kind, and is shown as it is", () => {
  const spans = [[1, 9]];
  assert.equal(isMixed({ rule: "charset", spans }, "x👨‍👩‍👧"), false);
  assert.equal(isMixed({ rule: "charset", spans: [[0, 9]] }, "王👨‍👩‍👧"), true);
  assert.equal(isMixed({ rule: "charset", spans: [[0, 4]] }, "🇨🇳"), false);
  assert.equal(seen("a👨‍👩‍👧 \u200d"), "a👨‍👩‍👧␣[U+200D]");
});
