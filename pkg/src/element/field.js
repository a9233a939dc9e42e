// `<passgate-field>`: an input for a new password with its label, its checklist, a button that shows the text and,
// optionally, a generator and a second entry.

import { type } from "../input.js";
import { ATTACHED, CHECKLIST, DRAWN, FILL, FIND, PassgateElement, PLACE, reflect } from "./base.js";
import { Confirm } from "./confirm.js";
import { Entry } from "./entry.js";
import { Generator } from "./generator.js";
import { openShadow, settle, slotted } from "./place.js";

const OWN = ["label", "confirm", "generator", "readonly"];

export class PassgateField extends PassgateElement {
  static observedAttributes = [...PassgateElement.observedAttributes, ...OWN];

  #entry;
  #confirm;
  #generator;
  #parts;
  #root;
  /** The page's own inputs that the attribute `readonly` has locked. */
  #locked = new WeakSet();

  constructor() {
    super();
    for (const name of ["input", "change"]) this.addEventListener(name, (event) => this.#edited(event), true);
    this.addEventListener("keydown", (event) => this.#generator?.pressed(event));
  }

  get input() {
    return this.#entry?.input;
  }

  /** The second entry, if there is one. */
  get confirmInput() {
    return this.#confirm?.input;
  }

  get value() {
    return this.input?.value ?? "";
  }

  set value(text) {
    if (this.input) type(this.input, text);
  }

  get revealed() {
    return this.input?.type === "text";
  }

  set revealed(isRevealed) {
    if (!this.input || isRevealed === this.revealed) return;
    this.#entry.reveal(isRevealed);
    if (this.#confirm) this.#confirm.input.type = this.input.type;
    this[CHECKLIST].reveal(isRevealed);
  }

  /** Whether both entries are the same: `same`, `differs` or `empty`; `undefined` without a second entry. */
  get confirmed() {
    return this.#confirm?.state;
  }

  /** Shows whether both entries are the same, even while the second one has the focus. */
  judgeConfirm() {
    this.#confirm?.judge();
  }

  generate(options) {
    return super.generate({ ...this.#form, ...options });
  }

  focus(options) {
    this.input?.focus(options);
  }

  /** Empties the entries and forgets what was generated. */
  clear() {
    for (const input of [this.input, this.confirmInput]) if (input?.value) type(input, "");
    this.#generator?.forget();
  }

  connectedCallback() {
    // The parser may not have added the children yet, and one of them may be the input.
    if (document.readyState === "loading" && !this.nextSibling) {
      document.addEventListener("DOMContentLoaded", () => this.isConnected && this.#connect(), { once: true });
      return;
    }
    this.#connect();
  }

  disconnectedCallback() {
    if (!this.#entry) return;
    this.#observer.disconnect();
    this.#root.removeEventListener("reset", this.#reset);
    super.disconnectedCallback();
  }

  attributeChangedCallback(name, before, value) {
    if (!OWN.includes(name)) super.attributeChangedCallback(name, before, value);
    else if (this.#entry) this.#furnish();
  }

  #connect() {
    this.dataset.passgate = "field";
    openShadow(this);
    this.#entry ??= new Entry(this, () => this.#toggled());
    this.#furnish();
    super.connectedCallback();
    this.#observer.observe(this, { childList: true });
    this.#root = this.getRootNode();
    this.#root.addEventListener("reset", this.#reset);
  }

  /** A form empties its inputs after the event. */
  #reset = (event) => {
    if (!this.input || event.target !== this.input.form) return;
    setTimeout(() => {
      if (event.defaultPrevented) return;
      this.#generator?.forget();
      this.#confirm?.forget();
      this.revealed = false;
    });
  };

  /** Adds and removes the parts that the attributes ask for. */
  #furnish() {
    const root = this.shadowRoot ?? this;
    const announce = (sentence) => this[CHECKLIST].announcer.now(sentence);
    if (!this.hasAttribute("generator")) this.#generator = void this.#generator?.element.remove();
    else this.#generator ??= new Generator(root, this.#forGenerator(), announce);
    if (!this.hasAttribute("confirm")) this.#confirm = void this.#confirm?.remove();
    else this.#confirm ??= new Confirm(this, { first: () => this.input, announce });
    for (const input of [this.input, this.confirmInput]) if (input) this.#lock(input);
    this.#settle();
    this[DRAWN](this.#entry.rows);
  }

  /** An input that the page itself has made read-only stays so. */
  #lock(input) {
    const isLocked = this.hasAttribute("readonly");
    if (isLocked && !input.readOnly) this.#locked.add(input);
    if (isLocked) input.readOnly = true;
    else if (this.#locked.delete(input) || input.classList.contains("passgate-input")) input.readOnly = false;
  }

  /** The form of generated passwords. */
  get #form() {
    return { readable: this.getAttribute("generator") === "readable" };
  }

  [FILL](_, password) {
    if (this.#generator) this.#generator.fill(password);
    else this.#forGenerator().state = { password, confirm: password, revealed: true };
  }

  #forGenerator() {
    const field = this;
    return {
      get state() {
        return { password: field.value, confirm: field.confirmInput?.value, revealed: field.revealed };
      },
      set state({ password, confirm, revealed }) {
        field.value = password;
        if (field.confirmInput) type(field.confirmInput, confirm);
        field.revealed = revealed;
      },
      get isLocked() {
        return field.hasAttribute("readonly");
      },
      /** Whether nothing is known against the text. */
      get isGood() {
        return !field.#entry.rows?.some(({ status }) => status === "unmet");
      },
      make: () => field[CHECKLIST].make(field.#form),
      focus: () => field.focus(),
    };
  }

  [FIND]() {
    const input = this.#entry?.find();
    if (input) this.#settle();
    return input;
  }

  [PLACE](parts) {
    this.#parts = parts;
    this.#settle();
  }

  [ATTACHED](tie) {
    this.#entry.describe(tie);
  }

  /** A page may add its own input or label later, or remove all children. */
  #observer = new MutationObserver(() => this[CHECKLIST].attach(this[FIND]()));

  #settle() {
    const { summary, spoken, list } = this.#parts ?? {};
    const nodes = [
      ...this.#entry.before,
      summary && slotted(summary),
      ...this.#entry.after,
      this.#generator?.element,
      list?.element,
      ...(this.#confirm?.nodes ?? []),
      spoken,
    ];
    settle(this, nodes.filter(Boolean));
  }

  [DRAWN](rows) {
    if (!this.#entry) return;
    const { sentences } = this[CHECKLIST];
    const label = this.getAttribute("label") ?? sentences.field.label;
    this.#entry.draw(rows, { sentences, label, isLocked: this.hasAttribute("readonly") });
    this.#confirm?.draw(sentences.confirm);
    this.#generator?.draw(sentences.generator);
  }

  #edited({ target }) {
    const { sentences } = this[CHECKLIST];
    this.#generator?.draw(sentences.generator);
    if (target.value === "" && target === this.confirmInput) this.#confirm.forget();
    this.#confirm?.draw(sentences.confirm);
    this.#entry?.caution();
  }

  #toggled() {
    if (this.hasAttribute("readonly")) return;
    this.revealed = !this.revealed;
    const { shown, hidden } = this[CHECKLIST].sentences.field;
    this[CHECKLIST].announcer.now(this.revealed ? shown : hidden);
  }
}

reflect(PassgateField, ["label"]);
