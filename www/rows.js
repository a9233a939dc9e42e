/** To which rows of a checklist violations belong. */

import { ROWS } from "./rules.js";

/** The rows that those violations belong to, in a checklist of these rules. */
export function rowsOf(violations, rules) {
  const named = violations.map((violation) => rowOf(violation, rules));
  return [...rules, "vendor"].filter((rule) => named.includes(rule));
}

/** The row of a violation: its rule's, or the vendor's where the checklist does not have that. */
export function rowOf({ code }, rules) {
  return rules.includes(ROWS[code]) ? ROWS[code] : "vendor";
}
