/** How the rows of a report stand, beyond met and unmet: what is advice, and what only the vendor knows. */

import { ROWS } from "./rules.js";

/**
 * What a row shows: `idle`, `met`, `unmet`, `unsure` or `advice`. `advised` are the rules that only advise:
 * a guess about any other rule is the vendor's to confirm.
 */
export function shownAs({ rule, status, violation }, advised) {
  if (status !== "unsure" || !violation || violation.code === "unknown-identity") return status;
  return advised.has(rule) && rule !== "charset" ? "advice" : status;
}

/** The rows that those violations belong to, in a checklist of these rules. */
export function rowsOf(violations, rules) {
  const named = violations.map((violation) => rowOf(violation, rules));
  return [...rules, "vendor"].filter((rule) => named.includes(rule));
}

/** The row of a violation: its rule's, or the vendor's where the checklist does not have that. */
export function rowOf({ code }, rules) {
  return rules.includes(ROWS[code]) ? ROWS[code] : "vendor";
}

/** The rules of a policy document that only advise. */
export function advisedBy(policy) {
  return new Set(policy.rules.filter(({ advice }) => advice).map(({ rule }) => rule));
}

/** One sentence for all rows. */
export function standing(findings, advised, words) {
  const shown = (kind) => findings.filter((row) => shownAs(row, advised) === kind).map(({ rule }) => rule);
  const [unmet, advice, open] = ["unmet", "advice", "unsure"].map(shown);
  if (unmet.length) return words.missing({ unmet });
  if (advice.length || open.length) return words.unsureToo({ advice, open });
  return findings.some(({ status }) => status === "idle") ? words.asked({ total: findings.length }) : words.allMet;
}
