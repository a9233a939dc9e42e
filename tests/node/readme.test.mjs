// Runs the examples of the README, docs/links.md and docs/integrate.md unchanged against the running
// stack.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import test from "node:test";

import { isPassword, newAccount, stack } from "../sdk/stack.mjs";
import { example, printed } from "./examples.mjs";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));
const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
const links = await readFile(new URL("../../docs/links.md", import.meta.url), "utf8");
const integrate = await readFile(new URL("../../docs/integrate.md", import.meta.url), "utf8");

test("the JavaScript example drives a Checker with the Worker's policy and prints the documented output", async () => {
  const code = example(readme, "javascript", "js");
  const { stdout } = await run("node", ["--input-type=module", "--eval", code], {
    cwd: root,
    env: { ...process.env, PASSGATE_BASE: stack.base },
  });
  assert.deepEqual(stdout.trimEnd().split("\n"), printed(code));
});

test("the curl example is refused with the vendor's code, and resets the password when corrected", async () => {
  const code = example(readme, "curl", "sh");
  const { id, secret } = stack.clients.feishu;
  const account = await newAccount("readme");
  const environment = { PASSGATE_BASE: stack.base, CLIENT: id, SECRET: secret, OPEN_ID: account.feishu.open_id };
  const answer = await shell(code, environment);
  assert.equal(answer.code, 1050022);
  assert.equal(answer.violations[0].code, "too-few-classes");
  const [comment] = printed(code);
  assert.ok(comment.startsWith(`{"code":1050022,"msg":${JSON.stringify(answer.msg)},`), comment);

  assert.match(readme, /With `abcd\*efg` the same call answers `{"code":0,/);
  const corrected = await shell(code.replace("abcdefgh", "abcd*efg"), environment);
  assert.equal(corrected.code, 0);
  assert.equal(await isPassword("feishu", account, "abcd*efg"), true);
});

test("a link is minted, shown and redeemed by the commands of docs/links.md", async () => {
  const { id, secret } = stack.clients.tickets;
  const account = await newAccount("links");
  const environment = { PASSGATE_BASE: stack.base, CLIENT: id, SECRET: secret, USER_ID: account.eiam.user_id };
  const mint = example(links, "mint", "sh");
  const minted = await shell(`${example(links, "token", "sh")}\n${mint}`, environment);
  assert.deepEqual(Object.keys(minted), Object.keys(sample(mint)));
  assert.equal(minted.link, `${stack.base}/eiam/#${minted.ticket}`);

  // The three calls of a custom page.
  const redeem = example(links, "redeem", "sh");
  const [show, claim, change] = redeem.split(/\n\n/);
  const own = { ...environment, EDGE: stack.base, TICKET: minted.ticket, BROWSER: randomBytes(32).toString("base64url") };
  const shown = await shell(show, own);
  assert.deepEqual([shown.product, shown.action, shown.attempts_left], ["eiam", "change-password", 10]);
  assert.deepEqual(shown.identity, { username: "ouyangfeng", name: "欧阳锋" });
  assert.equal(await shell(claim, own), 204);
  const elsewhere = { ...own, BROWSER: randomBytes(32).toString("base64url") };
  assert.equal((await shell(show, elsewhere)).outcome, "unauthenticated");
  const changed = await shell(change, own);
  assert.deepEqual([changed.user_id, changed.outcome], [account.eiam.user_id, "done"]);
  assert.equal(await isPassword("eiam", account, "Tide*Lamp72"), true);
});

test("the policy of docs/links.md is valid, and has the rules that the page describes", async () => {
  const { default: init, Checker } = await import("passgate");
  await init();
  const policy = JSON.parse(example(links, "policy", "json"));
  const checker = new Checker(policy, { username: "wangxm", name: "王小明", phones: [], emails: [] });
  const broken = (text) =>
    checker.check(text).findings.filter(({ status }) => status === "unmet").map(({ rule }) => rule);
  assert.deepEqual(broken("Tide*Lamp72"), []);
  assert.deepEqual(broken("Tide*Lam7"), ["length"]);
  assert.deepEqual(broken("tidelamp721"), ["composition"]);
});

for (const [name, vendor] of [["feishu-node", "feishu"], ["eiam", "eiam"]]) {
  test(`the example ${name} of docs/integrate.md resets a password and prints the documented output`, async () => {
    const code = example(integrate, name, "js");
    const { id, secret } = stack.clients[vendor];
    const account = await newAccount(name.replace("-", ""));
    const { stdout } = await run("node", ["--input-type=module", "--eval", code], {
      cwd: root,
      env: {
        ...process.env,
        EDGE: stack.base,
        CLIENT: id,
        SECRET: secret,
        OPEN_ID: account.feishu.open_id,
        USER_ID: account.eiam.user_id,
      },
    });
    assert.equal(stdout.trimEnd(), printed(code).at(-1));
    assert.equal(await isPassword(vendor, account, "Tide*Lamp72"), true);
  });
}

test("the example link of docs/integrate.md mints a link and prints what it says", async () => {
  const code = example(integrate, "link", "js");
  const { id, secret } = stack.clients.tickets;
  const account = await newAccount("integratelink");
  const environment = { ...process.env, EDGE: stack.base, CLIENT: id, SECRET: secret, USER_ID: account.eiam.user_id };
  const { stdout } = await run("node", ["--input-type=module", "--eval", code], { cwd: root, env: environment });
  assert.equal(stdout.trimEnd(), printed(code).at(-1));
});

/** The members of the answer that the example's comment shows. */
function sample(code) {
  const [comment] = printed(code);
  return JSON.parse(comment);
}

async function shell(code, environment) {
  const { stdout } = await run("bash", ["-euo", "pipefail", "-c", code], { env: { ...process.env, ...environment } });
  return JSON.parse(stdout);
}
