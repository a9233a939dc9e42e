// Form systems ask for a verdict at every change, even while an input method composes: the text then contains pinyin
// where Han characters are meant. The verdict on such a text waits until the composition ends.

/** The input with a composition, and a promise of its end. */
let current;
let isHeard = false;

/** Listens for compositions. On a server there are none. */
export function hear() {
  if (isHeard || typeof document === "undefined") return;
  isHeard = true;
  document.addEventListener("compositionstart", begin, true);
}

/** A promise of the end of the composition, if the composing input has this text. */
export function settled(text) {
  return current?.input.isConnected && current.input.value === text ? current.over : undefined;
}

function begin(event) {
  const [input] = event.composedPath();
  current?.end();
  current = { input };
  current.over = new Promise((resolve) => {
    current.end = () => {
      for (const [name, heard] of ends) document.removeEventListener(name, heard, true);
      current = undefined;
      resolve();
    };
    // A text that a script sets ends the composition without an event of its own.
    const unlessComposing = ({ isComposing }) => isComposing || current?.end();
    const ends = [["compositionend", current.end], ["focusout", current.end], ["input", unlessComposing]];
    for (const [name, heard] of ends) document.addEventListener(name, heard, true);
  });
}
