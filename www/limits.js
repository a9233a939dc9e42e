/** How long a link works, and after a failed try how often yet: one line under the form. */

import { element } from "./dom.js";

export class Limits {
  #language;
  #expires;
  #attempts;

  constructor({ language, expiresAt }) {
    this.#language = language;
    this.#expires = new Date(expiresAt);
    this.element = element("p");
    language.follow(() => this.#draw());
  }

  set attempts(left) {
    this.#attempts = left;
    this.#draw();
  }

  #draw() {
    const { locale, words } = this.#language;
    const time = this.#expires.toLocaleTimeString(locale, { timeStyle: "short" });
    this.element.textContent = words.limits({ time, attempts: this.#attempts });
  }
}
