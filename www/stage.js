/** Shows one view at a time under the page's heading. */

import { element } from "./dom.js";

export class Stage {
  #main;
  #language;
  #view;
  #scope;

  constructor(main, language) {
    this.#main = main;
    this.#language = language;
  }

  /**
   * Puts what `make` makes in place of the last view. A view has an `element`, a `heading`
   * (of the words), `close()`, a `sign` before the heading and an `aside` below it if it wants them.
   * With `focus`, reading goes on at the new heading.
   */
  show(make, { focus = false } = {}) {
    this.#view?.close();
    this.#scope?.close();
    this.#scope = this.#language.scope();
    this.#view = make(this.#scope);
    const { element: content, heading, sign, aside } = this.#view;
    const title = element("h1", { tabindex: "-1" });
    this.#scope.follow(() => {
      title.textContent = heading(this.#scope.words);
      document.title = title.textContent;
    });
    const head = element("div", { class: "head" }, ...(sign ? [sign] : []), title);
    this.#main.replaceChildren(head, ...(aside ? [aside] : []), content);
    if (focus) title.focus();
  }
}
