/** Shows one view at a time under the page's heading. */

import { element } from "./dom.js";

export class Stage {
  #main;
  #language;
  #view;
  #scope;
  #hasProblem = false;

  constructor(main, language) {
    this.#main = main;
    this.#language = language;
  }

  /**
   * Puts what `make` makes in place of the last view. A view has an `element`, a `heading`
   * (of the words), `close()`, a `sign` before the heading and an `aside` below it if it wants them. It
   * calls back when it begins or ceases to show a problem, and the page's title says so.
   * With `focus`, reading goes on at the new heading.
   */
  show(make, { focus = false } = {}) {
    this.#view?.close();
    this.#scope?.close();
    this.#scope = this.#language.scope();
    this.#hasProblem = false;
    this.#view = make(this.#scope, (hasProblem) => {
      this.#hasProblem = hasProblem;
      this.#entitle();
    });
    const { element: content, heading, sign, aside } = this.#view;
    const title = element("h1", { tabindex: "-1" });
    this.#scope.follow(() => {
      title.textContent = heading(this.#scope.words);
      this.#entitle();
    });
    const head = element("div", { class: "head" }, ...(sign ? [sign] : []), title);
    this.#main.replaceChildren(head, ...(aside ? [aside] : []), content);
    if (focus) title.focus();
  }

  /** Who comes back to this tab, or hears its title, learns that something is wrong. */
  #entitle() {
    const { words } = this.#scope;
    const heading = this.#view.heading(words);
    document.title = this.#hasProblem ? words.titles.problem({ heading }) : heading;
  }
}
