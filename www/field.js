/** A password field that shows the vendor's verdict while one types. */

import { Checklist } from "./checklist.js";
import { element, icon, passwordInput } from "./dom.js";
import { marked } from "./marks.js";
import { advisedBy, standing } from "./rows.js";

/** What an input method writes, and no keyboard without one. */
const INPUT_METHOD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60]/u;

export class PasswordField extends EventTarget {
  #checker;
  #advised;
  #language;
  #announcer;
  #checklist;
  #summary;
  #hint;
  #marks;
  #composing = false;
  #capsLock = false;
  #locked = false;
  #seen = "";
  #report;

  /**
   * Fires `edited` when the text changes, `verdict` after each check, and `reveal` when the
   * text is shown or hidden.
   * `checker` stays the caller's to free; `policy` is the document it judges by.
   */
  constructor({ id, checker, policy, describe, language, announcer, product }) {
    super();
    this.#checker = checker;
    this.#advised = advisedBy(policy);
    this.#language = language;
    this.#announcer = announcer;
    const shared = { checker, describe, language, product, ...ofPolicy(policy) };
    this.#checklist = new Checklist({ id: `${id}-rules`, ...shared });
    this.requirements = this.#checklist.element;
    this.#build(id);
  }

  get value() {
    return this.input.value;
  }

  /** The rules this text breaks, in the policy's order; as of now, not of the last pause. */
  get unmet() {
    this.#check();
    return (this.#report?.findings ?? []).filter(({ status }) => status === "unmet").map(({ rule }) => rule);
  }

  get revealed() {
    return this.input.type === "text";
  }

  set revealed(shown) {
    this.input.type = shown ? "text" : "password";
    this.#relabelToggle();
    this.#draw();
    this.dispatchEvent(new Event("reveal"));
  }

  fill(password) {
    this.input.value = password;
    this.#edited();
    this.#check();
  }

  /** From now on judged by this checker: the policy is another one. */
  adopt(checker, policy) {
    this.#checker = checker;
    this.#advised = advisedBy(policy);
    this.#report = undefined;
    this.#checklist.adopt(checker, ofPolicy(policy));
    this.input.setAttribute("passwordrules", checker.passwordRules().attribute);
    this.#check();
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
    this.#locked = locked;
    this.input.readOnly = locked;
    this.toggle.setAttribute("aria-disabled", String(locked));
  }

  focus() {
    this.input.focus();
  }

  close() {
    this.input.value = "";
    this.#marks.replaceChildren();
  }

  #build(id) {
    const label = element("label", { for: id });
    this.input = passwordInput({
      id,
      enterkeyhint: "next",
      passwordrules: this.#checker.passwordRules().attribute,
      "aria-describedby": `${id}-summary ${id}-hint`,
      oninput: (event) => this.#typed(event),
      // Some managers and extensions fire this alone.
      onchange: () => this.value !== this.#seen && this.#typed({}),
      oncompositionstart: () => this.#compose(true),
      oncompositionend: () => this.#compose(false),
      onkeyup: (event) => this.#watchCapsLock(event),
    });
    this.#summary = element("p", { id: `${id}-summary`, class: "hint field-summary" });
    this.#hint = element("p", { id: `${id}-hint`, class: "hint hint-caution" });
    this.#marks = element("p", { class: "marks", hidden: true });
    this.toggle = element("button", {
      type: "button",
      class: "reveal",
      "aria-controls": id,
      onclick: () => this.#toggled(),
    });
    const box = element("div", { class: "input-box" }, this.input, this.toggle);
    this.element = element("div", { class: "field" }, label, box, this.#marks, this.#summary, this.#hint);
    this.#language.write(label, (words) => words.password.label);
    this.#language.follow(() => this.#relabelToggle());
    this.#language.follow(() => {
      this.#draw();
      this.#speak();
    });
  }

  #toggled() {
    if (this.#locked) return;
    this.revealed = !this.revealed;
    const { shown, hidden } = this.#language.words.password;
    this.#announcer.now(this.revealed ? shown : hidden);
  }

  #relabelToggle() {
    const words = this.#language.words.password;
    const label = this.revealed ? words.hide : words.show;
    this.toggle.setAttribute("aria-label", label);
    this.toggle.title = label;
    this.toggle.replaceChildren(icon(this.revealed ? "eye-off" : "eye"));
  }

  #edited() {
    this.#seen = this.value;
    this.dispatchEvent(new Event("edited"));
  }

  /** No verdict on half a syllable: the rows wait until an input method's text is settled. */
  #typed(event) {
    this.#edited();
    if (this.#composing || event.isComposing) return this.#wait();
    this.#check();
  }

  #compose(composing) {
    this.#composing = composing;
    if (composing) this.#wait();
    else this.#check();
  }

  #wait() {
    this.#report = undefined;
    this.#announcer.forget();
    this.#draw();
  }

  #check() {
    const text = this.value;
    this.#seen = text;
    this.#report = text === "" ? undefined : this.#checker.check(text);
    this.#draw();
    this.#speak();
    this.dispatchEvent(new Event("verdict"));
  }

  #draw() {
    const { revealed, value } = this;
    const findings = this.#report?.findings;
    this.#checklist.show(findings, value, revealed);
    this.#summary.textContent = this.#standing();
    const parts = revealed && findings ? marked(findings, value) : [];
    const label = element("span", { class: "marks-label" }, this.#language.words.marks.label);
    this.#marks.replaceChildren(...(parts.length ? [label, " ", element("code", {}, ...parts)] : []));
    this.#marks.hidden = parts.length === 0;
    this.#showHint();
  }

  #standing() {
    const { locale, words } = this.#language;
    const asked = () => this.#checker.checklist(locale).map(({ rule }) => ({ rule, status: "idle" }));
    return standing(this.#report?.findings ?? asked(), this.#advised, words.checklist);
  }

  #speak() {
    if (this.#report && this.#checker.isLive !== false) this.#announcer.whenQuiet(this.#standing());
  }

  #watchCapsLock(event) {
    this.#capsLock = event.getModifierState?.("CapsLock") ?? false;
    this.#showHint();
  }

  #showHint() {
    const words = this.#language.words.password;
    this.#hint.textContent = INPUT_METHOD.test(this.value) ? words.inputMethod : this.#capsLock ? words.capsLock : "";
  }
}

/** What the rows need to know of the policy document. */
function ofPolicy(policy) {
  return { advised: advisedBy(policy), symbols: policy.rules.find(({ rule }) => rule === "charset")?.symbols };
}
