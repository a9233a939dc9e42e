// A verdict as the wasm module writes it, in numbers, read as a report. What is written where is
// said in crates/passgate-wasm/src/numbers.rs.

import * as words from "./vocabulary.js";

/** The last is the row of a refusal that no rule explains. */
const rules = [...words.rules, "vendor"];

/** Where a row begins to speak of spans, and how long it is without them. */
const SPANS = 6;
const ROW = 7;

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

function violation(memory, at, message) {
  const code = words.violations[memory[at] - 1];
  const a = memory[at + 1];
  const b = memory[at + 2];
  switch (code) {
    case "too-short":
      return { code, min: a };
    case "too-long":
      return { code, max: a };
    case "wrong-length":
      return { code, ...(a && { min: a - 1 }), ...(b && { max: b - 1 }) };
    case "too-few-classes":
      return { code, required: a, found: b, missing: set(memory[at + 3], words.classes) };
    case "unsupported-character":
      return { code, ...(a && { kind: words.kinds[a - 1] }) };
    case "too-common":
      return { code, ...(a && { pattern: words.patterns[a - 1] }) };
    case "too-repetitive":
      return { code, ...(a && { max: a - 1 }), ...(b && { count: words.counts[b - 1] }) };
    case "contains-identity":
    case "resembles-identity":
    case "unknown-identity":
      return { code, fields: set(a, words.fields) };
    case "not-accepted":
      return { code, ...(a && { message: message() }) };
    default:
      return { code };
  }
}

function set(bits, names) {
  return names.filter((_, index) => bits & (1 << index));
}
