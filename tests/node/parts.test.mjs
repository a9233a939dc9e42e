// The road of a browser: the module first, its parts when they come.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

const file = (name) => readFile(new URL(`../../pkg/dist/${name}`, import.meta.url));
/** Each is a module of its own, as in a page that has just been opened. */
let pages = 0;
const page = () => import(`../../pkg/dist/index.js?page=${(pages += 1)}`);
const status = (checker, password, rule) =>
  checker.check(password).findings.find((finding) => finding.rule === rule).status;

test("a row that waits for a part is unsure until it is there, in checkers made before, too", async () => {
  const { default: init, complete, Checker } = await page();
  const weak = withResolvers();
  const names = withResolvers();
  await init(await file("passgate_bg.wasm"), { names: names.promise, weak: weak.promise });
  const checker = new Checker("eiam", { name: "王小明" });
  checker.refuse("Zk7#mQ2$vL9p", [{ code: "reused" }]);
  assert.equal(status(checker, "Wangxm@2024", "identity"), "unsure");
  assert.equal(status(checker, "Password123", "common"), "unsure");
  assert.equal(checker.accepts("Wangxm@2024"), true);
  assert.equal(checker.changes("Qz#Wangxm@8Tk").length, 8);

  names.resolve(await file("names.bin"));
  weak.resolve(new Response(await file("weak.bin")));
  await complete();
  assert.deepEqual(checker.changes("Qz#Wangxm@8Tk").map(({ rule, status }) => [rule, status]), [
    ["common", "met"],
    ["identity", "unmet"],
  ]);
  assert.equal(checker.accepts("Wangxm@2024"), false);
  assert.equal(status(checker, "Password123", "common"), "unmet");
  assert.equal(status(checker, "Zk7#mQ2$vL9p", "history"), "unmet", "what was learned stays");
  checker.free();
});

test("a part that is none is refused by name, and the rest works", async () => {
  const { default: init, complete, Checker } = await page();
  const names = await file("names.bin");
  await init(await file("passgate_bg.wasm"), { names: names.subarray(1), weak: await file("weak.bin") });
  await assert.rejects(complete(), { name: "PartError", message: /^names/ });
  await assert.rejects(complete(), { name: "PartError" }, "a second call tries again");
  const checker = new Checker("eiam", { name: "王小明" });
  assert.equal(status(checker, "Password123", "common"), "unmet");
  assert.equal(status(checker, "Wangxm@2024", "identity"), "unsure");
});

test("a part that the server does not have is said with its status", async () => {
  const { default: init, complete } = await page();
  const gone = new Response("", { status: 404 });
  await init(await file("passgate_bg.wasm"), { names: gone, weak: await file("weak.bin") });
  await assert.rejects(complete(), { name: "PartError", message: "names: 404" });
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
