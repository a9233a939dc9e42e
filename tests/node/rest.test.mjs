// The road of a browser: the first half of the module, and the rest when it comes.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

const file = (name) => readFile(new URL(`../../pkg/dist/${name}`, import.meta.url));
/** Each is a module of its own, as in a page that has just been opened. */
let pages = 0;
const page = () => import(`../../pkg/dist/index.js?page=${(pages += 1)}`);
const status = (checker, password, rule) =>
  checker.check(password).findings.find((finding) => finding.rule === rule).status;

const PERSON = {
  name: "王小明",
  username: "王.xm",
  phones: ["+86 138 0013 8000"],
  emails: ["wang.xm@例子.cn"],
  words: ["竹云"],
};
const POLICY = {
  product: "eiam",
  rules: [
    { rule: "length", min: 3, max: 18, unit: "grapheme" },
    { rule: "charset", symbols: "any", letters: "any", space: false },
    { rule: "composition", classes: ["letter", "digit", "symbol"], at_least: 2 },
    { rule: "username", match: "contains", reversed: true },
    { rule: "common", patterns: "refuse" },
    { rule: "history" },
    { rule: "repetition", count: "total", max: 2, case_sensitive: false },
    { rule: "identity", fields: ["username", "phone", "email-prefix", "name-pinyin"] },
  ],
};

test("a row that waits for the rest is unsure until it is there, in checkers made before, too", async () => {
  const { default: init, complete, Checker } = await page();
  const rest = withResolvers();
  await init(await file("passgate_bg.wasm"), rest.promise);
  const checker = new Checker("eiam", { name: "王小明" });
  checker.refuse("Zk7#mQ2$vL9p", [{ code: "reused" }]);
  assert.equal(status(checker, "Wangxm@2024", "identity"), "unsure");
  assert.equal(status(checker, "Password123", "common"), "unsure");
  assert.equal(status(checker, "Kx7#mQ2$密", "charset"), "unsure");
  assert.equal(checker.accepts("Wangxm@2024"), true);
  assert.equal(checker.changes("Qz#Wangxm@8Tk").length, 8);

  rest.resolve(new Response(await file("rest.wasm")));
  await complete();
  assert.deepEqual(checker.changes("Qz#Wangxm@8Tk").map(({ rule, status }) => [rule, status]), [
    ["common", "met"],
    ["identity", "unmet"],
  ]);
  assert.equal(checker.accepts("Wangxm@2024"), false);
  assert.equal(status(checker, "Password123", "common"), "unmet");
  assert.equal(status(checker, "Kx7#mQ2$密", "charset"), "unmet");
  assert.equal(status(checker, "Zk7#mQ2$vL9p", "history"), "unmet", "what was learned stays");
  checker.free();
});

test("where the platform lacks the old standards, or knows others, names in Han characters are unsure", async () => {
  const platform = globalThis.TextDecoder;
  const lacking = (label, options) => {
    if (label !== "utf-8") throw new RangeError(`the encoding ${label} is not supported`);
    return new platform(label, options);
  };
  const other = (label, options) => new platform(label === "gbk" ? "big5" : label, options);
  for (const [decoder, name, expected] of [
    [platform, "\u{2F84}小明", "unmet"],
    [platform, "\u{FACF}小明", "unsure"],
    [lacking, "王小明", "unsure"],
    [other, "王小明", "unsure"],
    [lacking, "Wangxm Smith", "unmet"],
  ]) {
    globalThis.TextDecoder = function (...args) {
      return decoder === platform ? new platform(...args) : decoder(...args);
    };
    const { default: init, complete, Checker } = await page();
    await init(await file("passgate_bg.wasm"), await file("rest.wasm"));
    await complete();
    globalThis.TextDecoder = platform;
    const checker = new Checker("eiam", { name });
    assert.equal(status(checker, name === "\u{2F84}小明" ? "Zhixm@2024" : "Wangxm@2024", "identity"), expected, name);
    assert.equal(status(checker, "Password123", "common"), "unmet");
  }
});

