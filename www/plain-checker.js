/**
 * What stands in for the core's checker where the core does not run: it knows what is asked, judges
 * nothing, and shows the edge's refusals in their rows. The edge judges every password anyway.
 */

import { rowOf } from "./rows.js";
import { LABELS } from "./rules.js";
import { words } from "./words.js";

export class PlainChecker {
  /** Nothing is judged while one types. */
  isLive = false;
  #rules;
  #refused = new Map();

  /** `policy` is the policy document. */
  constructor(policy) {
    this.#rules = policy.rules;
  }

  /** The rows of the verdict, in the format of the core's checker. */
  rows(text, locale) {
    const { asks } = words[locale].plain;
    return this.check(text).findings.map(({ rule, status, violation }) => {
      const label = LABELS[locale][rule];
      const policy = this.#rules.find((known) => known.rule === rule);
      const says = violation && { says: describePlainly(violation, locale) };
      return { rule, label, state: status, asks: (policy && asks[rule]?.(policy)) ?? label, ...says };
    });
  }

  check(text) {
    const refusals = this.#refused.get(text) ?? [];
    const rules = this.#rules.map(({ rule }) => rule);
    const isVendors = (violation) => rowOf(violation, rules) === "vendor";
    const shown = refusals.some(isVendors) ? [...rules, "vendor"] : rules;
    const findings = shown.map((rule) => {
      const violation = refusals.find((refusal) => rowOf(refusal, rules) === rule);
      return violation ? { rule, status: "unmet", violation } : { rule, status: "idle" };
    });
    return { accepted: refusals.length === 0, findings };
  }

  refuse(text, violations) {
    this.#refused.set(text, violations.length ? violations : [{ code: "not-accepted" }]);
  }

  passwordRules() {
    const { min, max } = this.#rules.find(({ rule }) => rule === "length") ?? {};
    const parts = [min && `minlength: ${min}`, max && `maxlength: ${max}`].filter(Boolean);
    return { attribute: parts.map((part) => `${part};`).join(" ") };
  }

  free() {
    this.#refused.clear();
  }
}

/** A violation as a sentence, as the core's `describe`. */
export function describePlainly(violation, locale) {
  const { violations } = words[locale].plain;
  return (violations[violation.code] ?? violations["not-accepted"])(violation);
}
