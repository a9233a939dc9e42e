/** What stands in the form's place when there is no form to fill in. */

import { element, icon } from "./dom.js";

const GOOD = new Set(["done", "done-earlier", "delivered"]);
const CHANGED = new Set(["done", "done-earlier"]);
const UNCERTAIN = new Set(["unknown", "unknown-several", "delivery-unknown"]);
/** So many characters tell a request's id from others on the phone. They are the last ones: the id begins with the time. */
const REFERENCE_LENGTH = 8;

/** The view of one outcome. With `retry`, a button to try again. */
export function notice({ kind, language, retry, ...details }) {
  const { id, advice, product, signInUrl } = details;
  const paragraph = (name, sentence) => {
    const node = element("p", { class: name });
    language.write(node, sentence);
    return node;
  };
  const parts = [paragraph("notice-body", (words) => words.notices[kind].body(details))];
  if (advice) {
    const advised = (words) => words.vendorAdvice({ product, advice: advice[language.locale] ?? advice.en });
    parts.push(paragraph("vendor-advice", advised));
  }
  if (CHANGED.has(kind)) {
    parts.push(paragraph("next", (words) => words.next[product]));
    if (signInUrl) {
      const link = element("a", { class: "primary", href: signInUrl, rel: "noreferrer" });
      language.write(link, (words) => words.next.signIn({ product }));
      parts.push(link);
    }
  }
  if (id && !GOOD.has(kind)) {
    parts.push(paragraph("reference", (words) => words.reference({ id: id.slice(-REFERENCE_LENGTH) })));
  }
  if (retry) {
    const button = element("button", { type: "button", class: "primary", onclick: retry });
    language.write(button, (words) => words.retry);
    parts.push(button);
  }
  const tone = GOOD.has(kind) ? "good" : UNCERTAIN.has(kind) ? "uncertain" : "stopped";
  const sign = icon(GOOD.has(kind) ? "met" : "alert");
  sign.dataset.tone = tone;
  return {
    heading: (words) => words.notices[kind].title,
    sign,
    element: element("div", { class: "notice", "data-kind": kind }, ...parts),
    close() {},
  };
}
