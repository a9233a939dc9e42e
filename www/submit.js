/** The end of a form: its button, and above the fields the one sentence about a failed try. */

import { element, icon } from "./dom.js";

export class Submission {
  #language;
  #label;
  #state = { name: "ready" };
  #sentence;
  #text;
  #countdown;

  /** `label` makes the button's text of the words. */
  constructor({ language, label }) {
    this.#language = language;
    this.#label = label;
    this.button = element("button", { type: "submit", class: "primary" });
    this.#text = element("p");
    this.problem = element("div", { class: "problem", role: "alert", hidden: true });
    language.follow(() => this.#draw());
    language.follow(() => {
      if (this.#sentence) this.#text.textContent = this.#sentence(language.words);
    });
  }

  /** Ready to be pressed; otherwise the button itself says why not. */
  get ready() {
    return this.#state.name === "ready";
  }

  /** Says above the fields why nothing was done. An alert: it is read out at once. */
  complain(sentence) {
    this.#sentence = sentence;
    this.#text.textContent = sentence(this.#language.words);
    this.problem.replaceChildren(icon("alert"), this.#text);
    this.problem.hidden = false;
    this.problem.scrollIntoView({ block: "nearest" });
  }

  /** Takes the last complaint away. */
  settle() {
    this.#sentence = undefined;
    this.problem.hidden = true;
    this.problem.replaceChildren();
  }

  start() {
    this.settle();
    this.#become({ name: "sending" });
  }

  stop() {
    this.#become({ name: "ready" });
  }

  /** Not before so many seconds: the button counts them down. */
  wait(seconds) {
    const end = Date.now() + seconds * 1000;
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      if (left <= 0) return this.stop();
      this.#become({ name: "waiting", seconds: left });
    };
    this.#countdown = setInterval(tick, 500);
    tick();
  }

  close() {
    clearInterval(this.#countdown);
  }

  #become(state) {
    if (state.name !== "waiting") clearInterval(this.#countdown);
    this.#state = state;
    this.#draw();
  }

  #draw() {
    const { name, seconds } = this.#state;
    const { words } = this.#language;
    const texts = {
      ready: () => this.#label(words),
      sending: () => words.sending,
      waiting: () => words.waiting({ seconds }),
    };
    this.button.textContent = texts[name]();
    this.button.dataset.state = name;
    this.button.setAttribute("aria-disabled", String(name !== "ready"));
  }
}
