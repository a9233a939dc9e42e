// The choice of a policy and its document, with the mistakes of the document.

import { Checker, policy } from "passgate";

import { setText } from "../../pkg/src/element/dom.js";
import { choices, find } from "./dom.js";
import { json } from "./literal.js";
import { lineOf, placeOf, placeOfSyntax } from "./json-place.js";
import { OWN } from "./state.js";
import { words } from "./words.js";

const PRODUCTS = ["feishu", "eiam", "lark", "oneaccess"];

export function policyEditor(store) {
  const [area, error, show] = [find("document"), find("document-error"), find("show-error")];
  /** The mistake in the present text: its message and, if known, its place. */
  let mistake;

  const choose = (product) => {
    mistake = undefined;
    if (product === OWN) return store.change({ product, document: JSON.parse(area.value) });
    area.value = json(shipped(product));
    return store.change({ product, document: undefined });
  };
  const check = choices(find("products"), [...PRODUCTS, OWN], (product) => {
    // A document with a mistake is given up for that of the last chosen product.
    if (product === OWN && mistake) return undefined;
    return choose(product);
  });

  area.value = json(shipped(store.state.product));
  area.addEventListener("input", () => {
    const read = documentOf(area.value);
    mistake = read.mistake;
    store.change({ product: OWN, document: read.document ?? store.state.document ?? shipped(store.state.product) });
  });
  show.addEventListener("click", () => {
    area.focus();
    area.setSelectionRange(mistake.place.start, mistake.place.end);
    const lines = area.value.split("\n").length;
    area.scrollTop = (area.scrollHeight * (lineOf(area.value, mistake.place.start) - 3)) / lines;
  });

  store.follow((state) => {
    const said = words[state.locale];
    check(said.products, state.product);
    const line = mistake?.place ? said.line({ line: lineOf(area.value, mistake.place.start) }) : "";
    setText(error, mistake ? `${line}${mistake.message} ${said.stale}` : "");
    area.setAttribute("aria-invalid", String(Boolean(mistake)));
    show.hidden = !mistake?.place;
  });
}

/** The policy of a product; in each rule, its name comes first. */
function shipped(product) {
  const { rules, ...document } = policy(product);
  return { ...document, rules: rules.map(({ rule, ...members }) => ({ rule, ...members })) };
}

/** The document in a text, or the mistake in it. */
function documentOf(text) {
  let document;
  try {
    document = JSON.parse(text);
  } catch ({ message }) {
    return { mistake: { message: sentence(message), place: placeOfSyntax(text, message) } };
  }
  try {
    new Checker(document).free();
    return { document };
  } catch ({ message, path }) {
    return { mistake: { message: sentence(message), place: path === undefined ? undefined : placeOf(text, path) } };
  }
}

const sentence = (message) => (/[.!?]$/.test(message) ? message : `${message}.`);
