// The changes that an element makes to an input of the page, and restores.

const DESCRIBED_BY = "aria-describedby";

export class Tie {
  #described = new Set();
  #before = new Map();
  #objection = "";

  constructor(input) {
    this.input = input;
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

  /** Sets the input's custom validity; an empty text removes it. A message that the page has set stays. */
  object(reason) {
    const { validationMessage, validity, willValidate } = this.input;
    // A disabled or read-only input has no `validationMessage`, whoever has set one.
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
