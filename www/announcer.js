/** One sentence for those who listen, when what is missing has changed; never one per key. */

const QUIET_MS = 700;

export class Announcer {
  #node;
  #timer;
  #said = "";

  constructor(node) {
    this.#node = node;
  }

  /** Says `sentence` once the typing pauses, unless it is what was said last. */
  whenQuiet(sentence) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(sentence), QUIET_MS);
  }

  now(sentence) {
    clearTimeout(this.#timer);
    if (sentence === this.#said) return;
    this.#said = sentence;
    this.#node.textContent = sentence;
  }
}
