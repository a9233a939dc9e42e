// The second entry of the password, and whether it equals the first.

import { make, prepare, setText, takeOrMake, write } from "./dom.js";
import { slotted } from "./place.js";
import { Tie } from "./tie.js";

export class Confirm {
  #first;
  #announce;
  #label;
  #hint;
  #tie;
  #sentences;
  #isJudged = false;

  /** `first` returns the password's input; `announce` announces a sentence. */
  constructor(host, { first, announce }) {
    this.#first = first;
    this.#announce = announce;
    const own = host.querySelector(":scope > input[slot=confirm]");
    this.input = own ?? make("input", "input", { slot: "confirm", type: "password", required: true });
    prepare(this.input);
    this.#label = takeOrMake(host, "label", "confirm-label", { slot: "confirm-label" });
    this.#label.htmlFor = this.input.id;
    this.#hint = takeOrMake(host, "p", "confirm-hint", { slot: "confirm-hint" });
    this.#tie = new Tie(this.input);
    this.#hint.id ||= this.#tie.idFor("hint");
    this.#tie.describe(this.#hint.id);
    this.input.addEventListener("blur", () => this.#left());
  }

  get nodes() {
    return [this.#label, this.input, this.#hint].map(slotted);
  }

  /** `same`, `differs`, or `empty`. */
  get state() {
    if (this.input.value === "") return "empty";
    return this.input.value === this.#first().value ? "same" : "differs";
  }

  /** Removes what the element made: an input of the page stays. */
  remove() {
    this.#tie.undo();
    for (const node of [this.#label, this.#hint]) node.remove();
    if (this.input.classList.contains("passgate-input")) this.input.remove();
  }

  /** Shows what is wrong now, and from now on also while the person types. */
  judge() {
    this.#isJudged = true;
    this.draw(this.#sentences);
  }

  /** Stops showing what is wrong: after the entry is emptied, a person types it again from the start. */
  forget() {
    this.#isJudged = false;
    if (this.#sentences) this.draw(this.#sentences);
  }

  draw(sentences) {
    this.#sentences = sentences;
    const { state } = this;
    const isWrong = this.#isJudged && state !== "same";
    setText(this.#label, sentences.label);
    const wrong = state === "empty" ? sentences.missing : sentences.differs;
    setText(this.#hint, isWrong ? wrong : state === "same" ? sentences.same : "");
    this.#hint.dataset.state = isWrong ? "unmet" : state === "same" ? "met" : "idle";
    write(this.input, { "aria-invalid": isWrong && "true" });
    this.#tie.object(state === "differs" ? sentences.differs : "");
  }

  /** A difference is reported when the field loses the focus: an unfinished entry always differs. */
  #left() {
    if (this.state === "empty") return;
    this.judge();
    if (this.state === "differs") this.#announce(this.#sentences.differs);
  }
}
