// The running stack of `cargo xtask dev --json`, and the simulated vendors behind it.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";

const line = process.env.PASSGATE_STACK;
assert.ok(line, "PASSGATE_STACK is not set: run `cargo xtask test`, or set it to the line of `cargo xtask dev --json`");

/** Addresses, links and credentials. */
export const stack = JSON.parse(line);

/** Asks the simulator's control API. */
export async function simulator(method, path, body) {
  const response = await fetch(`${stack.simulator}/_sim${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

/** An account of both vendors that no other test touches. */
export function newAccount(name) {
  const number = randomBytes(4).readUInt32BE();
  return simulator("POST", "/users", {
    username: `${name}${number}`,
    name: "欧阳锋",
    pinyin: [["ou"], ["yang"], ["feng"]],
    phone: `137${String(number).padStart(8, "0").slice(-8)}`,
    email: `${name}${number}@example.com`,
    feishu: {},
    eiam: {},
  });
}

/** Whether the vendor now takes this password for the account. */
export async function isPassword(vendor, account, password) {
  const { matches } = await simulator("POST", "/users/verify", { vendor, user: account.username, password });
  return matches;
}

/** The calls of that name about that account which the vendor has seen. */
export async function callsAbout(call, userId) {
  const { entries } = await simulator("GET", `/calls?call=${call}`);
  return entries.filter((entry) => entry.user_id === userId);
}

/** A secret of this run. */
export function secret() {
  return randomBytes(24).toString("hex");
}
