// Colours for source text: nodes with a class each, made without markup strings.

import { make } from "./dom.js";

const TOKENS = /(\/\/.*|<!--[^]*?-->)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)|(<\/?[\w-]+|\/?>)|\b(import|from|export|default|const|function|return|async|await|for|of|true|false|null)\b|(\b\d[\d.]*\b)/g;
const CLASSES = ["comment", "text", "tag", "word", "number"];

/** The text as strings and coloured nodes. */
export function highlight(source) {
  const nodes = [];
  let end = 0;
  for (const found of source.matchAll(TOKENS)) {
    const kind = CLASSES[found.slice(1).findIndex((group) => group !== undefined)];
    nodes.push(source.slice(end, found.index), make("span", { class: `token-${kind}` }, found[0]));
    end = found.index + found[0].length;
  }
  return [...nodes, source.slice(end)].filter((node) => node !== "");
}
