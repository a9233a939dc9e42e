/** One sentence for those who listen, when what is missing has changed; never one per key. */

const QUIET_MS = 700;

export class Announcer {
  #node;
  #language;
  #timer;
  #said = "";

  constructor(node, language) {
    this.#node = node;
    this.#language = language;
  }

  /** Says `sentence` once the typing pauses, unless it is what was said last. */
  whenQuiet(sentence) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(sentence), QUIET_MS);
  }

  /** What was about to be said is no longer true. */
  forget() {
    clearTimeout(this.#timer);
  }

  /** Says what `sentence` makes of the current words. */
  say(sentence) {
    this.now(sentence(this.#language.words));
  }

  now(sentence) {
    clearTimeout(this.#timer);
    if (sentence === this.#said) return;
    this.#said = sentence;
    this.#node.textContent = sentence;
  }
}
