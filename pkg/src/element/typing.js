// An input while a person types: what an input method composes is not text yet.

/**
 * Calls `settled` when the input has another text, `composing` while it has none that counts, and `focused` when it
 * has the focus. `judged` gives the text that was judged last. Returns what stops it.
 */
export function onTyping(input, { settled, composing, focused, judged }) {
  let isComposing = false;
  let waiting;
  const compose = (now, act) => () => {
    isComposing = now;
    act();
  };
  const typed = (event) => (isComposing || event.isComposing ? composing() : settled());
  const heard = [
    [input, "focus", focused],
    [input, "input", typed],
    // Some password managers and extensions fire this alone.
    [input, "change", (event) => input.value !== judged() && typed(event)],
    [input, "compositionstart", compose(true, composing)],
    [input, "compositionend", compose(false, settled)],
    // A form empties its inputs after the event.
    [input.form, "reset", () => (waiting = setTimeout(settled))],
  ];
  for (const [target, name, hear] of heard) target?.addEventListener(name, hear);
  return () => {
    clearTimeout(waiting);
    for (const [target, name, hear] of heard) target?.removeEventListener(name, hear);
  };
}
