// The language of an element: its own `lang`, else that of the nearest ancestor, else the browser's.

/** An empty `lang` states no language. Many libraries write a tag with `_` (`zh_CN`), as UTS #35 allows. */
export function languageOf(element) {
  for (const root of roots(element)) {
    const found = root.node.closest('[lang]:not([lang=""])');
    if (found) return found.lang.replaceAll("_", "-");
  }
  return navigator.language;
}

/** Calls `changed` when a `lang` changes around the element; returns a function that stops it. */
export function onLanguage(element, changed) {
  const observer = new MutationObserver(changed);
  for (const { root } of roots(element)) observer.observe(root, { attributes: true, attributeFilter: ["lang"], subtree: true });
  return () => observer.disconnect();
}

/** The roots that contain the element, from the innermost to the document, with its place in each. */
function roots(element) {
  const all = [];
  for (let node = element; node; node = node.getRootNode().host) all.push({ node, root: node.getRootNode() });
  return all;
}
