/** The edge's routes that a ticket opens: vendor-shaped, as their pages write them. */

import { resetOutcome, ticketOutcome } from "./answers.js";
import { browserProof } from "./browser-key.js";
import { atEdge } from "./edge.js";

/** Longer than the edge itself waits for a vendor. */
const PATIENCE_MS = 30_000;

/** What the ticket is for: `{ kind: "shown", shown }`, or the kind of what went wrong. */
export async function showTicket(ticket) {
  try {
    return await ticketOutcome(await request("GET", "/v1/tickets/self", ticket));
  } catch {
    return { kind: "offline" };
  }
}

/**
 * Sends the new password, once for one `key`: the edge answers a repeated key with what it
 * answered before. With it goes by which policy it was judged.
 */
export function sendPassword(ticket, shown, password, key) {
  const { method, path, body } = changes[shown.product](shown, password);
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

async function change(method, path, ticket, headers, body) {
  try {
    return await resetOutcome(await request(method, path, ticket, headers, body));
  } catch {
    return { kind: "offline" };
  }
}

async function request(method, path, ticket, headers = {}, body = undefined) {
  return fetch(atEdge(path), {
    method,
    body,
    headers: {
      Authorization: `Bearer ${ticket}`,
      "Passgate-Browser": await browserProof(ticket),
      Accept: "application/json",
      ...(method === "GET" ? {} : { "Content-Type": "application/json; charset=utf-8" }),
      ...headers,
    },
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}
