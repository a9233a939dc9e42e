// `<passgate-rules for="ID">`: the checklist of an input of the page.

import { CHECKLIST, FIND, PassgateElement, PLACE, reflect } from "./base.js";
import { settle, slotted } from "./place.js";

export class PassgateRules extends PassgateElement {
  static observedAttributes = [...PassgateElement.observedAttributes, "for"];

  #input;

  /** The input itself, if no id reaches it. */
  get input() {
    return this.#input ?? this[CHECKLIST].input;
  }

  set input(input) {
    this.#input = input ?? undefined;
    if (this.isConnected) this[CHECKLIST].attach(this[FIND]());
  }

  attributeChangedCallback(name, before, value) {
    if (name !== "for") super.attributeChangedCallback(name, before, value);
    else if (this.isConnected) this[CHECKLIST].attach(this[FIND]());
  }

  [FIND]() {
    const id = this.getAttribute("for");
    return this.#input ?? (id ? this.getRootNode().querySelector(`[id="${CSS.escape(id)}"]`) ?? undefined : undefined);
  }

  [PLACE]({ summary, spoken, list }) {
    settle(this, [slotted(summary), list.element, spoken]);
  }
}

reflect(PassgateRules, ["for"]);
