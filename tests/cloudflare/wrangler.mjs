// Wrangler on this machine, and a deployment for it: the example of worker/, filled in.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const root = fileURLToPath(new URL("../../", import.meta.url));

const program = join(root, "node_modules/wrangler/bin/wrangler.js");

/** No account, no metrics, nothing of the person who runs the tests. */
const environment = (folder) => ({
  PATH: process.env.PATH,
  HOME: folder,
  CI: "1",
  NO_COLOR: "1",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_LOG_PATH: join(folder, "logs"),
  XDG_CONFIG_HOME: join(folder, "config"),
});

const ends = new WeakMap();

/** Does this after the test, the last addition first: `t.after` would remove a folder before its server has ended. */
function atEnd(t, act) {
  if (!ends.has(t)) {
    ends.set(t, []);
    t.after(async () => {
      for (const end of ends.get(t).reverse()) await end();
    });
  }
  ends.get(t).push(act);
}

/** A folder that is removed after the test. */
export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), "passgate-cloudflare-"));
  // A child of Wrangler may still write into it for a moment.
  atEnd(t, () => rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));
  return path;
}

/** JSON with comments. */
export function read(path) {
  const { config, error } = ts.parseConfigFileTextToJson(path, readFileSync(path, "utf8"));
  assert.equal(error, undefined);
  return config;
}

/** Runs a command of Wrangler to its end. Returns what it printed. */
export function wrangler(folder, ...args) {
  const options = { cwd: folder, env: environment(folder), encoding: "utf8", timeout: 60_000 };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], options);
  return { status, printed: `${stdout}${stderr}` };
}

/** A free port of the loopback interface. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a server in a process group of its own, which ends with the test. */
export function start(t, command, args, { folder, env }) {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...environment(folder), ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (printed += chunk));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  atEnd(t, async () => {
    try {
      process.kill(-child.pid, "SIGTERM");
    } catch {
      return; // It has ended.
    }
    const late = setTimeout(() => process.kill(-child.pid, "SIGKILL"), 5_000);
    await ended;
    clearTimeout(late);
  });
  return { printed: () => printed };
}

/** `wrangler dev` of a configuration. */
export function dev(t, folder, port) {
  const args = [program, "dev", "--config", join(folder, "wrangler.jsonc"), "--ip", "127.0.0.1", "--port", `${port}`];
  return start(t, process.execPath, [...args, "--inspector-port", "0", "--persist-to", join(folder, "state")], { folder });
}

/** Waits until `attempt` returns something. */
export async function eventually(attempt, explain) {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const value = await new Promise((resolve) => resolve(attempt())).catch(() => undefined);
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(explain());
}

/** Writes the example of worker/ with the values of this machine in place of the placeholders. */
export function fillIn(folder, { origin, vendor, secrets, hash }) {
  const config = read(join(root, "worker/wrangler.jsonc"));
  config.main = join(root, "dist/worker/index.js");
  config.assets.directory = join(root, "dist/www");
  delete config.routes;
  const edge = config.vars.PASSGATE_CONFIG;
  edge.public_origin = origin;
  for (const product of Object.values(edge.products)) product.base_url = vendor;
  edge.products.feishu.app_id = "cli_wrangler";
  edge.products.eiam.client_id = "wrangler";
  Object.assign(edge.clients[0], { secret_hashes: [hash], products: ["eiam"], actions: ["change-password"] });
  edge.issuers[0].issuer = `${vendor}/api/v1/oauth2`;
  writeFileSync(join(folder, "wrangler.jsonc"), JSON.stringify(config));
  const lines = Object.entries(secrets).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(folder, ".dev.vars"), lines.join(""));
  return config;
}
