/** What stands in the form's place when there is no form to fill in. */

import { element, icon } from "./dom.js";

const GOOD = new Set(["done", "delivered"]);
const UNCERTAIN = new Set(["unknown", "delivery-unknown"]);

/** The view of one outcome. With `retry`, a button to try again. */
export function notice({ kind, language, retry, ...details }) {
  const body = element("p", { class: "notice-body" });
  language.write(body, (words) => words.notices[kind].body(details));
  const parts = [body];
  if (details.id && !GOOD.has(kind)) {
    const reference = element("p", { class: "reference" });
    language.write(reference, (words) => words.reference({ id: details.id }));
    parts.push(reference);
  }
  if (retry) {
    const button = element("button", { type: "button", class: "primary", onclick: retry });
    language.write(button, (words) => words.retry);
    parts.push(button);
  }
  const tone = GOOD.has(kind) ? "good" : UNCERTAIN.has(kind) ? "uncertain" : "stopped";
  const sign = GOOD.has(kind) ? "met" : "alert";
  return {
    heading: (words) => words.notices[kind].title,
    sign: icon(sign),
    element: element("div", { class: "notice", "data-kind": kind, "data-tone": tone }, ...parts),
    close() {},
  };
}
