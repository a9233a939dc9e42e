/** The form of a person to whom the vendor sends a new password: by text message or email. */

import { element } from "./dom.js";
import { sentenceOf, Submission } from "./submit.js";

const MODES = ["SMS", "EMAIL"];
/** After these the chosen way leads nowhere: the other one is offered. */
const OTHER_WAY = new Set(["missing-mobile", "missing-email", "send-mode"]);

export class DeliveryForm {
  #product;
  #send;
  #submission;

  /**
   * `send` carries the chosen mode to the edge and resolves to the outcome that leaves the form
   * open, or to nothing when the visit is over. `onedit` is told when the choice changes, `onproblem` when
   * the form begins or ceases to say that something is wrong.
   */
  constructor({ product, limits, language, announcer, send, onedit, onproblem }) {
    this.heading = (words) => words.titles.delivery({ product });
    this.#product = product;
    this.#send = send;
    this.#submission = new Submission({ language, announcer, onproblem, label: (words) => words.delivery.submit });
    const intro = element("p", { class: "intro" });
    const legend = element("legend");
    language.write(intro, (words) => words.delivery.intro);
    language.write(legend, (words) => words.delivery.legend);
    const choices = MODES.map((mode, index) => choice(mode, index === 0, language));
    this.element = element(
      "form",
      { class: "reset delivery", method: "post", novalidate: true, onsubmit: (event) => this.#submit(event) },
      this.#submission.problem,
      intro,
      element("fieldset", { onchange: () => this.#chosen(onedit) }, legend, ...choices),
      this.#submission.button,
      element("div", { class: "fine-print" }, limits),
    );
  }

  /** Says above the choices what came of something that was sent before. */
  complain(outcome) {
    this.#submission.complain(sentenceOf(outcome, { product: this.#product }));
  }

  close() {
    this.#submission.close();
  }

  #chosen(onedit) {
    onedit();
    this.#submission.edited();
  }

  async #submit(event) {
    event.preventDefault();
    if (!this.#submission.ready) return;
    const { value } = this.element.querySelector("input:checked");
    this.#submission.start();
    this.#lock(true);
    const outcome = await this.#send(value);
    if (!outcome) return;
    this.#submission.stop();
    this.#lock(false);
    if (OTHER_WAY.has(outcome.kind)) this.#chooseOther();
    this.complain(outcome);
    if (outcome.seconds) this.#submission.wait(outcome.seconds);
    this.element.querySelector("input:checked").focus();
  }

  #lock(locked) {
    for (const radio of this.element.querySelectorAll("input")) radio.disabled = locked;
  }

  #chooseOther() {
    this.element.querySelector("input:not(:checked)").checked = true;
  }
}

function choice(mode, checked, language) {
  const name = element("span", { class: "choice-name" });
  const hint = element("span", { class: "choice-hint" });
  language.write(name, (words) => words.delivery.modes[mode]);
  language.write(hint, (words) => words.delivery.hints[mode]);
  const radio = element("input", { type: "radio", name: "send-mode", value: mode, checked });
  return element("label", { class: "choice" }, radio, name, hint);
}
