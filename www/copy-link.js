/** Takes the link out of a chat application's own browser, until a browser has claimed it. */

import { copy } from "../pkg/src/element/clipboard.js";
import { element } from "./dom.js";

/** The line with its button; `link` is the whole link. */
export function copyLink({ link, language, announcer }) {
  const hint = element("p", { class: "hint" });
  const said = element("p", { class: "hint" });
  const tell = (sentence) => {
    language.write(said, sentence);
    announcer.now(sentence(language.words));
  };
  const onclick = async () => {
    const isCopied = await copy(link);
    tell(({ inApp }) => (isCopied ? inApp.copied : inApp.failed));
  };
  const button = element("button", { type: "button", class: "quiet", onclick });
  language.write(hint, (words) => words.inApp.hint);
  language.write(button, (words) => words.inApp.copy);
  return element("div", { class: "copy-link" }, hint, button, said);
}
