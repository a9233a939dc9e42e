/** The end of a form: its button, and above the fields the one sentence about a failed try. */

import { element, icon } from "./dom.js";

export class Submission {
  #language;
  #announcer;
  #onproblem;
  #label;
  #state = { name: "ready" };
  #sentence;
  #text;
  #countdown;

  /** `label` makes the button's text of the words; `onproblem` is told whether a problem is shown. */
  constructor({ language, announcer, onproblem, label }) {
    this.#language = language;
    this.#announcer = announcer;
    this.#onproblem = onproblem;
    this.#label = label;
    this.button = element("button", { type: "submit", class: "primary" });
    this.#text = element("p");
    this.problem = element("div", { class: "problem", role: "alert", hidden: true });
    language.follow(() => this.#draw());
    language.follow(() => {
      if (this.#sentence) this.#text.textContent = this.#sentence(language.words, language.locale);
    });
  }

  /** Ready to be pressed; otherwise the button itself says why not. */
  get ready() {
    return this.#state.name === "ready";
  }

  /** On its way: what is sent must not change. */
  get sending() {
    return this.#state.name === "sending";
  }

  /** Says above the fields why nothing was done. An alert: it is read out at once. */
  complain(sentence) {
    this.#sentence = sentence;
    this.#text.textContent = sentence(this.#language.words, this.#language.locale);
    this.problem.replaceChildren(icon("alert"), this.#text);
    this.problem.hidden = false;
    this.#onproblem(true);
    this.problem.scrollIntoView({ block: "nearest" });
  }

  /** What was complained of is being mended. A wait is not: its complaint goes when it is over. */
  edited() {
    if (this.ready) this.settle();
  }

  /** Takes the last complaint away. */
  settle() {
    this.#sentence = undefined;
    this.problem.hidden = true;
    this.problem.replaceChildren();
    this.#onproblem(false);
  }

  start() {
    this.settle();
    this.#announcer.now(this.#language.words.sending);
    this.#become({ name: "sending" });
  }

  stop() {
    this.#announcer.now("");
    this.#become({ name: "ready" });
  }

  /** Not before so many seconds: the button counts them down. */
  wait(seconds) {
    const end = Date.now() + seconds * 1000;
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      if (left <= 0) return this.#waited();
      this.#become({ name: "waiting", seconds: left });
    };
    this.#countdown = setInterval(tick, 500);
    tick();
  }

  close() {
    clearInterval(this.#countdown);
  }

  #waited() {
    this.settle();
    this.#become({ name: "ready" });
    this.#announcer.now(this.#language.words.again);
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

/** What the form says of an outcome, and below it what the vendor's own page advises. */
export function sentenceOf(outcome, details) {
  const { kind, advice } = outcome;
  return (words, locale) => {
    const advised = advice?.[locale];
    const sentence = words.problems[kind]({ ...outcome, ...details });
    return advised ? `${sentence}\n${words.vendorAdvice({ ...details, advice: advised })}` : sentence;
  };
}
