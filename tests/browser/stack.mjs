// The running stacks, as printed by `cargo xtask dev --json`: PASSGATE_STACK, and PASSGATE_SIBLINGS for
// Lark and OneAccess.

import { PRODUCTS } from "../../www/products.js";

const stack = readStack("PASSGATE_STACK");

/** The stack that serves the product. */
const stackOf = (product) => (["lark", "oneaccess"].includes(product) ? readStack("PASSGATE_SIBLINGS") : stack);

/** The Worker's address. */
export const base = stack.base;

/** Another origin whose pages may call the Worker. No server listens there until a test starts one. */
export const allowedOrigin = stack.allowed_origin;

/** Calls the simulator of the product's stack, with a JSON body. */
export async function simulator(method, path, body, product) {
  const at = stackOf(product).simulator;
  const address = at.includes("://") ? at : `http://${at}`;
  return json(`${address}/_sim${path}`, { method, body: body && JSON.stringify(body) });
}

let accounts = 0;

/** Creates an account at both vendors of the product's stack, so that tests do not affect each other. */
export async function newAccount(changes = {}, product) {
  accounts += 1;
  const number = `${Date.now() % 1_000_000_000}${String(accounts).padStart(3, "0")}`.padStart(12, "0");
  return simulator("POST", "/users", {
    username: `ouyang${number}`,
    name: "欧阳锋",
    pinyin: [["ou"], ["yang"], ["feng"]],
    phone: `139${number.slice(-8)}`,
    email: `feng.${number}@example.com`,
    feishu: {},
    eiam: {},
    ...changes,
  }, product);
}

/** A link to the product's form for that account. `changes` override the mint request. */
export async function newLink(product, account, changes = {}) {
  const subject = subjects[PRODUCTS[product].api](account);
  const { link } = await json(`${stackOf(product).base}/v1/tickets`, {
    method: "POST",
    headers: { Authorization: `Bearer ${await mintingToken(product)}` },
    body: JSON.stringify({ product, ...subject, identity: identityOf(account), ...changes }),
  });
  return link;
}

/** Whether this is the account's password, according to the simulated vendor. */
export async function isPassword(product, account, password) {
  const answer = await simulator("POST", "/users/verify", {
    vendor: PRODUCTS[product].api,
    user: account.username,
    password,
  }, product);
  return answer.matches;
}

/** Changes a password as a back end does; returns the answer. */
export async function changePassword(product, account, password) {
  const path = `/api/v2/tenant/users/${encodeURIComponent(account.eiam.user_id)}/change-password`;
  return fetch(base + path, {
    method: "PUT",
    headers: {
      Authorization: `Bearer ${await mintingToken(product)}`,
      "Content-Type": "application/json; charset=utf-8",
    },
    body: JSON.stringify({ password }),
  });
}

/** The policy that the Worker currently enforces. */
export function policyInForce(product) {
  return json(`${base}/v1/policies/${product}`);
}

const subjects = {
  feishu: ({ feishu }) => ({ action: "reset", user_id: feishu.open_id, user_id_type: "open_id" }),
  eiam: ({ eiam }) => ({ action: "change-password", user_id: eiam.user_id }),
};

/** The identity that the live check of this account uses. */
export function identityOf({ username, name, phone, email }) {
  return { username, name, phones: phone ? [phone] : [], emails: email ? [email] : [] };
}

/**
 * An access token of the client that mints, from the product's own token route; it is valid for that
 * product only.
 */
async function mintingToken(product) {
  const { base, clients } = stackOf(product);
  const { id, secret } = clients.tickets;
  if (PRODUCTS[product].api === "feishu") {
    const path = "/open-apis/auth/v3/tenant_access_token/internal";
    const body = JSON.stringify({ app_id: id, app_secret: secret });
    return (await json(base + path, { method: "POST", body })).tenant_access_token;
  }
  const answer = await json(`${base}/api/v2/tenant/token`, {
    method: "POST",
    headers: {
      Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
      "Content-Type": "application/x-www-form-urlencoded",
    },
    body: "grant_type=client_credentials",
  });
  return answer.access_token;
}

async function json(address, options = {}) {
  const response = await fetch(address, {
    ...options,
    headers: { "Content-Type": "application/json; charset=utf-8", ...options.headers },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${new URL(address).pathname} answered ${response.status}: ${text}`);
  return text ? JSON.parse(text) : undefined;
}

function readStack(variable) {
  const line = process.env[variable];
  if (!line) throw new Error(variable + " is not set: run `cargo xtask test`, or `cargo xtask dev --json`");
  return JSON.parse(line);
}

const CALLS = { feishu: "feishu.reset", eiam: "eiam.change-password", delivery: "eiam.rest-password" };

/** Sets how the simulated vendor answers this account's next calls. */
export async function fault(call, account, plan, times = 1) {
  const user_id = call === "feishu" ? account.feishu.open_id : account.eiam.user_id;
  await simulator("POST", "/faults", { call: CALLS[call], user_id, fault: plan, times });
}
