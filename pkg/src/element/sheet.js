// The style sheet of the elements, in a document or a shadow root.

import css from "./element.css"; // The build makes it of style.css.

let sheet;

/** Adds the style sheet once. */
export function dress(root) {
  if ("adoptedStyleSheets" in root) {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    // Older engines have a frozen list.
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    return;
  }
  const parent = root.head ?? root;
  if (parent.querySelector("style[data-passgate]")) return;
  const style = document.createElement("style");
  style.dataset.passgate = "";
  style.textContent = css;
  parent.prepend(style);
}
