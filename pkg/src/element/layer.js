// Marks in the text of an input while the text is shown: a copy of the text lies over the input, and only its marks
// are visible. The input stays unchanged, so that selection, undo and input methods work.

import { make, takeOrMake } from "./dom.js";
import { nodes } from "./marks.js";

/** The properties to copy from the input, so that each character of the copy lies on that of the input. */
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

  /** Shows these pieces of the input's text. Without a piece it hides the layer. */
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
    // Not every engine fires `scroll` when the caret moves the text.
    document.addEventListener("selectionchange", this.#scrolled);
  }

  #scrolled = () => requestAnimationFrame(() => this.#scroll());

  #scroll() {
    if (this.#input) this.#text.style.transform = `translateX(${-this.#input.scrollLeft}px)`;
  }
}
