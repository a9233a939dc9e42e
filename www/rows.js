/** The rows of a checklist that violations belong to. */

import { ROWS } from "./rules.js";

/** The rows of these violations in a checklist of these rules. */
export function rowsOf(violations, rules) {
  const named = violations.map((violation) => rowOf(violation, rules));
  return [...rules, "vendor"].filter((rule) => named.includes(rule));
}

/** The row of a violation: that of its rule, or the vendor's row if the checklist does not have the rule. */
export function rowOf({ code }, rules) {
  return rules.includes(ROWS[code]) ? ROWS[code] : "vendor";
}
