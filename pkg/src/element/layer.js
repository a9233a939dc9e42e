// Marks in the text of an input, while it is shown: a second text over the input, of which only the marks can be
// seen. The input itself stays as it is, so that selecting, undoing and composing work as ever.

import { make, takeOrMake } from "./dom.js";
import { nodes } from "./marks.js";

/** What must be as it is in the input, so that each character lies on its own. */
const COPIED = [
  ...["font-family", "font-size", "font-style", "font-weight", "font-stretch", "font-kerning", "font-variant-ligatures"],
  ...["font-feature-settings", "letter-spacing", "word-spacing", "text-indent", "text-align", "text-transform", "direction"],
  ...["padding-left", "padding-right", "border-left-width", "border-right-width", "margin-left", "margin-right", "tab-size"],
];

export class Layer {
  element;
  #text;
  #input;

  constructor(root) {
    this.element = takeOrMake(root, "div", "layer", { "aria-hidden": "true" });
    this.#text = takeOrMake(this.element, "span", "layer-text");
    if (!this.#text.parentNode) this.element.append(make("div", "layer-window", {}, this.#text));
    this.element.hidden = true;
  }

  /** Shows these pieces of the input's text; none hides the layer. */
  show(pieces, input) {
    this.#listen(pieces.length ? input : undefined);
    this.element.hidden = pieces.length === 0;
    this.#text.replaceChildren(...nodes(pieces, (text) => text));
    if (pieces.length === 0) return;
    const style = getComputedStyle(input);
    for (const name of COPIED) this.element.style.setProperty(name, style.getPropertyValue(name));
    this.#scroll();
  }

  #listen(input) {
    if (input === this.#input) return;
    this.#input?.removeEventListener("scroll", this.#scrolled);
    document.removeEventListener("selectionchange", this.#scrolled);
    this.#input = input;
    if (!input) return;
    input.addEventListener("scroll", this.#scrolled);
    // A text that scrolls with the caret does not fire the event in every engine.
    document.addEventListener("selectionchange", this.#scrolled);
  }

  #scrolled = () => requestAnimationFrame(() => this.#scroll());

  #scroll() {
    if (this.#input) this.#text.style.transform = `translateX(${-this.#input.scrollLeft}px)`;
  }
}
