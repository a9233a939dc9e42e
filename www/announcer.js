/** The page's announcements to screen readers, in the current language. */

import { Announcer } from "../pkg/src/element/announcer.js";

export class PageAnnouncer extends Announcer {
  #language;

  constructor(node, language) {
    super(node);
    this.#language = language;
  }

  /** Announces `sentence(words)` in the current language. */
  say(sentence) {
    this.now(sentence(this.#language.words));
  }
}
