// Form systems ask for a verdict at every change, also of text that an input method still composes: letters of
// pinyin where Han characters are meant. The verdict on such a text waits until the composition is over.

/** The input whose text is being composed, and the end of that. */
let current;
let isHeard = false;

/** Hears of compositions from now on. On a server there are none. */
export function hear() {
  if (isHeard || typeof document === "undefined") return;
  isHeard = true;
  document.addEventListener("compositionstart", begin, true);
}

/** A promise of the end of the composition, if this is the text of it. */
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
    // A text that a script puts in ends the composition without an event of its own.
    const unlessComposing = ({ isComposing }) => isComposing || current?.end();
    const ends = [["compositionend", current.end], ["focusout", current.end], ["input", unlessComposing]];
    for (const [name, heard] of ends) document.addEventListener(name, heard, true);
  });
}
