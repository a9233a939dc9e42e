/**
 * What an answer of the edge means to the person: one `kind`, whichever vendor's envelope it
 * came in. The kinds are the keys of `problems` and `notices` in the words.
 */

const FEISHU = {
  0: "done",
  1050022: "refused",
  1050023: "daily-limit",
  1050024: "not-eligible",
  99991400: "throttled",
  99991661: "ticket-invalid",
  99991663: "ticket-invalid",
  99991672: "not-here",
  99992402: "unreadable",
  999000500: "misconfigured",
};

const EIAM = {
  "USER.0011": "missing-mobile",
  "USER.0012": "missing-email",
  "MSG.0001": "delivery-failed",
  "MSG.0004": "send-mode",
  "EDGE.0403": "not-here",
  "EDGE.0500": "misconfigured",
};

const TICKET = {
  "ticket-expired": "ticket-expired",
  "ticket-spent": "ticket-spent",
};

/** Where no code decides, the status does. What may have been carried out is `unknown`. */
const STATUSES = { 401: "ticket-invalid", 409: "busy", 413: "unreadable", 429: "throttled", 503: "not-sent" };

const OPENING = { 401: "ticket-invalid", 429: "throttled", 503: "throttled" };

/** How long to wait where the edge does not say, in seconds. */
const DEFAULT_WAIT = 5;

/** The outcome of a request that would change a password. */
export async function resetOutcome(response) {
  const body = await readJson(response);
  // A refusal names the policy in force where this page judged by another.
  const details = { ...common(response, body), stale: response.headers.has("Passgate-Policy") };
  if (body?.violations?.length) return { ...details, kind: refusal(body.violations), violations: body.violations };
  const kind = kindOf(response, body);
  if (kind === "refused") return { ...details, kind, violations: [{ code: "not-accepted" }] };
  return { ...details, kind };
}

/** The outcome of asking what a ticket is for: `shown` with the edge's answer, or why not. */
export async function ticketOutcome(response) {
  const body = await readJson(response);
  if (response.ok && body) return { ...common(response, body), kind: "shown", shown: body };
  const kind = TICKET[body?.code] ?? OPENING[response.status] ?? "misconfigured";
  return { ...common(response, body), kind };
}

/** Not the vendor has refused what was found among breached passwords. */
function refusal(violations) {
  return violations.every(({ pattern }) => pattern === "breached") ? "breached" : "refused";
}

function kindOf(response, body) {
  const known = TICKET[body?.code] ?? FEISHU[body?.code] ?? eiamKind(body?.error_code);
  if (known) return known;
  if (body?.error === "invalid_token") return "ticket-invalid";
  if (response.ok && body?.user_id !== undefined) return "done";
  if (STATUSES[response.status]) return STATUSES[response.status];
  // Nobody who knows us has written this: what was asked for may have been done.
  return response.ok || response.status >= 500 ? "unknown" : "misconfigured";
}

function eiamKind(code = "") {
  if (code.startsWith("PWD.")) return "refused";
  if (code.startsWith("PARAM.")) return "unreadable";
  return EIAM[code];
}

function common(response, body) {
  const wait = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  const busy = response.status === 429 || response.status === 503;
  return {
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
