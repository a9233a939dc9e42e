// What both elements share: the checklist, its attributes and its properties.

import { type } from "../input.js";
import { Checklist } from "./checklist.js";
import { languageOf, onLanguage } from "./language.js";
import { openShadow } from "./place.js";
import { dress } from "./sheet.js";

/** The checklist, for the derived classes. */
export const CHECKLIST = Symbol("checklist");
/** How a class finds its input, and where it puts the nodes of the checklist. */
export const FIND = Symbol("find");
export const PLACE = Symbol("place");
/** Called after each drawing, with the rows of the verdict. */
export const DRAWN = Symbol("drawn");
/** Fills a generated password in. */
export const FILL = Symbol("fill");
/** Called with the `Tie` to the input when the input changes. */
export const ATTACHED = Symbol("attached");

const SOURCES = ["product", "src"];
const LISTS = ["phones", "emails", "words"];
/** The attributes about the person, and the members of the identity that they set. */
const IDENTITY = { username: "username", person: "name", phones: "phones", emails: "emails", words: "words" };
const REFLECTED = [...SOURCES, ...Object.keys(IDENTITY), "loading"];

/** A page may add the input, or set the policy, after the element. */
const PATIENCE_MS = 3000;

/** A server has no `HTMLElement`; there the classes can only be imported. */
const Base = globalThis.HTMLElement ?? class {};

export class PassgateElement extends Base {
  static observedAttributes = [...REFLECTED, "lang"];

  #identity;
  #sentences;
  #root;
  #forget;
  #warning;
  #hasWarned = false;

  constructor() {
    super();
    this[CHECKLIST] = new Checklist(this, {
      place: (parts) => this[PLACE](parts),
      drawn: (rows) => this[DRAWN]?.(rows),
      attached: (tie) => this[ATTACHED]?.(tie),
    });
  }

  get checker() {
    return this[CHECKLIST].checker;
  }

  set checker(checker) {
    this[CHECKLIST].give("checker", checker ?? undefined);
  }

  get policy() {
    return this[CHECKLIST].policy;
  }

  set policy(policy) {
    this[CHECKLIST].give("policy", policy ?? undefined);
  }

  /** What is known about the person. It overrides the attributes. */
  get identity() {
    return this.#identity ?? identityOf(this);
  }

  set identity(identity) {
    this.#identity = identity ?? undefined;
    this[CHECKLIST].give("identity", this.identity);
  }

  get sentences() {
    return this.#sentences;
  }

  set sentences(sentences) {
    this.#sentences = sentences;
    this[CHECKLIST].say(sentences);
  }

  get announcer() {
    return this[CHECKLIST].announcer;
  }

  set announcer(announcer) {
    this[CHECKLIST].announcer = announcer;
  }

  get report() {
    return this[CHECKLIST].report;
  }

  refuse(violations) {
    this[CHECKLIST].refuse(violations);
  }

  async generate(options) {
    if (isLocked(this[CHECKLIST].input)) return undefined;
    const password = await this[CHECKLIST].make(options);
    const { input } = this[CHECKLIST];
    if (isLocked(input)) return undefined;
    if (password !== undefined && input) this[FILL](input, password);
    return password;
  }

  [FILL](input, password) {
    type(input, password);
  }

  connectedCallback() {
    openShadow(this);
    this.#upgrade();
    this.#root = this.getRootNode();
    this.#root.addEventListener("focusin", this.#found, true);
    for (const root of new Set([this.#root, this.shadowRoot])) if (root) dress(root);
    this.#forget = onLanguage(this, () => this.#speak());
    this.#speak();
    this.#found();
    this[CHECKLIST].renew();
    if (this.getAttribute("loading") === "eager") this[CHECKLIST].load();
    this.#warning = setTimeout(() => this.#warn(), PATIENCE_MS);
  }

  disconnectedCallback() {
    this.#root.removeEventListener("focusin", this.#found, true);
    this.#forget();
    clearTimeout(this.#warning);
    this[CHECKLIST].detach();
  }

  attributeChangedCallback(name, before, value) {
    if (before === value) return;
    if (SOURCES.includes(name)) this[CHECKLIST].give(name, value ?? undefined);
    else if (name in IDENTITY) this[CHECKLIST].give("identity", this.identity);
    else if (name === "lang") this.#speak();
    else if (name === "loading" && value === "eager" && this.isConnected) this[CHECKLIST].load();
  }

  /** A page may add, remove or replace the input at any time; when it gets the focus, it exists. */
  #found = () => {
    this[CHECKLIST].attach(this[FIND]());
  };

  /** Says once in the console why nothing happens, and what to do. */
  #warn() {
    const reasons = [
      !this[FIND]() && `no input has the id "${this.getAttribute("for") ?? ""}"; name one with "for", or set the property "input"`,
      !this[CHECKLIST].isGiven && 'it has no policy; set the attribute "product" or "src", or the property "policy" or "checker"',
    ].filter(Boolean);
    if (reasons.length === 0 || this.#hasWarned) return;
    this.#hasWarned = true;
    console.warn(`<${this.localName}> does nothing: ${reasons.join(". Also, ")}.`, this);
  }

  #speak() {
    if (this.isConnected) this[CHECKLIST].speak(languageOf(this));
  }

  /** Properties that were set before the class was registered hide the accessors. */
  #upgrade() {
    for (const name of Object.keys(this)) {
      if (!(name in Object.getPrototypeOf(this))) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }
}

reflect(PassgateElement, REFLECTED);

/** Whether nothing may change the text of the input. */
function isLocked(input) {
  return Boolean(input && (input.readOnly || input.disabled));
}

/** Defines properties that reflect the attributes of the same name. */
export function reflect(of, names) {
  for (const name of names) {
    Object.defineProperty(of.prototype, name, {
      configurable: true,
      enumerable: true,
      get() {
        return this.getAttribute(name);
      },
      set(value) {
        if (value === null || value === undefined) this.removeAttribute(name);
        else this.setAttribute(name, value);
      },
    });
  }
}

/** An absent attribute means *not known*; an empty one means that the person has none. */
function identityOf(element) {
  const identity = {};
  for (const [name, member] of Object.entries(IDENTITY)) {
    const value = element.getAttribute(name);
    if (value === null) continue;
    identity[member] = LISTS.includes(name) ? value.split(",").map((item) => item.trim()).filter(Boolean) : value;
  }
  return Object.keys(identity).length ? identity : undefined;
}
