// The JavaScript contract of the package: calls, values and errors.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

import init, * as passgate from "passgate";

const { Checker, describe, policy } = passgate;

test("every call before init() throws", () => {
  for (const call of [() => new Checker("eiam"), () => describe({ code: "empty" }, "en"), () => policy("eiam")]) {
    assert.throws(call, { name: "NotReadyError" });
  }
});

test("init() can be called without arguments, twice, and with bytes", async () => {
  await init();
  await init();
  await init(await readFile(new URL("../../pkg/dist/passgate_bg.wasm", import.meta.url)));
});

test("the errors have the names that index.d.ts declares", async () => {
  const text = (path) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");
  const sources = ["pkg/src/checker.js", "pkg/src/load.js", "crates/passgate-wasm/src/call_error.rs"];
  const names = (source) => new Set(source.match(/(?<=")\w+Error(?=")/g));
  const thrown = names((await Promise.all(sources.map(text))).join());
  assert.deepEqual([...thrown].sort(), [...names(await text("pkg/index.d.ts"))].sort());
  assert.ok(thrown.size > 5, [...thrown].join());
});

test("the exports are those that index.d.ts declares", async () => {
  const declared = await readFile(new URL("../../pkg/index.d.ts", import.meta.url), "utf8");
  const names = [...declared.matchAll(/^export (?:default )?(?:function|class) (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual(names.sort(), ["Checker", "describe", "init", "policy"]);
  assert.deepEqual(Object.keys(passgate).sort(), ["Checker", "default", "describe", "init", "policy"]);
  const methods = [...declared.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name);
  assert.deepEqual(methods.sort(), Object.getOwnPropertyNames(Checker.prototype).sort());
});

test("a report is plain data in policy order", () => {
  const checker = new Checker("eiam", { username: "wangxm", name: "王小明" });
  const report = checker.check("Wangxm@1");
  assert.equal(report.accepted, false);
  assert.deepEqual(
    report.findings.map(({ rule }) => rule),
    policy("eiam").rules.map(({ rule }) => rule),
  );
  assert.deepEqual(report.findings.at(-1), {
    rule: "identity",
    status: "unmet",
    violation: { code: "contains-identity", fields: ["username"] },
    spans: [[0, 6]],
  });
  assert.deepEqual(structuredClone(report), report);
  checker.free();
});

test("the shipped policies can be parsed, and accept the passwords of the vendors' examples", () => {
  for (const [product, example] of [
    ["feishu", "abcd*efg"],
    ["feishu", "1234abcd"],
    ["eiam", "P@ssw0rd123"],
  ]) {
    const document = policy(product);
    assert.equal(document.product, product);
    for (const checker of [new Checker(product), new Checker(document)]) {
      assert.equal(checker.accepts(example), true, example);
      checker.free();
    }
  }
});

test("the checklist has a requirement per row in every language", () => {
  const checker = new Checker("feishu");
  const [zh, en] = ["zh-CN", "en"].map((locale) => checker.checklist(locale));
  assert.deepEqual(zh[0], { rule: "length", text: "至少 8 个字符" });
  assert.deepEqual(en[0], { rule: "length", text: "At least 8 characters" });
  assert.deepEqual(zh.map(({ rule }) => rule), en.map(({ rule }) => rule));
  checker.free();
});

test("rows are idle at first; then each has a state and a sentence", () => {
  const checker = new Checker("eiam", { username: "wangxm" });
  const idle = checker.rows("", "en");
  assert.deepEqual(idle.map(({ rule, asks }) => ({ rule, text: asks })), checker.checklist("en"));
  assert.deepEqual(idle[0], { rule: "length", label: "length", state: "idle", asks: "8 to 18 characters" });
  assert.ok(idle.every((row) => row.state === "idle" && !("says" in row) && !("spans" in row)));
  for (const text of ["Wangxm@1", "x", "Tide*Lamp72", "密码", "a".repeat(9000)]) {
    const { findings } = checker.check(text);
    const rows = checker.rows(text, "zh-TW");
    assert.deepEqual(rows.map(({ rule, state, spans }) => [rule, state, spans]), findings.map(({ rule, status, spans }) => [rule, status, spans]));
    for (const { state, says, label, asks } of rows) {
      assert.equal(says === undefined, state === "met");
      assert.ok(label && asks && says !== "");
    }
    const unmet = findings.filter(({ status }) => status === "unmet");
    const messages = rows.filter(({ state }) => state === "unmet").map(({ says }) => says);
    assert.deepEqual(checker.issues(text, "zh-TW"), unmet.map(({ rule, violation }, at) => ({ message: messages[at], rule, violation })));
  }
  const row = (rule, text) => checker.rows(text).find((one) => one.rule === rule);
  assert.deepEqual(row("identity", "Wangxm@1"), {
    rule: "identity",
    label: "personal details",
    state: "unmet",
    asks: idle.at(-1).asks,
    says: "The password must not contain your username",
    spans: [[0, 6]],
  });
  assert.equal(row("history", "Tide*Lamp72").says, "Only the service knows your earlier passwords");
  assert.deepEqual(checker.issues("", "en").map(({ message, rule }) => [message, rule]), [["Enter a password", "length"]]);
  checker.refuse("Tide*Lamp72", [{ code: "not-accepted", message: "复杂度不足" }]);
  assert.equal(row("vendor", "Tide*Lamp72").says, "The password was not accepted: 复杂度不足");
  assert.equal(row("vendor", "Tide*Lamp73"), undefined);
  assert.equal(row("vendor", ""), undefined);
  assert.throws(() => checker.rows("x", "en_US"), { name: "LocaleError" });
  assert.throws(() => checker.rows(7), TypeError);
  checker.free();
});

test("identify() replaces the person and keeps the learned limits", () => {
  const checker = new Checker("eiam");
  const status = (text, rule) => checker.check(text).findings.find((row) => row.rule === rule).status;
  checker.refuse("Tide*Lamp72", [{ code: "too-short", min: 12 }]);
  assert.equal(status("Wangxm@Lamp7", "identity"), "unsure");
  checker.identify({ username: "wangxm", name: "王小明", phones: [], emails: [], words: [] });
  assert.equal(status("Wangxm@Lamp7", "identity"), "unmet");
  assert.equal(status("Tide*Lamp-72", "identity"), "met");
  assert.equal(status("Tide*Lamp73", "length"), "unmet");
  for (const [identity, path] of [[7, ""], [{ phones: "1" }, "phones"], [new Map(), ""]]) {
    assert.throws(() => checker.identify(identity), { name: "IdentityError", ...(path && { path }) });
    assert.equal(status("Wangxm@Lamp7", "identity"), "unmet");
  }
  checker.identify({ username: "lilei", name: "李雷", phones: [], emails: [], words: [] });
  assert.deepEqual(["Wangxm@Lamp7", "Lilei@Lamp-7"].map((text) => checker.accepts(text)), [true, false]);
  checker.free();
});

test("a language is negotiated; a malformed tag is an error", () => {
  const checker = new Checker("eiam");
  const [mainland, taiwan, english] = ["8～18 个字符", "8～18 個字元", "8 to 18 characters"];
  for (const [tags, asks] of [
    [["zh", "zh-CN", "zh-Hans-CN", "ZH-hans", "zh-SG"], mainland],
    [["zh-TW", "zh-Hant-TW", "zh-Hant", "zh-HK"], taiwan],
    [["en", "en-US", "fr", "ja-JP", "x-private", "xx"], english],
  ]) {
    for (const tag of tags) {
      assert.equal(checker.rows("", tag)[0].asks, asks, tag);
      assert.equal(checker.checklist(tag)[0].text, asks, tag);
    }
  }
  assert.equal(describe({ code: "empty" }, "zh-Hant-TW"), "請輸入密碼");
  assert.equal(describe({ code: "empty" }), "Enter a password");
  assert.equal(checker.checklist()[0].text, english);
  for (const none of ["", "en_US", "no tag", "e", "*", "undefined", null, 7, ["en"]]) {
    for (const call of [() => checker.checklist(none), () => describe({ code: "empty" }, none)]) {
      assert.throws(call, { name: "LocaleError" });
    }
  }
  checker.free();
});

test("a form can request only the changed rows", () => {
  const checker = new Checker("eiam");
  const rules = (password) => checker.changes(password).map(({ rule }) => rule);
  assert.equal(rules("").length, checker.check("").findings.length);
  assert.deepEqual(rules(""), []);
  assert.deepEqual(rules("z"), ["length", "composition", "common"]);
  assert.deepEqual(rules("zzz"), ["common", "repetition"]);
  assert.deepEqual(rules("zzzz"), ["common", "repetition"], "the same rows, another span");
  checker.refuse("zzzz", [{ code: "reused" }, { code: "not-accepted", message: "复杂度不足" }]);
  assert.deepEqual(checker.changes("zzzz").map(({ violation }) => violation), [{ code: "reused" }]);
  assert.deepEqual(rules("zzz"), ["common", "history", "repetition"]);
  checker.free();
});

test("a refusal's violation keeps the vendor's message", () => {
  const checker = new Checker("feishu");
  const violation = { code: "not-accepted", message: "格式不正确" };
  checker.refuse("Kx7#mQ2$", [violation]);
  const row = checker.check("Kx7#mQ2$").findings.find(({ rule }) => rule === "vendor");
  assert.deepEqual(row.violation, violation);
  checker.free();
});

test("a refusal makes its row unmet for that text, and its limits apply to every text", () => {
  const checker = new Checker("eiam");
  const row = (text, rule) => checker.check(text).findings.find((finding) => finding.rule === rule);
  checker.refuse("Kx7#mQ2$vL9p", [{ code: "reused" }]);
  assert.deepEqual(row("Kx7#mQ2$vL9p", "history"), {
    rule: "history",
    status: "unmet",
    violation: { code: "reused" },
  });
  assert.equal(checker.accepts("Kx7#mQ2$vL9q"), true);
  checker.refuse("Kx7#mQ2$", [{ code: "wrong-length", min: 10, max: 16 }]);
  assert.deepEqual(row("Kx7#mQ2$v", "length").violation, { code: "too-short", min: 10 });
  assert.deepEqual(checker.checklist("en")[0].text, "10 to 16 characters");
  assert.match(checker.passwordRules().attribute, /^minlength: 10; maxlength: 16;/);
  checker.free();
});

test("a pasted file is too long, and is never copied into the module", () => {
  const checker = new Checker("eiam", { username: "wangxm" });
  checker.check("Kx7#mQ2$vL9p");
  const short = "a".repeat(8_193);
  for (const text of ["Kx7#".repeat(5_000_000), "密".repeat(10_000_000)]) {
    const before = process.memoryUsage().arrayBuffers;
    assert.equal(checker.accepts(text), false);
    const { accepted, findings } = checker.check(text);
    assert.equal(accepted, false);
    assert.deepEqual(findings[0].violation, { code: "too-long", max: 18 });
    assert.deepEqual(findings[0].spans, [[18, text.length]]);
    assert.ok(findings.slice(1).every(({ status, violation }) => status === "unsure" && !violation));
    const without = (rows) => rows.map(({ spans, ...row }) => row);
    assert.deepEqual(without(checker.rows(text, "en")), without(checker.rows(short, "en")));
    assert.deepEqual(checker.issues(text, "en"), checker.issues(short, "en"));
    checker.refuse(text, [{ code: "too-long", max: 9 }]);
    assert.equal(checker.checklist("en")[0].text, "8 to 18 characters");
    assert.throws(() => checker.refuse(text, [{ code: "nonsense" }]), { name: "ViolationError" });
    assert.equal(describe({ code: "not-accepted", message: text }, "en").length, "The password was not accepted: ".length + 200);
    assert.throws(() => checker.identify({ username: text }), { name: "IdentityError", path: "username" });
    assert.ok(process.memoryUsage().arrayBuffers - before < 1_000_000);
  }
  assert.equal(checker.accepts("Kx7#mQ2$vL9p"), true);
  checker.free();
});

test("violations contain the policy's minimum for each class, and both limits of a contradicted length", () => {
  const of = (rule, text) => new Checker({ product: "eiam", rules: [rule] }).check(text).findings[0].violation;
  assert.deepEqual(of({ rule: "composition", classes: ["letter", "digit"], at_least: 2, each: 2 }, "ab1"), {
    code: "too-few-classes",
    required: 2,
    found: 1,
    missing: ["digit"],
    each: 2,
  });
  assert.deepEqual(of({ rule: "length", min: 20, max: 30, documented: { min: 8, max: 18 } }, "Kx7#mQ2$vL9pKx7#mQ2$vL9p"), {
    code: "wrong-length",
    min: 20,
    max: 30,
    documented_min: 8,
    documented_max: 18,
  });
});

test("generated passwords are accepted and differ", () => {
  for (const product of ["feishu", "eiam"]) {
    const checker = new Checker(product, { name: "王小明", username: "wangxm" });
    const made = Array.from({ length: 50 }, () => checker.generate());
    assert.equal(new Set(made).size, made.length);
    assert.ok(made.every((password) => checker.accepts(password)));
    const readable = Array.from({ length: 50 }, () => checker.generate({ readable: true }));
    assert.equal(new Set(readable).size, readable.length);
    assert.ok(readable.every((password) => checker.accepts(password)));
    assert.ok(readable.every((password) => /^[A-Z][a-z]{5}-[a-z]{6}-[2-9]{4}$/.test(password)));
    checker.free();
  }
  const never = { name: "GenerateError" };
  const spaces = { rule: "charset", letters: "none", digits: false, space: true };
  assert.throws(() => new Checker({ product: "eiam", rules: [spaces] }).generate(), never);
  const short = new Checker({ product: "eiam", rules: [{ rule: "length", max: 13 }] });
  assert.throws(() => short.generate({ readable: true }), { name: "GenerateError", message: /needs more characters/ });
  // Half a million random bits are needed for 4,096 times the same character, more than are drawn at
  // first.
  const bars = { rule: "charset", symbols: "|", letters: "none", digits: false };
  const long = new Checker({ product: "eiam", rules: [{ rule: "length", min: 4_096 }, bars] });
  assert.equal(long.generate(), "|".repeat(4_096));
  const once = { rule: "repetition", count: "total", max: 1 };
  const named = { ...never, message: "no password satisfies every rule: see `length`, `repetition`" };
  assert.throws(() => new Checker({ product: "eiam", rules: [{ rule: "length", min: 200 }, once] }).generate(), named);
});

test("an absent member of the identity is unknown, and an empty one means that there is none", () => {
  const identity = (person) => {
    const checker = new Checker("eiam", person);
    const row = checker.check("wangxiaoming#1Ab").findings.find(({ rule }) => rule === "identity");
    assert.equal(checker.accepts("wangxiaoming#1Ab"), row.status !== "unmet");
    checker.free();
    return row;
  };
  const fields = ["phone", "email-prefix", "name-pinyin"];
  const unknown = { rule: "identity", status: "unsure", violation: { code: "unknown-identity", fields } };
  assert.deepEqual(identity({ username: "u77x" }), unknown);
  assert.deepEqual(identity({ username: "u77x", name: "", phones: [], emails: [] }), { rule: "identity", status: "met" });
  assert.equal(identity({ name: "王小明" }).status, "unmet");
  assert.match(describe(unknown.violation, "en"), /phone number.*email.*name in pinyin.*missing or incomplete/);
});

test("alternating checkers judge texts of any length while the memory grows", () => {
  const checkers = Array.from({ length: 8 }, () => new Checker("feishu"));
  for (const length of [9, 70, 9, 9_000, 12, 300_000, 8, 64, 8_192, 65, 8_193, 10]) {
    for (const checker of checkers) {
      const text = "Kx7#mQ2$vL9p".repeat(Math.ceil(length / 12)).slice(0, length);
      const { accepted, findings } = checker.check(text);
      assert.equal(checker.accepts(text), accepted);
      assert.equal(accepted, length <= 8_192, `${length}`);
      assert.equal(findings[0].status, accepted ? "met" : "unmet");
      assert.equal(checker.accepts(checker.generate()), true);
    }
  }
  for (const checker of checkers) checker.free();
});

test("every string has a verdict", () => {
  const checker = new Checker("eiam", { username: "wangxm", name: "王小明", phones: ["13800138000"] });
  let state = 42;
  const random = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let round = 0; round < 2_000; round += 1) {
    const units = Array.from({ length: random(40) }, () => (random(3) ? 0xd700 + random(0x1000) : random(0x80)));
    const text = String.fromCharCode(...units);
    const { accepted, findings } = checker.check(text);
    assert.equal(checker.accepts(text), accepted);
    for (const [from, to] of findings.flatMap((finding) => finding.spans ?? [])) {
      assert.ok(from >= 0 && from < to && to <= text.length);
    }
  }
  const pasted = "a1\ud83d".repeat(350_000);
  assert.equal(checker.check(pasted).findings[0].violation.code, "too-long");
  checker.free();
});
