// The changes that an element makes to an input of the page, and restores. Several elements may be on one input.

import { both } from "./password-rules.js";

const DESCRIBED_BY = "aria-describedby";
const RULES = "passwordrules";

/** What all ties of one input have changed together. */
const inputs = new WeakMap();

export class Tie {
  #described = new Set();
  #together;
  #reason = "";
  #rules;
  /** A framework that renders the input again may overwrite the attribute (Ant Design, when it shows an error). */
  #watch = new MutationObserver(() => this.#describeAgain());

  constructor(input) {
    this.input = input;
    if (!inputs.has(input)) inputs.set(input, { ties: new Set(), objection: "" });
    this.#together = inputs.get(input);
    this.#together.ties.add(this);
  }

  /** An unused id for a node of the input: the input's own id, if it has one, and the part. */
  idFor(part) {
    const id = `${this.input.id || "passgate"}-${part}`;
    const root = this.input.getRootNode();
    for (let number = 1; ; number += 1) {
      const free = number === 1 ? id : `${id}-${number}`;
      if (!root.querySelector(`[id="${CSS.escape(free)}"]`)) return free;
    }
  }

  /** Adds a node to the input's description. */
  describe(id) {
    if (this.#descriptions().includes(id)) return;
    this.#described.add(id);
    this.#describeAgain();
    this.#watch.observe(this.input, { attributeFilter: [DESCRIBED_BY] });
  }

  /** Sets `passwordrules`, together with those of the other elements; without an attribute it withdraws its own. */
  rule(attribute) {
    this.#rules = attribute;
    const all = this.#all((tie) => tie.#rules);
    const present = this.input.getAttribute(RULES);
    const { rules } = this.#together;
    // The page has set another one since.
    if (rules && present !== rules.ours) return;
    if (all.length) {
      const ours = all.reduce(both);
      this.#together.rules = { before: rules ? rules.before : present, ours };
      this.input.setAttribute(RULES, ours);
    } else if (rules) {
      this.#together.rules = undefined;
      if (rules.before === null) this.input.removeAttribute(RULES);
      else this.input.setAttribute(RULES, rules.before);
    }
  }

  /** Sets the input's custom validity; an empty text withdraws it. A message that the page has set stays. */
  object(reason) {
    this.#reason = reason;
    const { validationMessage, validity, willValidate } = this.input;
    const together = this.#together;
    // A disabled or read-only input has no `validationMessage`, whoever has set one.
    const isOurs = willValidate ? validationMessage === together.objection : together.objection !== "";
    if (validity.customError && !isOurs) return;
    together.objection = [...new Set(this.#all((tie) => tie.#reason))].join(" ");
    this.input.setCustomValidity(together.objection);
  }

  undo() {
    this.#watch.disconnect();
    const ids = this.#descriptions().filter((id) => !this.#described.has(id));
    if (ids.length) this.input.setAttribute(DESCRIBED_BY, ids.join(" "));
    else if (this.#described.size) this.input.removeAttribute(DESCRIBED_BY);
    this.rule(undefined);
    this.object("");
    this.#together.ties.delete(this);
  }

  #all(of) {
    return [...this.#together.ties].map(of).filter(Boolean);
  }

  #describeAgain() {
    const ids = this.#descriptions();
    const missing = [...this.#described].filter((id) => !ids.includes(id));
    if (missing.length) this.input.setAttribute(DESCRIBED_BY, [...ids, ...missing].join(" "));
  }

  #descriptions() {
    return (this.input.getAttribute(DESCRIBED_BY) ?? "").split(/\s+/).filter(Boolean);
  }
}
