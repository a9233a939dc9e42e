/** The second entry of the password: whether it is the same as the first. */

import { element, passwordInput } from "./dom.js";

export class ConfirmField {
  #first;
  #language;
  #announcer;
  #onedit;
  #hint;
  #judged = false;

  /** `first` is the password field this one repeats; `onedit` is told when this one changes. */
  constructor({ id, first, language, announcer, onedit }) {
    this.#onedit = onedit;
    this.#first = first;
    this.#language = language;
    this.#announcer = announcer;
    this.#build(id);
    first.addEventListener("reveal", () => (this.input.type = first.input.type));
    first.addEventListener("edited", () => this.#draw());
  }

  get value() {
    return this.input.value;
  }

  /** `undefined` when it matches, else what is wrong: `again` (nothing yet) or `differs`. */
  get problem() {
    if (this.input.value === "") return "again";
    return this.input.value === this.#first.value ? undefined : "differs";
  }

  /** From now on a difference is shown while typing too. */
  judge() {
    this.#judged = true;
    this.#draw();
  }

  fill(password) {
    this.input.value = password;
    this.#draw();
  }

  set locked(locked) {
    this.input.readOnly = locked;
  }

  focus() {
    this.input.focus();
  }

  close() {
    this.input.value = "";
  }

  #build(id) {
    const label = element("label", { for: id });
    this.input = passwordInput({
      id,
      enterkeyhint: "done",
      "aria-describedby": `${id}-hint`,
      oninput: () => this.#edited(),
      onchange: () => this.#draw(),
      onblur: () => this.#left(),
    });
    this.#hint = element("p", { id: `${id}-hint`, class: "hint" });
    this.element = element("div", { class: "field" }, label, this.input, this.#hint);
    this.#language.write(label, (words) => words.password.confirm);
    this.#language.follow(() => this.#draw());
  }

  #edited() {
    this.#draw();
    this.#onedit();
  }

  /** Half a word differs from the whole: nothing is said before the field is left. */
  #left() {
    if (this.input.value === "") return;
    this.judge();
    if (this.problem) this.#announcer.now(this.#hint.textContent);
  }

  #draw() {
    const words = this.#language.words.password;
    const problem = this.problem;
    if (this.input.value === "") this.#judged = false;
    const wrong = this.#judged && problem === "differs";
    this.#hint.textContent = wrong ? words.differs : problem ? "" : words.same;
    this.#hint.dataset.state = wrong ? "unmet" : problem ? "idle" : "met";
    if (wrong) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
  }
}
