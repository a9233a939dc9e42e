// Nodes of the playground.

import { setText } from "../../pkg/src/element/dom.js";
import { element as make } from "../dom.js";

export { make };

export const find = (id) => document.getElementById(id);

/**
 * Radio buttons in a group of the page, one for each name. `chosen(name)` is called when a person chooses one.
 * Returns a function that sets the labels, and checks the one with that name.
 */
export function choices(group, names, chosen) {
  const items = names.map((name) => {
    const input = make("input", { type: "radio", name: group.id, value: name });
    input.addEventListener("change", () => chosen(name));
    const label = make("span");
    group.append(make("label", { class: "choice" }, input, label));
    return { name, input, label };
  });
  return (labels, current) => {
    for (const { name, input, label } of items) {
      setText(label, labels[name]);
      input.checked = name === current;
    }
  };
}

/** A check box of the page that follows and sets a member of the state. */
export function checkbox(id, store, member) {
  const input = find(id);
  input.addEventListener("change", () => store.change({ [member]: input.checked }));
  store.follow((state) => (input.checked = state[member]));
}

/** Tabs of one panel, used with the arrow keys. `chosen(name)` is called when a person chooses one. */
export function tabs(list, panel, names, chosen) {
  const entries = Object.entries(names);
  const buttons = entries.map(([name, label]) => {
    const button = make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": panel.id }, label);
    button.addEventListener("click", () => chosen(name));
    return button;
  });
  list.append(...buttons);
  list.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = (to + buttons.length) % buttons.length;
    buttons[next].focus();
    chosen(entries[next][0]);
  });
  return (current) => {
    entries.forEach(([name], index) => {
      const isCurrent = name === current;
      buttons[index].setAttribute("aria-selected", String(isCurrent));
      buttons[index].tabIndex = isCurrent ? 0 : -1;
    });
    panel.setAttribute("aria-labelledby", `tab-${current}`);
  };
}
