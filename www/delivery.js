/** The form of a person to whom the vendor sends a new password: by text message or e-mail. */

import { element } from "./dom.js";
import { Submission } from "./submit.js";

const MODES = ["SMS", "EMAIL"];

export class DeliveryForm {
  #product;
  #send;
  #submission;

  /**
   * `send` carries the chosen mode to the edge and resolves to the outcome that leaves the form
   * open, or to nothing when the visit is over. `onedit` is told when the choice changes.
   */
  constructor({ product, limits, language, send, onedit }) {
    this.heading = (words) => words.titles.delivery({ product });
    this.#product = product;
    this.#send = send;
    this.#submission = new Submission({ language, label: (words) => words.delivery.submit });
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
      element("fieldset", { onchange: onedit }, legend, ...choices),
      this.#submission.button,
      element("div", { class: "fine-print" }, limits),
    );
  }

  close() {
    this.#submission.close();
  }

  async #submit(event) {
    event.preventDefault();
    if (!this.#submission.ready) return;
    this.#submission.start();
    const outcome = await this.#send(this.element.querySelector("input:checked").value);
    if (!outcome) return;
    const { kind, seconds } = outcome;
    const product = this.#product;
    this.#submission.stop();
    this.#submission.complain(({ problems }) => problems[kind]({ product, seconds }));
    if (seconds) this.#submission.wait(seconds);
    this.element.querySelector("input:checked").focus();
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
