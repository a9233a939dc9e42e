// A verdict as the wasm module writes it, in numbers, read as a report. What is written where is
// said in crates/passgate-wasm/src/numbers.rs.

import { violation } from "./violation.js";
import * as words from "./vocabulary.js";

/** The last is the row of a refusal that no rule explains. */
const rules = [...words.rules, "vendor"];

/** Where a row has the number of its spans, behind its rule, its status and its violation. */
const SPANS = 3 + words.members;
/** The length of a row without spans. */
const ROW = SPANS + 1;

/** Every row of a verdict. `message()` gives the vendor's words where there are any. */
export function read(memory, message) {
  const findings = [];
  let at = 1;
  for (let row = 0; row < memory[0]; row += 1) {
    findings.push(finding(memory, at, message));
    at += length(memory, at);
  }
  return findings;
}

/** How many numbers the row at `at` takes. */
export function length(memory, at) {
  return ROW + 2 * memory[at + SPANS];
}

/** The row at `at`. */
export function finding(memory, at, message) {
  const found = { rule: rules[memory[at]], status: words.statuses[memory[at + 1]] };
  if (memory[at + 2] > 0) found.violation = violation(memory, at + 2, message);
  const spans = memory[at + SPANS];
  if (spans > 0) {
    found.spans = [];
    for (let span = at + ROW; span < at + ROW + 2 * spans; span += 2) {
      found.spans.push([memory[span], memory[span + 1]]);
    }
  }
  return found;
}
