// The input of a field with what belongs to it: its label, the button that shows the text, the marks in it, and a
// word of caution.

import { freshId, icon, make, PASSWORD, setText, takeOrMake, write } from "./dom.js";
import { Layer } from "./layer.js";
import { nodes, pieces, seen } from "./marks.js";
import { slotted } from "./place.js";
import { Tie } from "./tie.js";

/** What an input method writes, and no keyboard without one. */
const INPUT_METHOD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60]/u;

export class Entry {
  /** The judged rows that were drawn last. */
  rows;
  #host;
  #input;
  #label;
  #layer;
  #marks;
  #caution;
  #toggle;
  #sentences;
  #isCapsLock = false;

  /** `toggled` is called when the person wants the text shown or hidden. */
  constructor(host, toggled) {
    const root = host.shadowRoot ?? host;
    this.#host = host;
    this.#layer = new Layer(root);
    this.#marks = takeOrMake(root, "p", "marks");
    this.#toggle = takeOrMake(root, "button", "reveal", { type: "button", onclick: toggled });
    this.#caution = takeOrMake(host, "p", "caution", { slot: "caution" });
    this.find();
  }

  get input() {
    return this.#input;
  }

  /** What comes before the summary, and what comes after it. */
  get before() {
    return [slotted(this.#label), slotted(this.#input), this.#layer.element, this.#toggle, this.#marks];
  }

  get after() {
    return [this.#caution, ...this.#hints].map(slotted);
  }

  /** The input: a page's own among the children, else one that is made. A page may replace its own at any time. */
  find() {
    const own = ':scope > input:not([slot="confirm"])';
    const input = this.#host.querySelector(`${own}:not(.passgate-input)`) ?? this.#host.querySelector(own) ?? this.#newInput();
    if (input === this.#input) return input;
    if (this.#input?.classList.contains("passgate-input")) this.#input.remove();
    this.#input = input;
    input.slot = "input";
    input.id ||= freshId();
    for (const [name, value] of Object.entries(PASSWORD)) if (!input.hasAttribute(name)) input.setAttribute(name, value);
    input.addEventListener("keyup", (event) => this.#watchCapsLock(event));
    this.#toggle.setAttribute("aria-controls", input.id);
    this.#takeLabel();
    return input;
  }

  /** What describes the input beside the checklist. */
  describe(tie) {
    this.#caution.id ||= tie.idFor("hint");
    for (const node of [this.#caution, ...this.#hints]) {
      node.id ||= freshId();
      tie.describe(node.id);
    }
  }

  reveal(isRevealed) {
    const { selectionStart, selectionEnd, selectionDirection } = this.#input;
    this.#input.type = isRevealed ? "text" : "password";
    // Some engines put the caret elsewhere.
    if (this.#input.matches(":focus")) this.#input.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
  }

  draw(rows, { sentences, label, isLocked }) {
    this.rows = rows;
    this.#sentences = sentences;
    const { field, marks } = sentences;
    const isRevealed = this.#input.type === "text";
    if (this.#label.classList.contains("passgate-label")) setText(this.#label, label);
    this.#drawToggle(isRevealed, isRevealed ? field.hide : field.show);
    this.#toggle.setAttribute("aria-disabled", String(isLocked));
    this.#mark(isRevealed && rows ? pieces(rows, this.#input.value) : [], marks.label);
    this.caution();
  }

  caution() {
    if (!this.#sentences) return;
    const { inputMethod, capsLock } = this.#sentences.field;
    setText(this.#caution, INPUT_METHOD.test(this.#input.value) ? inputMethod : this.#isCapsLock ? capsLock : "");
  }

  get #hints() {
    return this.#host.querySelectorAll(':scope > [slot="hint"]');
  }

  #drawToggle(isRevealed, told) {
    if (this.#toggle.title === told) return;
    write(this.#toggle, { "aria-label": told, title: told });
    this.#toggle.replaceChildren(icon(isRevealed ? "eye-off" : "eye"));
  }

  /** In the text, and below it in words that name what cannot be seen. */
  #mark(all, label) {
    this.#layer.show(all, this.#input);
    const line = [make("span", "marks-label", {}, label), " ", make("code", "marked", {}, ...nodes(all, seen))];
    this.#marks.replaceChildren(...(all.length ? line : []));
    this.#marks.hidden = all.length === 0;
  }

  #newInput() {
    return make("input", "input", { type: "password", required: true, enterkeyhint: "next" });
  }

  /** A page's own label among the children, else one that is made. */
  #takeLabel() {
    const own = this.#host.querySelector(':scope > [slot="label"], :scope > label');
    this.#label = own ?? takeOrMake(this.#host, "label", "label");
    this.#label.slot = "label";
    if (this.#label.localName === "label") {
      this.#label.htmlFor = this.#input.id;
      return;
    }
    this.#label.id ||= freshId();
    this.#input.setAttribute("aria-labelledby", this.#label.id);
  }

  #watchCapsLock(event) {
    this.#isCapsLock = event.getModifierState?.("CapsLock") ?? false;
    this.caution();
  }
}
