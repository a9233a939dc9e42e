/** What the page says to those who listen, in the current language. */

import { Announcer } from "../pkg/src/element/announcer.js";

export class PageAnnouncer extends Announcer {
  #language;

  constructor(node, language) {
    super(node);
    this.#language = language;
  }

  /** Says what `sentence` makes of the current words. */
  say(sentence) {
    this.now(sentence(this.#language.words));
  }
}
