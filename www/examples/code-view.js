// The code to paste.

import { copy } from "../../pkg/src/element/clipboard.js";
import { setText } from "../../pkg/src/element/dom.js";
import { FRAMEWORKS } from "./code/index.js";
import { find, tabs } from "./dom.js";
import { highlight } from "./highlight.js";
import { words } from "./words.js";

export function codeView(store) {
  const names = Object.fromEntries(Object.entries(FRAMEWORKS).map(([id, { name }]) => [id, name]));
  const panel = find("code");
  const choose = tabs(find("frameworks"), panel, names, (framework) => store.change({ framework }));
  /** The sentence about the last copy, by its name. */
  let said;
  let shown = "";

  find("copy").addEventListener("click", async () => {
    said = (await copy(shown)) ? "copied" : "notCopied";
    setText(find("copied"), words[store.state.locale][said]);
  });
  store.follow((state) => {
    const { code } = FRAMEWORKS[state.framework];
    const text = code(state, words[state.locale]);
    choose(state.framework);
    setText(find("code-hint"), words[state.locale].hints[state.framework]);
    if (text !== shown) {
      said = undefined;
      panel.firstElementChild.replaceChildren(...highlight(text));
    }
    shown = text;
    setText(find("copied"), said ? words[state.locale][said] : "");
  });
}
