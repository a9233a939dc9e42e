// Where the nodes of an element go: into it, or, with a shadow root, partly there. What an input needs beside it
// (its label, what describes it) stays outside of the shadow root, which ids do not cross.

import { takeOrMake } from "./dom.js";

/** A node that is the element's child always, and that a shadow root shows in a slot. */
export const slotted = (node) => ({ node, isSlotted: true });

/** Puts the nodes in this order. What is in place is not moved; what others put between them stays. */
export function settle(host, nodes) {
  const { shadowRoot } = host;
  const all = nodes.map((given) => (given.isSlotted ? given : { node: given }));
  const inside = all.filter(({ isSlotted }) => isSlotted || !shadowRoot).map(({ node }) => node);
  order(host, inside);
  if (shadowRoot) order(shadowRoot, all.map(({ node, isSlotted }) => (isSlotted ? slotOf(shadowRoot, node.slot) : node)));
}

function order(parent, nodes) {
  let before;
  for (const node of nodes) {
    if (node.parentNode !== parent) {
      if (before) before.after(node);
      else parent.prepend(node);
    }
    before = node;
  }
}

function slotOf(shadowRoot, name) {
  return takeOrMake(shadowRoot, "slot", `slot-${name}`, { name });
}
