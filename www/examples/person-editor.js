// The person whose password it is.

import { setText } from "../../pkg/src/element/dom.js";
import { checkbox, find, make } from "./dom.js";
import { LISTS, PERSON } from "./state.js";
import { words } from "./words.js";

export function personEditor(store) {
  const fields = Object.keys(PERSON).map((name) => {
    const id = `person-${name}`;
    const input = make("input", { id, type: "text", autocomplete: "off", spellcheck: "false", autocapitalize: "off" });
    const [label, hint] = [make("label", { for: id }), make("p", { id: `${id}-hint`, class: "hint" })];
    input.value = store.state.person[name];
    input.addEventListener("input", () => store.change({ person: { ...store.state.person, [name]: input.value } }));
    const isList = LISTS.includes(name);
    if (isList) input.setAttribute("aria-describedby", hint.id);
    find("person").append(make("div", { class: "field" }, label, input, ...(isList ? [hint] : [])));
    return { name, label, hint };
  });
  store.follow(({ locale }) => {
    for (const { name, label, hint } of fields) {
      setText(label, words[locale].fields[name]);
      setText(hint, words[locale].commas);
    }
  });
  checkbox("none", store, "isEmptyNone");
}
