// How the browser tests start WebKitGTK's driver, tested with a program that hangs like the driver.

import assert from "node:assert/strict";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { launch } from "../browser/engines/webkit.mjs";

const folder = await mkdtemp(join(tmpdir(), "driver-"));
after(() => rm(folder, { recursive: true }));

/** Writes an executable with this script. */
async function program(name, script) {
  const path = join(folder, name);
  await writeFile(path, `#!${process.execPath}\n${script}`);
  await chmod(path, 0o755);
  return path;
}

/**
 * A driver whose first `hangs` processes do not answer a request for a session. Each process records
 * its start.
 */
const driver = (name, hangs, session) =>
  program(
    name,
    `const { appendFileSync, readFileSync } = require("node:fs");
     const notes = ${JSON.stringify(join(folder, `${name}.starts`))};
     appendFileSync(notes, "x");
     const isHung = readFileSync(notes).length <= ${hangs};
     const port = process.argv.find((text) => text.startsWith("--port=")).slice(7);
     require("node:http").createServer((request, response) => {
       if (request.url === "/session" && isHung) return;
       const [status, value] = request.url === "/session" ? ${session} : [200, {}];
       response.writeHead(status).end(JSON.stringify({ value }));
     }).listen(port, "127.0.0.1");`,
  );

const starts = async (name) => (await readFile(join(folder, `${name}.starts`), "utf8")).length;
const screen = await program("screen", 'require("node:fs").writeSync(3, "7"); setInterval(() => {}, 1000);');
const OPENED = '[200, { sessionId: "s", capabilities: { browserVersion: "2.50" } }]';

test("a driver that opens no session is replaced at most twice", async () => {
  const browser = await launch({ driver: await driver("slow", 2, OPENED), screen, patience: 1000 });
  assert.deepEqual([browser.version, await starts("slow")], ["2.50", 3]);
  browser.close();
  const dead = launch({ driver: await driver("dead", 9, OPENED), screen, patience: 500 });
  await assert.rejects(dead, { name: "TimeoutError" });
  assert.equal(await starts("dead"), 3);
});

test("a refusal by the driver is final: no process is started again", async () => {
  const refused = '[500, { error: "session not created", message: "no" }]';
  await assert.rejects(launch({ driver: await driver("refuses", 0, refused), screen }), /session not created: no/);
  assert.equal(await starts("refuses"), 1);
});
