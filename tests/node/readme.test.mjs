// The README's examples, run as they are written against the running stack.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import test from "node:test";

import { isPassword, newAccount, stack } from "../sdk/stack.mjs";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));
const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");

test("the JavaScript example drives a Checker with the Worker's policy and prints what it says", async () => {
  const code = example("javascript", "js");
  const { stdout } = await run("node", ["--input-type=module", "--eval", code], {
    cwd: root,
    env: { ...process.env, PASSGATE_BASE: stack.base },
  });
  assert.deepEqual(stdout.trimEnd().split("\n"), printed(code));
});

test("the curl example is refused with the vendor's code, and corrected it resets the password", async () => {
  const code = example("curl", "sh");
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

/** The block after `<!-- example: NAME -->`. */
function example(name, language) {
  const mark = `<!-- example: ${name} -->\n\`\`\`${language}\n`;
  const [, rest] = readme.split(mark);
  assert.ok(rest, `the README has no block after ${mark}`);
  return rest.slice(0, rest.indexOf("\n```"));
}

/** What an example says it prints: the comments behind `console.log(…);` and on lines of their own. */
function printed(code) {
  return [...code.matchAll(/^(?:console\.log\(.*\); \/\/|\/\/|#) (.+)$/gm)].map(([, text]) => text);
}

async function shell(code, environment) {
  const { stdout } = await run("bash", ["-euo", "pipefail", "-c", code], { env: { ...process.env, ...environment } });
  return JSON.parse(stdout);
}
