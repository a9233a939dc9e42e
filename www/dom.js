/** Creates elements without markup strings: the page enforces Trusted Types. */

import { drawing, SHAPES, write } from "../pkg/src/element/dom.js";

/** An element with attributes, listeners (`onclick: fn`) and children. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  write(node, attributes);
  node.append(...children);
  return node;
}

const SIGNS = {
  met: SHAPES.met,
  alert: [SHAPES.met[0], "M10 6.2v4.6M10 13.6v.1"],
};

/** A sign of the page, in the style of the elements' icons. */
export function icon(name) {
  return drawing(SIGNS[name], { class: `passgate-icon icon icon-${name}` });
}
