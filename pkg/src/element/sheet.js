// The style sheet of the elements, in a document or a shadow root.

import css from "./style.css";

let sheet;

/** Adds the style sheet once. */
export function dress(root) {
  if (root === document && isLinked()) return;
  if ("adoptedStyleSheets" in root) {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    // In older engines the list is frozen.
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

/** Whether the page links the style sheet itself, to style its markup before the script runs. */
function isLinked() {
  return getComputedStyle(document.documentElement).getPropertyValue("--passgate-sheet") !== "";
}
