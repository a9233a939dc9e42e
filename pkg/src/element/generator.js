// A password made for the person: filled in, shown, copied, replaced by another one, or taken back.

import { copy } from "./clipboard.js";
import { icon, make, setText, takeOrMake, write } from "./dom.js";

export class Generator {
  #field;
  #announce;
  #make;
  #copy;
  #undo;
  #hint;
  #sentences;
  /** The last password, and what undo restores: what was there before the first of consecutive ones. */
  #given;
  /** The sentence that the hint shows. */
  #told;

  /**
   * `field` has `state` (`{ password, confirm, revealed }`, to read and to set), `isLocked`, `make()` (a password) and
   * `focus()`. `announce` says a sentence.
   */
  constructor(root, field, announce) {
    this.#field = field;
    this.#announce = announce;
    this.element = takeOrMake(root, "div", "generator");
    const button = (part, act) => takeOrMake(this.element, "button", part, { type: "button", onclick: () => field.isLocked || act() });
    this.#make = button("generate", () => this.#suggest());
    this.#copy = button("copy", () => this.#copied());
    this.#undo = button("undo", () => this.#takeBack());
    this.#hint = takeOrMake(this.element, "p", "generator-hint");
    const label = takeOrMake(this.#make, "span", "generate-label");
    this.#make.replaceChildren(icon("key"), label);
    if (!this.#make.parentNode) {
      this.element.append(make("div", "generator-buttons", {}, this.#make, this.#copy, this.#undo), this.#hint);
    }
  }

  /** A text of the field is another one. */
  edited() {
    this.#told = undefined;
    this.draw(this.#sentences);
  }

  /**
   * A key in the field. Browsers do not take back what a script has filled in, so the keys that do so are handled
   * here. What a browser fills in by itself comes without a key.
   */
  pressed(event) {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key?.toLowerCase() === "z";
    const { confirm } = this.#field.state;
    // What was typed after it, the browser takes back by itself.
    const isUntouched = this.#isInField && (confirm === undefined || confirm === this.#given.text);
    if (!isUndo || !isUntouched || this.#field.isLocked) return;
    event.preventDefault();
    this.#takeBack();
  }

  /** Keeps no password. */
  forget() {
    this.#given = undefined;
    this.edited();
  }

  draw(sentences) {
    this.#sentences = sentences;
    const { make: first, another, copy, undo } = sentences;
    setText(this.#make.querySelector("span"), this.#isInField ? another : first);
    setText(this.#copy, copy);
    setText(this.#undo, undo);
    this.#copy.hidden = !this.#isInField;
    this.#undo.hidden = !this.#given?.before.password;
    setText(this.#hint, this.#told ? sentences[this.#told] : "");
    const isLocked = String(this.#field.isLocked);
    for (const button of [this.#make, this.#copy, this.#undo]) write(button, { "aria-disabled": isLocked });
  }

  /** Whether the field holds the generated text, and not one that the person has made of it. */
  get #isInField() {
    return this.#given !== undefined && this.#given.text === this.#field.state.password;
  }

  async #suggest() {
    const text = await this.#field.make().catch(() => undefined);
    if (this.#field.isLocked) return;
    if (text === undefined) return this.#tell("none");
    const before = this.#isInField ? this.#given.before : this.#field.state;
    this.#given = { text, before };
    this.#field.state = { password: text, confirm: text, revealed: true };
    return this.#tell("given");
  }

  async #copied() {
    const { text } = this.#given;
    const told = (await copy(text)) ? "copied" : "notCopied";
    if (this.#given?.text === text) this.#tell(told);
  }

  #takeBack() {
    const { before } = this.#given;
    this.#given = undefined;
    this.#field.state = before;
    this.#tell("undone");
    this.#field.focus();
  }

  #tell(sentence) {
    this.#told = sentence;
    this.draw(this.#sentences);
    this.#announce(this.#sentences[sentence]);
  }
}
