// Installs, builds and serves projects of frameworks.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { freePort } from "../../browser/engines/port.mjs";
import { run } from "../workshop.mjs";

const here = fileURLToPath(new URL("./", import.meta.url));
const npmrc = fileURLToPath(new URL("../../../.npmrc", import.meta.url));
/** Milliseconds. */
const PATIENCE = 60_000;

/** Copies this project and `files` into a folder outside of the checkout, and installs its packages. */
export async function installed(shop, project, files) {
  return fresh(shop, files, (root) => cp(join(here, project), root, { recursive: true }));
}

/**
 * Makes a project of these files outside of the checkout, and installs their packages and the packed
 * package.
 */
export async function fresh(shop, files, prepare = async () => {}) {
  const root = await mkdtemp(join(tmpdir(), "passgate-consumer-"));
  after(() => rm(root, { recursive: true, force: true }));
  await prepare(root);
  await cp(npmrc, join(root, ".npmrc"));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  await run("npm", ["install", "--prefer-offline", "--no-progress", shop.packed], { cwd: root });
  return root;
}

/** Runs a command of the project's packages. */
export async function build(root, [command, ...flags], environment) {
  const options = { cwd: root, env: { ...process.env, ...environment, CI: "1" }, maxBuffer: 1 << 26 };
  await run(join(root, "node_modules/.bin", command), flags, options).catch((error) => {
    throw new Error(`${command} failed: ${error.stdout}${error.stderr}`);
  });
}

/**
 * Starts the project's server, and calls `act` with its address. `flags(port)` is for servers that do
 * not read `PORT`.
 */
export async function answering(root, script, act, flags = () => []) {
  const port = String(await freePort());
  const place = { HOST: "127.0.0.1", PORT: port, HOSTNAME: "127.0.0.1", NITRO_HOST: "127.0.0.1", NITRO_PORT: port };
  const server = spawn("node", [...script, ...flags(port)], { cwd: root, env: { ...process.env, ...place }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (bytes) => (said += bytes));
  const ended = once(server, "exit");
  const address = `http://127.0.0.1:${port}/`;
  try {
    for (const end = Date.now() + PATIENCE; ; await pause(100)) {
      if (server.exitCode !== null || Date.now() > end) throw new Error("the server does not answer");
      if (await fetch(address).catch(() => undefined)) break;
    }
    await act(address);
  } catch (error) {
    throw new Error(`${error.message}\n${said}`, { cause: error });
  } finally {
    server.kill();
    await ended;
  }
}
