// The running stacks: what `cargo xtask dev --json` printed, in PASSGATE_STACK; and a stack of Lark and
// OneAccess, in PASSGATE_SIBLINGS.

import { PRODUCTS } from "../../www/products.js";

const stack = readStack("PASSGATE_STACK");

/** The stack that serves the product. */
const stackOf = (product) => (["lark", "oneaccess"].includes(product) ? readStack("PASSGATE_SIBLINGS") : stack);

/** The Worker's address. */
export const base = stack.base;

/** Another origin whose pages may call the Worker; nobody listens there yet. */
export const allowedOrigin = stack.allowed_origin;

/** Asks the simulator of the product's stack; `{ vendor, user, password }` and the like go as JSON. */
export async function simulator(method, path, body, product) {
  const at = stackOf(product).simulator;
  const address = at.includes("://") ? at : `http://${at}`;
  return json(`${address}/_sim${path}`, { method, body: body && JSON.stringify(body) });
}

let accounts = 0;

/** A new account at both vendors of the product's stack, so that no test meets the traces of another. */
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

/** A link to the form of that product for that account. `changes` go into the mint request. */
export async function newLink(product, account, changes = {}) {
  const subject = subjects[PRODUCTS[product].api](account);
  const { link } = await json(`${stackOf(product).base}/v1/tickets`, {
    method: "POST",
    headers: { Authorization: `Bearer ${await mintingToken(product)}` },
    body: JSON.stringify({ product, ...subject, identity: identityOf(account), ...changes }),
  });
  return link;
}

/** Whether this is the account's password at that vendor, asked of the vendor itself. */
export async function isPassword(product, account, password) {
  const answer = await simulator("POST", "/users/verify", {
    vendor: PRODUCTS[product].api,
    user: account.username,
    password,
  }, product);
  return answer.matches;
}

/** Changes a password as a back end does; the answer. */
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

/** The policy the Worker has in force. */
export function policyInForce(product) {
  return json(`${base}/v1/policies/${product}`);
}

const subjects = {
  feishu: ({ feishu }) => ({ action: "reset", user_id: feishu.open_id, user_id_type: "open_id" }),
  eiam: ({ eiam }) => ({ action: "change-password", user_id: eiam.user_id }),
};

/** What the live check of this person needs. */
export function identityOf({ username, name, phone, email }) {
  return { username, name, phones: phone ? [phone] : [], emails: email ? [email] : [] };
}

/** A token of the client that mints, from that product's own token route: it is good for that product. */
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

/** How the simulated vendor answers this account next. */
export async function fault(call, account, plan, times = 1) {
  const user_id = call === "feishu" ? account.feishu.open_id : account.eiam.user_id;
  await simulator("POST", "/faults", { call: CALLS[call], user_id, fault: plan, times });
}
