// The verdict of the element as JSON.

import { setText } from "../../pkg/src/element/dom.js";
import { find } from "./dom.js";
import { highlight } from "./highlight.js";
import { json } from "./literal.js";
import { words } from "./words.js";

/** `preview` has the typed `text`. */
export function findings(store, preview) {
  let report;
  const draw = () => {
    const said = words[store.state.locale];
    const shown = find("accepted");
    const isJudged = report && preview.text !== "";
    shown.hidden = !isJudged;
    shown.dataset.accepted = String(Boolean(report?.accepted));
    setText(shown, report?.accepted ? said.accepted : said.refused);
    find("findings").replaceChildren(...(isJudged ? highlight(json(report)) : [said.noFindings]));
  };
  find("preview").addEventListener("passgate-verdict", ({ detail }) => {
    report = detail;
    setText(find("person-error"), "");
    draw();
  });
  find("preview").addEventListener("passgate-error", (event) => {
    event.preventDefault();
    setText(find("person-error"), event.detail.message);
  });
  store.follow(draw);
}
