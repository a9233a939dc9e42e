// The language of an element: its own `lang`, else that of the nearest ancestor, else the browser's.

export function languageOf(element) {
  for (let node = element; node; ) {
    const found = node.closest("[lang]");
    if (found) return found.lang;
    node = node.getRootNode().host;
  }
  return navigator.language;
}

const followers = new Set();
let observer;

/** Calls `changed` when the document's `lang` changes; returns a function that stops it. */
export function onLanguage(changed) {
  followers.add(changed);
  observer ??= new MutationObserver(() => followers.forEach((follower) => follower()));
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["lang"] });
  return () => {
    followers.delete(changed);
    if (followers.size === 0) observer.disconnect();
  };
}
