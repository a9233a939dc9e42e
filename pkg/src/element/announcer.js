// What a screen reader says: one sentence when typing pauses, if it is another one than before.

import { setText } from "./dom.js";

const QUIET_MS = 700;

export class Announcer {
  #node;
  #timer;

  /** `node` is a live region. */
  constructor(node) {
    this.#node = node;
  }

  /** Says `sentence` once the typing pauses. */
  whenQuiet(sentence) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(sentence), QUIET_MS);
  }

  /** What was about to be said is no longer true. */
  forget() {
    clearTimeout(this.#timer);
  }

  now(sentence) {
    clearTimeout(this.#timer);
    setText(this.#node, sentence);
  }
}
