// Announcements to screen readers: one sentence when typing pauses, and only one that differs from the last.

import { setText } from "./dom.js";

const QUIET_MS = 700;

export class Announcer {
  #node;
  #timer;

  /** `node` is a live region. */
  constructor(node) {
    this.#node = node;
  }

  /** Announces `sentence` when typing pauses. */
  whenQuiet(sentence) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(sentence), QUIET_MS);
  }

  /** Cancels the pending announcement. */
  forget() {
    clearTimeout(this.#timer);
  }

  now(sentence) {
    clearTimeout(this.#timer);
    setText(this.#node, sentence);
  }
}
