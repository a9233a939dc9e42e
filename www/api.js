/** The edge's routes that a ticket opens: vendor-shaped, as their pages write them. */

import { claimOutcome, resetOutcome, ticketOutcome } from "./answers.js";
import { browserProof } from "./browser-key.js";
import { atEdge } from "./edge.js";
import { PRODUCTS } from "./products.js";
import { SUBMISSION_MS } from "./times.js";

/** How long a request about the ticket is waited for, in milliseconds. */
const PATIENCE_MS = 30_000;
/** The timeout of a submission: the edge's longest time, and five seconds for the network. */
const SUBMISSION_PATIENCE_MS = SUBMISSION_MS + 5000;

/**
 * What the ticket is for: `{ kind: "shown", shown }`, or the kind of what went wrong. It changes nothing. With
 * the key of a submission, `shown` also has what became of it.
 */
export function showTicket(ticket, key) {
  return ask("GET", "/v1/tickets/self", ticket, ticketOutcome, key ? { "Idempotency-Key": key } : {});
}

/** Binds the ticket to this browser: `{ kind: "claimed" }`, or the kind of what went wrong. */
export function claimTicket(ticket) {
  return ask("POST", "/v1/tickets/self/claim", ticket, claimOutcome);
}

/**
 * Sends the new password, once for one `key`: the edge answers a repeated key with what it
 * answered before. With it goes by which policy it was judged.
 */
export function sendPassword(ticket, shown, password, key) {
  const { method, path, body } = changes[PRODUCTS[shown.product].api](shown, password);
  const judgedBy = shown.policy_etag ? { "Passgate-Policy": shown.policy_etag } : {};
  return change(method, path, ticket, { "Idempotency-Key": key, ...judgedBy }, JSON.stringify(body));
}

/** Asks the vendor to make a new password and send it. `mode` is `SMS` or `EMAIL`. */
export function sendDelivery(ticket, shown, mode, key) {
  const path = `${eiamUser(shown)}/rest-password?send_mode=${mode}`;
  return change("PUT", path, ticket, { "Idempotency-Key": key });
}

/** A key no other submission has. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const changes = {
  feishu: ({ user_id, user_id_type = "open_id" }, password) => ({
    method: "POST",
    path: `/open-apis/admin/v1/password/reset?user_id_type=${encodeURIComponent(user_id_type)}`,
    body: { password: { ent_email_password: password }, user_id },
  }),
  // The person chose it just now: no second change at the next sign-in, which is the vendor's default.
  eiam: (shown, password) => ({
    method: "PUT",
    path: `${eiamUser(shown)}/change-password`,
    body: { password, pwd_must_modify: "false" },
  }),
};

function eiamUser({ user_id }) {
  return `/api/v2/tenant/users/${encodeURIComponent(user_id)}`;
}

function change(method, path, ticket, headers, body) {
  const json = { "Content-Type": "application/json; charset=utf-8" };
  return ask(method, path, ticket, resetOutcome, { ...json, ...headers }, body, SUBMISSION_PATIENCE_MS);
}

/** Asks the edge, and makes an outcome of its answer; `offline` where none came. */
async function ask(method, path, ticket, outcomeOf, headers = {}, body = undefined, patience = PATIENCE_MS) {
  const proof = await browserProof(ticket);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    const response = await answerTo(path, {
      method,
      body,
      headers: {
        Authorization: `Bearer ${ticket}`,
        "Passgate-Browser": proof,
        Accept: "application/json",
        ...headers,
      },
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: stop.signal,
    });
    return response ? await outcomeOf(response) : { kind: "offline" };
  } finally {
    clearTimeout(timer);
  }
}

/** The answer; none where the network gave none, or not in time. */
async function answerTo(path, options) {
  try {
    return await fetch(atEdge(path), options);
  } catch {
    return undefined;
  }
}
