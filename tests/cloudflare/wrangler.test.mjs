// The Worker that ships, by Cloudflare's own tool on this machine: what a deploy uploads, the start-up, and a reset.
// Nothing here asks the network.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { cpSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { gzipSync } from "node:zlib";

import { dev, eventually, fillIn, folder, freePort, read, root, start, wrangler } from "./wrangler.mjs";

/** Cloudflare Workers, Limits: the smaller value where the plans differ. */
const LIMITS = { gzipBytes: 3 * 1024 * 1024, startupMs: 1_000, variableBytes: 5 * 1024, assets: 20_000, assetBytes: 25 * 1024 * 1024 };

const example = join(root, "worker/wrangler.jsonc");
const random = (prefix) => `${prefix}${randomBytes(32).toString("base64url")}`;

/** The secrets of a deployment against the simulated vendors. */
function credentials() {
  const client = random("cs1.");
  return {
    client,
    hash: `sha256:${createHash("sha256").update(client).digest("base64url")}`,
    secrets: { EDGE_SIGNING_KEY: random("sk1."), FEISHU_APP_SECRET: random(""), EIAM_CLIENT_SECRET: random("") },
  };
}

test("the example deploys, within the limits of the platform", (t) => {
  const to = folder(t);
  const { status, printed } = wrangler(to, "deploy", "--dry-run", "--outdir", join(to, "out"), "--config", example);
  assert.equal(status, 0, printed);
  const known = /\S*WARNING.*\n\s*\n.*"secrets" fields are experimental/;
  assert.doesNotMatch(printed.replace(known, ""), /WARNING|ERROR/);
  const uploaded = ["index.js", "index_bg.wasm"].map((name) => readFileSync(join(to, "out", name)));
  const gzip = uploaded.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0);
  t.diagnostic(`the Worker has ${(gzip / 1024).toFixed(0)} KiB of gzip, of ${LIMITS.gzipBytes / 1024}`);
  assert.ok(gzip < LIMITS.gzipBytes);
  for (const [name, value] of Object.entries(read(example).vars)) {
    assert.ok(Buffer.byteLength(JSON.stringify(value)) <= LIMITS.variableBytes, name);
  }
  const assets = readdirSync(join(root, "dist/www"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.ok(assets.length > 10 && assets.length < LIMITS.assets);
  for (const { parentPath, name } of assets) assert.ok(readFileSync(join(parentPath, name)).length < LIMITS.assetBytes, name);
});

test("the start-up takes less than the platform allows", (t) => {
  const to = folder(t);
  const { secrets, hash } = credentials();
  const { vars } = fillIn(to, { origin: "http://127.0.0.1:8787", vendor: "http://127.0.0.1:9", secrets, hash });
  // `check startup` gives the Worker no bindings, and without them it refuses to start. So its copy imports them from a
  // module in place of the platform's.
  cpSync(join(root, "dist/worker"), join(to, "worker"), { recursive: true });
  const entry = join(to, "worker/index.js");
  const text = readFileSync(entry, "utf8");
  const imports = /import\{DurableObject( as \w+)?,env( as \w+)?\}from"cloudflare:workers"/;
  assert.match(text, imports);
  writeFileSync(entry, text.replace(imports, (found) => found.replace("cloudflare:workers", "./bindings.js")));
  const bindings = { ...secrets, PASSGATE_CONFIG: vars.PASSGATE_CONFIG };
  const others = `export { DurableObject } from "cloudflare:workers";`;
  writeFileSync(join(to, "worker/bindings.js"), `${others} export const env = ${JSON.stringify(bindings)};`);
  const config = read(join(to, "wrangler.jsonc"));
  config.main = entry;
  config.rules.push({ type: "ESModule", globs: ["**/*.js"] });
  writeFileSync(join(to, "wrangler.jsonc"), JSON.stringify(config));
  const profile = join(to, "startup.cpuprofile");
  const attempt = () => {
    const { status, printed } = wrangler(to, "check", "startup", "--outfile", profile, "--config", join(to, "wrangler.jsonc"));
    assert.equal(status, 0, printed);
    return busyMs(JSON.parse(readFileSync(profile, "utf8")));
  };
  // Samples are wall-clock time: other work on this machine makes an attempt longer, never shorter.
  let fastest = attempt();
  for (let more = 2; more > 0 && fastest >= LIMITS.startupMs; more -= 1) fastest = Math.min(fastest, attempt());
  t.diagnostic(`start-up: ${fastest.toFixed(0)} ms, of ${LIMITS.startupMs}`);
  assert.ok(fastest > 0 && fastest < LIMITS.startupMs);
});

/** The milliseconds of a profile in which the Worker ran. */
function busyMs({ nodes, samples, timeDeltas }) {
  const isIdle = ({ callFrame }) => /^\((idle|root)\)$/.test(callFrame.functionName);
  const idle = new Set(nodes.filter(isIdle).map(({ id }) => id));
  return samples.reduce((sum, id, index) => sum + (idle.has(id) ? 0 : timeDeltas[index]), 0) / 1_000;
}

test("wrangler dev serves the forms and changes a password", async (t) => {
  const to = folder(t);
  const { client, hash, secrets } = credentials();
  const simulator = start(t, process.env.PASSGATE_SIMULATOR, ["--app-id", "cli_wrangler", "--client-id", "wrangler"], {
    folder: to,
    env: { PASSGATE_SIMULATOR_APP_SECRET: secrets.FEISHU_APP_SECRET, PASSGATE_SIMULATOR_CLIENT_SECRET: secrets.EIAM_CLIENT_SECRET },
  });
  const ready = await eventually(() => JSON.parse(simulator.printed().split("\n").find((line) => line.startsWith("{"))), simulator.printed);
  const [port, vendor] = [await freePort(), `http://${ready.address}`];
  const origin = `http://127.0.0.1:${port}`;
  fillIn(to, { origin, vendor, secrets, hash });
  const served = dev(t, to, port);
  await eventually(async () => (await fetch(`${origin}/healthz`)).ok || undefined, served.printed);

  const form = await fetch(`${origin}/eiam/`);
  assert.equal(form.status, 200, served.printed());
  assert.match(form.headers.get("content-security-policy"), /default-src/);
  const { users } = await (await fetch(`${vendor}/_sim/users`)).json();
  const account = users.find(({ username }) => username === "wangxiaoming");
  const exchanged = await fetch(`${origin}/api/v2/tenant/token`, {
    method: "POST",
    headers: { Authorization: `Basic ${Buffer.from(`hr-system:${client}`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  const { access_token: token } = await exchanged.json();
  const changed = await fetch(`${origin}/api/v2/tenant/users/${account.eiam.user_id}/change-password`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ password: "Tz~5820kQ" }),
  });
  assert.equal(changed.status, 200, `${await changed.text()} ${served.printed()}`);
  const verified = await fetch(`${vendor}/_sim/users/verify`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ vendor: "eiam", user: "wangxiaoming", password: "Tz~5820kQ" }),
  });
  assert.equal((await verified.json()).matches, true);
  for (const secret of [client, ...Object.values(secrets)]) assert.ok(!served.printed().includes(secret));
});

test("without a secret that the file requires, the Worker says which and does not start", async (t) => {
  const to = folder(t);
  const { hash, secrets } = credentials();
  const port = await freePort();
  const { EIAM_CLIENT_SECRET: _, ...others } = secrets;
  fillIn(to, { origin: `http://127.0.0.1:${port}`, vendor: "http://127.0.0.1:9", secrets: others, hash });
  const served = dev(t, to, port);
  await eventually(() => (/EIAM_CLIENT_SECRET/.test(served.printed()) ? true : undefined), served.printed);
  assert.ok(!(await fetch(`http://127.0.0.1:${port}/healthz`).then((answer) => answer.ok, () => false)));
});
