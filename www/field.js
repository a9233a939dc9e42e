/** A password field that shows the vendor's verdict while one types. */

import { Checklist } from "./checklist.js";
import { element, icon, passwordInput } from "./dom.js";

/** Beyond this a text is no password; the verdict waits until the typing pauses. */
const LONG_TEXT = 10_000;

export class PasswordField extends EventTarget {
  #checker;
  #language;
  #announcer;
  #checklist;
  #hint;
  #composing = false;
  #capsLock = false;
  #pending;
  #report;

  /**
   * Fires `edited` when the text changes, `verdict` after each check, and `reveal` when the
   * text is shown or hidden.
   * `checker` stays the caller's to free.
   */
  constructor({ id, checker, describe, language, announcer, product }) {
    super();
    this.#checker = checker;
    this.#language = language;
    this.#announcer = announcer;
    this.#checklist = new Checklist({ id: `${id}-rules`, checker, describe, language, product });
    this.requirements = this.#checklist.element;
    this.#build(id);
  }

  get value() {
    return this.input.value;
  }

  /** The rules this text breaks, in the policy's order; as of now, not of the last pause. */
  get unmet() {
    this.#check();
    return rulesWith(this.#report, "unmet");
  }

  get revealed() {
    return this.input.type === "text";
  }

  set revealed(shown) {
    this.input.type = shown ? "text" : "password";
    this.#relabelToggle();
    this.dispatchEvent(new Event("reveal"));
  }

  fill(password) {
    this.input.value = password;
    this.dispatchEvent(new Event("edited"));
    this.#check();
  }

  /** From now on judged by this checker: the policy is another one. */
  adopt(checker) {
    this.#checker = checker;
    this.#checklist.adopt(checker);
    this.input.setAttribute("passwordrules", checker.passwordRules().attribute);
    if (this.value !== "") this.#check();
  }

  /** The vendor's refusal of this very text: its row shows it, as long as the text is this one. */
  refuse(password, violations) {
    this.#checker.refuse(password, violations);
    this.#check();
  }

  set invalid(invalid) {
    if (invalid) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
  }

  set locked(locked) {
    this.input.readOnly = locked;
  }

  focus() {
    this.input.focus();
  }

  close() {
    clearTimeout(this.#pending);
    this.input.value = "";
  }

  #build(id) {
    const label = element("label", { for: id });
    this.input = passwordInput({
      id,
      enterkeyhint: "next",
      passwordrules: this.#checker.passwordRules().attribute,
      "aria-describedby": `${id}-rules ${id}-hint`,
      oninput: (event) => this.#typed(event),
      oncompositionstart: () => (this.#composing = true),
      oncompositionend: () => {
        this.#composing = false;
        this.#check();
      },
      onkeyup: (event) => this.#watchCapsLock(event),
    });
    this.#hint = element("p", { id: `${id}-hint`, class: "hint hint-caution" });
    this.toggle = element("button", {
      type: "button",
      class: "reveal",
      "aria-controls": id,
      onclick: () => (this.revealed = !this.revealed),
    });
    const box = element("div", { class: "input-box" }, this.input, this.toggle);
    this.element = element("div", { class: "field" }, label, box, this.#hint);
    this.#language.write(label, (words) => words.password.label);
    this.#language.follow(() => this.#relabelToggle());
    this.#language.follow(() => this.#speak());
  }

  #relabelToggle() {
    const words = this.#language.words.password;
    const label = this.revealed ? words.hide : words.show;
    this.toggle.setAttribute("aria-label", label);
    this.toggle.title = label;
    this.toggle.replaceChildren(icon(this.revealed ? "eye-off" : "eye"));
  }

  /** No verdict on half a syllable: an input method's text is judged when it is settled. */
  #typed(event) {
    this.dispatchEvent(new Event("edited"));
    if (this.#composing || event.isComposing) return;
    clearTimeout(this.#pending);
    if (this.value.length > LONG_TEXT) this.#pending = setTimeout(() => this.#check(), 200);
    else this.#check();
  }

  #check() {
    clearTimeout(this.#pending);
    const text = this.value;
    this.#report = text === "" ? undefined : this.#checker.check(text);
    this.#checklist.show(this.#report);
    this.#showHint();
    this.#speak();
    this.dispatchEvent(new Event("verdict"));
  }

  #speak() {
    if (!this.#report) return;
    const unmet = rulesWith(this.#report, "unmet");
    const unsure = rulesWith(this.#report, "unsure");
    const { checklist } = this.#language.words;
    const sentence = unmet.length
      ? checklist.missing({ unmet })
      : unsure.length
        ? checklist.metButUnsure({ unsure })
        : checklist.allMet;
    this.#announcer.whenQuiet(sentence);
  }

  #watchCapsLock(event) {
    this.#capsLock = event.getModifierState?.("CapsLock") ?? false;
    this.#showHint();
  }

  #showHint() {
    const words = this.#language.words.password;
    const foreign = /[^\x20-\x7e]/.test(this.value);
    this.#hint.textContent = foreign ? words.inputMethod : this.#capsLock ? words.capsLock : "";
  }
}

function rulesWith(report, status) {
  return (report?.findings ?? []).filter((row) => row.status === status).map(({ rule }) => rule);
}
