/** A password made for the person: filled in, shown, copied, replaced by another one, or taken back. */

import { copy } from "./clipboard.js";
import { element, icon } from "./dom.js";

export class Suggestion {
  #generate;
  #password;
  #confirm;
  #language;
  #announcer;
  #make;
  #makeText = element("span");
  #copy;
  #undo;
  #hint = element("p", { class: "hint suggestion-hint" });
  #locked = false;
  /** The last suggestion, and the text that undo restores: what was there before the first of consecutive ones. */
  #given;
  /** Makes the hint of the words. */
  #said = () => "";

  /** `generate` makes a password, or throws; `password` and `confirm` are the fields it goes into. */
  constructor({ generate, password, confirm, language, announcer }) {
    this.#generate = generate;
    this.#password = password;
    this.#confirm = confirm;
    this.#language = language;
    this.#announcer = announcer;
    this.#make = this.#button(() => this.#suggest(), icon("suggest"), this.#makeText);
    this.#copy = this.#button(() => this.#copied());
    this.#undo = this.#button(() => this.#takeBack());
    const buttons = element("div", { class: "suggestion-buttons" }, this.#make, this.#copy, this.#undo);
    this.element = element("div", { class: "suggestion" }, buttons, this.#hint);
    password.addEventListener("edited", () => this.#edited());
    language.follow(() => this.#draw());
  }

  /** What is on its way must stay what is shown. */
  set locked(locked) {
    this.#locked = locked;
    for (const button of [this.#make, this.#copy, this.#undo]) button.setAttribute("aria-disabled", String(locked));
  }

  /**
   * A key in the form. Browsers do not take back what a script has filled in, so the keys that do so are
   * handled here. What a browser fills in by itself comes without a key.
   */
  pressed(event) {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key?.toLowerCase() === "z";
    // What was typed after it, the browser takes back by itself.
    const isUntouched = this.#isInField && this.#confirm.value === this.#given.text;
    if (!isUndo || !isUntouched || this.#locked) return;
    event.preventDefault();
    this.#takeBack();
  }

  close() {
    this.#given = undefined;
  }

  #button(act, ...children) {
    const onclick = () => this.#locked || act();
    return element("button", { type: "button", class: "quiet", onclick }, ...children);
  }

  /** Whether the field holds the suggested text, and not one that the person has made of it. */
  get #isInField() {
    return this.#given?.text === this.#password.value;
  }

  #suggest() {
    const text = this.#made();
    if (text === undefined) return this.#tell(({ none }) => none);
    const before = this.#isInField ? this.#given.before : this.#present();
    this.#given = { text, before };
    this.#fill({ password: text, confirm: text, revealed: true });
    return this.#tell(({ given }) => given);
  }

  #made() {
    try {
      return this.#generate();
    } catch {
      return undefined;
    }
  }

  async #copied() {
    const { text } = this.#given;
    const isCopied = await copy(text);
    if (this.#given?.text === text) this.#tell(({ copied, notCopied }) => (isCopied ? copied : notCopied));
  }

  #takeBack() {
    const { before } = this.#given;
    this.#given = undefined;
    this.#fill(before);
    this.#tell(({ undone }) => undone);
    this.#password.focus();
  }

  #present() {
    return { password: this.#password.value, confirm: this.#confirm.value, revealed: this.#password.revealed };
  }

  #fill({ password, confirm, revealed }) {
    this.#password.fill(password);
    this.#confirm.fill(confirm);
    this.#password.revealed = revealed;
  }

  #edited() {
    this.#said = () => "";
    this.#draw();
  }

  #tell(sentence) {
    this.#said = sentence;
    this.#draw();
    this.#announcer.now(sentence(this.#language.words.suggestion));
  }

  #draw() {
    const words = this.#language.words.suggestion;
    this.#makeText.textContent = this.#isInField ? words.another : words.make;
    this.#copy.textContent = words.copy;
    this.#undo.textContent = words.undo;
    this.#copy.hidden = !this.#isInField;
    this.#undo.hidden = !this.#given?.before.password;
    this.#hint.textContent = this.#said(words);
  }
}
