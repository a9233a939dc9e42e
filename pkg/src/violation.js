// A violation behind its numbers; written by `cargo xtask codegen` from the table in
// crates/passgate-core/src/verdict/violation.rs.
import * as words from "./vocabulary.js";

/** The violation at `at`: its code and its members. `message()` gives the vendor's words. */
export function violation(memory, at, message) {
  const code = words.violations[memory[at] - 1];
  const [a, b, c, d] = memory.subarray(at + 1, at + 1 + words.members);
  switch (code) {
    case "too-short":
      return { code, min: a };
    case "too-long":
      return { code, max: a };
    case "wrong-length":
      return { code, ...(a && { min: a - 1 }), ...(b && { max: b - 1 }), ...(c && { documented_min: c - 1 }), ...(d && { documented_max: d - 1 }) };
    case "too-few-classes":
      return { code, required: a, found: b, missing: set(c, words.classes), ...(d && { each: d - 1 }) };
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
