// The input of a field, its label, the button that shows the text, the marks in the text, and the warning about an
// input method or Caps Lock.

import { freshId, icon, make, prepare, setText, takeOrMake, write } from "./dom.js";
import { Layer } from "./layer.js";
import { nodes, pieces, seen } from "./marks.js";
import { slotted } from "./place.js";

/** Characters that need an input method. */
const INPUT_METHOD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60]/u;

const OWN_INPUTS = ':scope > input:not([slot="confirm"]), :scope > label > input:not([slot="confirm"])';

export class Entry {
  /** The rows of the verdict that was drawn last. */
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

  /** `toggled` is called when the person presses the button that shows or hides the text. */
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

  /** The nodes before the summary. */
  get before() {
    const isInLabel = this.#label?.contains(this.#input);
    const first = isInLabel ? [this.#label] : [this.#label, this.#input].filter(Boolean);
    return [...first.map(slotted), this.#layer.element, this.#toggle, this.#marks];
  }

  /** The nodes after the summary. */
  get after() {
    return [this.#caution, ...this.#hints].map(slotted);
  }

  /**
   * The input: one that the page added, as a child or in a label, else one that the element makes. A page may replace
   * its input at any time.
   */
  find() {
    const inputs = [...this.#host.querySelectorAll(OWN_INPUTS)];
    const input = inputs.find((own) => !own.classList.contains("passgate-input")) ?? inputs[0] ?? this.#newInput();
    if (input === this.#input) return input;
    if (this.#input?.classList.contains("passgate-input")) this.#input.remove();
    this.#input = input;
    input.slot = "input";
    prepare(input);
    input.addEventListener("keyup", (event) => this.#watchCapsLock(event));
    this.#toggle.setAttribute("aria-controls", input.id);
    this.#takeLabel();
    return input;
  }

  /** Adds the hints and the warning to the input's description. */
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
    // Some engines move the caret when the type changes.
    if (this.#input.matches(":focus")) this.#input.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
  }

  draw(rows, { sentences, label, isLocked }) {
    this.rows = rows;
    this.#sentences = sentences;
    const { field, marks } = sentences;
    const isRevealed = this.#input.type === "text";
    if (this.#label?.classList.contains("passgate-label")) setText(this.#label, label);
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

  #drawToggle(isRevealed, name) {
    if (this.#toggle.title === name) return;
    write(this.#toggle, { "aria-label": name, title: name });
    this.#toggle.replaceChildren(icon(isRevealed ? "eye-off" : "eye"));
  }

  /** Marks the text itself, and repeats it below with invisible characters spelled out. */
  #mark(all, label) {
    this.#layer.show(all, this.#input);
    const line = [make("span", "marks-label", {}, label), " ", make("code", "marked", {}, ...nodes(all, seen))];
    this.#marks.replaceChildren(...(all.length ? line : []));
    this.#marks.hidden = all.length === 0;
  }

  #newInput() {
    return make("input", "input", { type: "password", required: true, enterkeyhint: "next" });
  }

  /** The label: one that the page added, anywhere in the document, else one that the element makes. */
  #takeLabel() {
    const own = this.#host.querySelector(':scope > [slot="label"]:not(.passgate-label), :scope > label:not([slot])');
    if (!own && isNamed(this.#input)) {
      this.#label?.remove();
      this.#label = undefined;
      return;
    }
    this.#label = own ?? takeOrMake(this.#host, "label", "label");
    this.#label.slot = "label";
    if (this.#label === this.#input.parentNode) {
      this.#label.toggleAttribute("data-contains", true);
      return;
    }
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

/** Whether the page names the input itself. */
function isNamed(input) {
  const labels = Array.from(input.labels ?? []).filter((label) => !label.classList.contains("passgate-label"));
  return labels.length > 0 || input.hasAttribute("aria-label") || input.hasAttribute("aria-labelledby");
}