test("everything but what asks for the whole works before the rest is there", async () => {
  const { default: init, Checker, describe, policy } = await page();
  await init(await file("passgate_bg.wasm"), new Promise(() => {}));
  const texts = ["", " ", "\t", "a\r\n", "Wangxm@2024", "王小明", "\uD800", "Ｗang", "e\u0301👨‍👩‍👧", "密".repeat(9_000)];
  for (let code = 0; code < 0x3000; code += 1) texts.push(`Kx7#${String.fromCharCode(code)}`);
  for (const rules of ["feishu", "eiam", POLICY, { ...POLICY, rules: POLICY.rules.map((rule) => ({ ...rule, advice: true })) }]) {
    const checker = new Checker(rules, PERSON);
    for (const locale of ["zh-CN", "en"]) assert.ok(checker.checklist(locale).every(({ text }) => text));
    for (const text of texts) {
      const { accepted, findings } = checker.check(text);
      assert.equal(checker.accepts(text), accepted);
      checker.changes(text);
      for (const { violation } of findings) if (violation) assert.ok(describe(violation, "en"));
    }
    for (const violation of [{ code: "too-common", pattern: "keyboard-walk" }, { code: "not-accepted", message: "密码" }]) {
      checker.refuse("王小明@Kx7", [violation]);
      checker.refuse("Kx7#mQ2$", [violation]);
    }
    assert.equal(checker.accepts("王小明@Kx7"), false);
    assert.match(checker.passwordRules().attribute, /minlength/);
    assert.throws(() => checker.generate(), { name: "NotReadyError", message: "await complete() first" });
    checker.free();
  }
  for (const product of ["feishu", "eiam"]) assert.equal(policy(product).product, product);
  assert.throws(() => new Checker({ product: "eiam", rules: [{ rule: "charset" }, 1] }), { path: "rules[1]" });
  assert.throws(() => new Checker("eiam", { name: 1 }), { name: "IdentityError", path: "name" });
});

/** A module that asks the first half for a memory it does not have. */
const OTHER = [0, 97, 115, 109, 1, 0, 0, 0, 2, 8, 1, 1, 97, 1, 120, 2, 0, 1];

test("what is no rest is refused, and the next call tries again", async () => {
  const { default: init, complete, Checker } = await page();
  const sources = [new Uint8Array([1, 2, 3]), new Uint8Array(OTHER), await file("rest.wasm")];
  await init(await file("passgate_bg.wasm"), { then: (settle) => settle(sources.shift()) });
  await assert.rejects(complete(), { name: "PartError" });
  await assert.rejects(complete(), { name: "PartError" });
  const checker = new Checker("eiam", { name: "王小明" });
  assert.equal(status(checker, "Wangxm@2024", "identity"), "unsure");
  await complete();
  assert.equal(status(checker, "Wangxm@2024", "identity"), "unmet");
});

test("the rest of another build does not go with this one", async () => {
  const { default: init, complete } = await page();
  const rest = new Uint8Array(await file("rest.wasm"));
  const [{ name: stamp }] = WebAssembly.Module.imports(new WebAssembly.Module(rest)).filter(({ kind }) => kind === "memory");
  const at = Buffer.from(rest).indexOf(stamp);
  rest[at] = rest[at] === 0x30 ? 0x31 : 0x30;
  await init(await file("passgate_bg.wasm"), rest);
  await assert.rejects(complete(), { name: "PartError" });
});

test("what the server does not have is said with its status", async () => {
  const { default: init, complete } = await page();
  await init(await file("passgate_bg.wasm"), new Response("", { status: 404 }));
  await assert.rejects(complete(), { name: "PartError", message: /^404/ });
});

test("before init() there is nothing to complete", async () => {
  const { complete } = await page();
  await assert.rejects(complete(), { name: "NotReadyError" });
});

function withResolvers() {
  let resolve;
  const promise = new Promise((settle) => (resolve = settle));
  return { promise, resolve };
}

test("neither half imports a function: engines would build bridges that nobody crosses", async () => {
  const imports = async (name) => WebAssembly.Module.imports(await WebAssembly.compile(await file(name)));
  assert.deepEqual(await imports("passgate_bg.wasm"), []);
  const rest = await imports("rest.wasm");
  assert.deepEqual([...new Set(rest.map(({ kind }) => kind))].sort(), ["global", "memory", "table"]);
});
