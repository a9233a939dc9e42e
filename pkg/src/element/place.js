// Places the nodes of an element: as its children or, with the attribute `shadow`, partly in a shadow root. The input,
// its label and its description stay outside of the shadow root, because ids do not cross it.

import { takeOrMake } from "./dom.js";

/** Attaches the shadow root that the attribute `shadow` asks for. */
export function openShadow(host) {
  if (host.hasAttribute("shadow") && !host.shadowRoot) host.attachShadow({ mode: "open" });
}

/** A node that is always a child of the element; a shadow root shows it in a slot. */
export const slotted = (node) => ({ node, isSlotted: true });

/** Appends missing nodes in this order. It moves no node that is in place, and keeps the page's nodes between them. */
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
