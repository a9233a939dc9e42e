// The live element.

import { setText } from "../../pkg/src/element/dom.js";
import { type } from "../../pkg/src/input.js";
import { find, make } from "./dom.js";
import { OWN, elementAttributes } from "./state.js";
import { words } from "./words.js";

/** Attributes that the element sets itself. */
const OF_ELEMENT = ["data-passgate", "class", "style"];

/** Each makes another row unmet, advised or unsure for the person that the playground begins with; the last is good. */
const SAMPLES = ["Wangxiaoming1", "P@ssw0rd2024", "密码Abc123", "13800138000aA", "Tide*Lamp72", "Kz~58206qTw"];

export class Preview {
  #place = find("preview");
  #store;
  #element;
  #label;
  /** The shape of the present nodes: an element reads `shadow` once. */
  #shape;
  /** The policy document that the element has, if it has one. */
  #own;

  constructor(store) {
    this.#store = store;
    this.#place.addEventListener("submit", (event) => event.preventDefault());
    find("samples").append(
      ...SAMPLES.map((text) => {
        const button = make("button", { type: "button", class: "chip" }, text);
        button.addEventListener("click", () => this.#try(text));
        return make("li", {}, button);
      }),
    );
    store.follow((state) => this.#follow(state));
  }

  #follow(state) {
    const shape = `${state.kind} ${state.shadow}`;
    if (shape !== this.#shape) this.#build(state);
    this.#shape = shape;
    setText(find("tag"), `<passgate-${state.kind}>`);
    if (this.#label) setText(this.#label, words[state.locale].password);
    const own = state.product === OWN ? state.document : undefined;
    // Before the attributes: an element that has no policy for a moment does not go on loading.
    if (own !== this.#own) this.#element.policy = own;
    this.#own = own;
    const wanted = new Map([...elementAttributes(state), ["loading", "eager"]]);
    for (const { name } of [...this.#element.attributes]) {
      if (!wanted.has(name) && !OF_ELEMENT.includes(name)) this.#element.removeAttribute(name);
    }
    for (const [name, value] of wanted) {
      const text = value === true ? "" : value;
      if (this.#element.getAttribute(name) !== text) this.#element.setAttribute(name, text);
    }
  }

  #build(state) {
    const before = this.text;
    this.#own = undefined;
    this.#element = document.createElement(`passgate-${state.kind}`);
    if (state.shadow) this.#element.setAttribute("shadow", "");
    if (state.kind === "field") {
      this.#label = undefined;
      this.#place.replaceChildren(this.#element);
    } else {
      this.#label = make("label", { for: "password" });
      const input = make("input", { id: "password", class: "plain", type: "password", autocomplete: "new-password", spellcheck: "false" });
      this.#place.replaceChildren(this.#label, input, this.#element);
    }
    if (before) type(this.#input, before);
  }

  /** The typed text. */
  get text() {
    return this.#input?.value ?? "";
  }

  get #input() {
    return this.#element?.input ?? find("password") ?? undefined;
  }

  /** Fills in a text and shows it, so that the person sees what is judged. */
  #try(text) {
    if (this.#store.state.kind === "field") this.#element.revealed = true;
    else this.#input.type = "text";
    type(this.#input, text);
  }
}

