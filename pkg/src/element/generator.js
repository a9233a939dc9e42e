// The generator: it fills in and shows a password, copies it, replaces it by another one, or restores the typed text.

import { copy } from "./clipboard.js";
import { icon, make, setText, takeOrMake, write } from "./dom.js";

/** The sentences that recommend the password. */
const OF_A_GOOD_ONE = new Set(["given", "copied", "notCopied"]);

export class Generator {
  #field;
  #announce;
  #make;
  #copy;
  #undo;
  #hint;
  #sentences;
  /** The last generated password, and the state before the first of consecutive ones, which undo restores. */
  #given;
  /** The sentence in the hint: its name, and the text of the field that it is about. */
  #shown;

  /**
   * `field` has `state` (`{ password, confirm, revealed }`, readable and writable), `isLocked`, `isGood`, `make()`,
   * which returns a password, and `focus()`. `announce` announces a sentence.
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

  /**
   * Handles Ctrl+Z in the field, because browsers do not undo what a script has filled in. When a browser fills in the
   * field, it fires the event without a key.
   */
  pressed(event) {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key?.toLowerCase() === "z";
    const { confirm } = this.#field.state;
    // The browser itself undoes what the person has typed since.
    const isUntouched = this.#isInField && (confirm === undefined || confirm === this.#given.text);
    if (!isUndo || !isUntouched || this.#field.isLocked) return;
    event.preventDefault();
    this.#takeBack();
  }

  /** Forgets the generated password. */
  forget() {
    this.#given = undefined;
    this.#shown = undefined;
    this.draw(this.#sentences);
  }

  draw(sentences) {
    this.#sentences = sentences;
    const { make: first, another, copy, undo } = sentences;
    setText(this.#make.querySelector("span"), this.#isInField ? another : first);
    setText(this.#copy, copy);
    setText(this.#undo, undo);
    this.#copy.hidden = !this.#isInField;
    this.#undo.hidden = !this.#given?.before.password;
    setText(this.#hint, this.#isSaid ? sentences[this.#shown.name] : "");
    const isLocked = String(this.#field.isLocked);
    for (const button of [this.#make, this.#copy, this.#undo]) write(button, { "aria-disabled": isLocked });
  }

  /** Whether the field holds the generated text unchanged. */
  get #isInField() {
    return this.#given !== undefined && this.#given.text === this.#field.state.password;
  }

  /** Whether the sentence still holds: a reset, a refusal and another policy fire no event of the input. */
  get #isSaid() {
    if (this.#shown?.text !== this.#field.state.password) return false;
    return !OF_A_GOOD_ONE.has(this.#shown.name) || this.#field.isGood;
  }

  async #suggest() {
    const text = await this.#field.make().catch(() => undefined);
    if (this.#field.isLocked) return;
    if (text === undefined) return this.#say("none");
    return this.fill(text);
  }

  /** Fills a generated password in, and shows it. */
  fill(text) {
    const before = this.#isInField ? this.#given.before : this.#field.state;
    this.#given = { text, before };
    this.#field.state = { password: text, confirm: text, revealed: true };
    this.#say("given");
  }

  async #copied() {
    const { text } = this.#given;
    const sentence = (await copy(text)) ? "copied" : "notCopied";
    if (this.#given?.text === text) this.#say(sentence);
  }

  #takeBack() {
    const { before } = this.#given;
    this.#given = undefined;
    this.#field.state = before;
    this.#say("undone");
    this.#field.focus();
  }

  #say(sentence) {
    this.#shown = { name: sentence, text: this.#field.state.password };
    this.draw(this.#sentences);
    this.#announce(this.#sentences[sentence]);
  }
}
