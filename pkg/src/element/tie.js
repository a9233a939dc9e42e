// What an element changes about an input that somebody else owns, and takes back.

const DESCRIBED_BY = "aria-describedby";

export class Tie {
  #described = new Set();
  #before = new Map();
  #objection = "";

  constructor(input) {
    this.input = input;
  }

  /** An id that tells what the node is of, if the input has one and nobody else has taken it. */
  idFor(part) {
    const id = `${this.input.id || "passgate"}-${part}`;
    const root = this.input.getRootNode();
    for (let number = 1; ; number += 1) {
      const free = number === 1 ? id : `${id}-${number}`;
      if (!root.querySelector(`[id="${CSS.escape(free)}"]`)) return free;
    }
  }

  /** Adds a node to those that describe the input. */
  describe(id) {
    const ids = this.#descriptions();
    if (ids.includes(id)) return;
    this.#described.add(id);
    this.input.setAttribute(DESCRIBED_BY, [...ids, id].join(" "));
  }

  set(name, value) {
    if (!this.#before.has(name)) this.#before.set(name, { value: this.input.getAttribute(name) });
    const before = this.#before.get(name);
    before.ours = value;
    this.input.setAttribute(name, value);
  }

  /** Why the browser must not send the input's form; an empty text takes it back. A page's own reason stays. */
  object(reason) {
    const { validationMessage, validity, willValidate } = this.input;
    // An input that is disabled or read-only shows no message, whoever has set it.
    const isOurs = willValidate ? validationMessage === this.#objection : this.#objection !== "";
    if (validity.customError && !isOurs) return;
    this.#objection = reason;
    this.input.setCustomValidity(reason);
  }

  undo() {
    const ids = this.#descriptions().filter((id) => !this.#described.has(id));
    if (ids.length) this.input.setAttribute(DESCRIBED_BY, ids.join(" "));
    else if (this.#described.size) this.input.removeAttribute(DESCRIBED_BY);
    for (const [name, { value, ours }] of this.#before) {
      if (this.input.getAttribute(name) !== ours) continue;
      if (value === null) this.input.removeAttribute(name);
      else this.input.setAttribute(name, value);
    }
    this.object("");
  }

  #descriptions() {
    return (this.input.getAttribute(DESCRIBED_BY) ?? "").split(/\s+/).filter(Boolean);
  }
}
