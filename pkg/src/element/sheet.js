// The style sheet of the elements, in a document or a shadow root.

import css from "./style.css";

let sheet;

/** Adds the style sheet, unless it is there. */
export function dress(root) {
  if (root === document && isLinked()) return;
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

/** Whether the page has the sheet itself, so that its markup is dressed before the script runs. */
function isLinked() {
  return getComputedStyle(document.documentElement).getPropertyValue("--passgate-sheet") !== "";
}
