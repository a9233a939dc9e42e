/**
 * What an answer of the edge means to the person: one `kind`. It is the answer's `outcome`, whichever
 * vendor's shape it came in, or what the form itself has found. The kinds are the keys of `problems`
 * and `notices` in the words.
 */

import { legible } from "./legible.js";
import { OUTCOMES } from "./outcomes.js";

/** Outcomes that a form says as another: there is nothing else the person could do about them. */
const SAID_AS = {
  granted: "misconfigured",
  "user-not-found": "forbidden",
  "sign-in-too-old": "forbidden",
  "not-found": "misconfigured",
  "method-not-allowed": "misconfigured",
  unavailable: "too-often",
};

/** How long to wait where the edge does not say, in seconds. */
const DEFAULT_WAIT = 5;

/** The kind of an outcome of the edge; none of what is no outcome. */
export function kindOf(outcome) {
  return OUTCOMES.includes(outcome) ? (SAID_AS[outcome] ?? outcome) : undefined;
}

/** The outcome of a request that would change a password. */
export async function resetOutcome(response) {
  const body = await readJson(response);
  // A refusal names the policy in force where this page judged by another.
  const details = { ...common(response, body), stale: response.headers.has("Passgate-Policy") };
  return { ...details, ...reasonOf(body, kindOf(body?.outcome) ?? withoutOutcome(response)) };
}

/** The outcome of a submission whose answer the edge returns later; `body` is the body of that answer. */
export function keptOutcome(body) {
  const { advice, request_id: id } = body;
  return { advice, id, ...reasonOf(body, kindOf(body.outcome) ?? "unchanged") };
}

/** The kind with the answer's reason. */
function reasonOf(body, kind) {
  // Why, only the vendor knows: its own words, where the edge could pass them on.
  if (kind === "refused") return { kind, reason: legible(body.error_msg ?? body.msg ?? "") };
  if (kind !== "refused-password") return { kind };
  const { violations } = body;
  return { kind: isBreached(violations) ? "breached" : kind, violations };
}

/** The outcome of asking what a ticket is for: `shown` with the edge's answer, or why not. */
export async function ticketOutcome(response) {
  const body = await readJson(response);
  if (response.ok && body) return { ...common(response, body), kind: "shown", shown: body };
  return { ...common(response, body), kind: kindOf(body?.outcome) ?? unanswered(response) };
}

/** The outcome of claiming a ticket. */
export async function claimOutcome(response) {
  if (response.ok) return { kind: "claimed" };
  const body = await readJson(response);
  return { ...common(response, body), kind: kindOf(body?.outcome) ?? unanswered(response) };
}

/** It was not the vendor who refused what was found among breached passwords. */
function isBreached(violations) {
  return violations.length > 0 && violations.every(({ pattern }) => pattern === "breached");
}

/** An answer without an outcome comes from a proxy or a security product. The edge may have performed the request. */
function withoutOutcome(response) {
  return response.status === 429 ? "too-often" : "unknown";
}

/** The same for a request that changes nothing: it did not reach the edge, or there were too many requests. */
function unanswered(response) {
  const kind = withoutOutcome(response);
  return kind === "unknown" ? "offline" : kind;
}

function common(response, body) {
  const wait = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  const busy = response.status === 429 || response.status === 503;
  return {
    advice: body?.advice,
    id: body?.request_id ?? response.headers.get("X-Request-Id") ?? undefined,
    seconds: wait > 0 ? wait : busy ? DEFAULT_WAIT : undefined,
  };
}

async function readJson(response) {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}
