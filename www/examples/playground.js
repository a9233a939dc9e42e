// The playground: a policy and a person, edited beside the live element, and the code to paste.

import { init } from "passgate";
import "passgate/element";

import { setText } from "../../pkg/src/element/dom.js";
import { codeView } from "./code-view.js";
import { checkbox, choices, find } from "./dom.js";
import { findings } from "./findings.js";
import { personEditor } from "./person-editor.js";
import { policyEditor } from "./policy-editor.js";
import { Preview } from "./preview.js";
import { INITIAL, Store } from "./state.js";
import { NAMES, chosen, words } from "./words.js";

const store = new Store({ ...INITIAL, locale: chosen(navigator.languages) });
const root = document.documentElement;

const language = choices(find("languages"), Object.keys(words), (locale) => store.change({ locale }));
const theme = choices(find("themes"), ["system", "light", "dark"], (name) => store.change({ theme: name }));
const kind = choices(find("kinds"), ["field", "rules"], (name) => store.change({ kind: name }));
const generator = choices(find("generators"), ["off", "on", "readable"], (name) => store.change({ generator: name }));
checkbox("confirm", store, "confirm");
checkbox("shadow", store, "shadow");

store.follow((state) => {
  const said = words[state.locale];
  root.lang = state.locale;
  root.dataset.theme = state.theme;
  document.title = said.title;
  for (const node of document.querySelectorAll("[data-text]")) setText(node, said[node.dataset.text]);
  language(NAMES, state.locale);
  theme(said.themes, state.theme);
  kind(said.kinds, state.kind);
  generator(said.generators, state.generator);
  find("field-options").hidden = state.kind !== "field";
});
personEditor(store);
codeView(store);

/** What needs the checker. A classic script has no top-level `await`. */
async function start() {
  try {
    await init();
  } catch (error) {
    return setText(find("person-error"), error.message);
  }
  policyEditor(store);
  const preview = new Preview(store);
  findings(store, preview);
  root.dataset.ready = "";
}
start();
