// An input that a form owns: what a hook and a composable need of it.

/**
 * Calls `changed` when the input has another text, except while an input method composes; returns what stops
 * it. It waits until the event is over: React handles the event last, and a re-render before that would restore
 * the old value of a controlled input.
 */
export function follow(input, changed) {
  let waiting;
  const soon = ({ isComposing }) => {
    if (isComposing) return;
    clearTimeout(waiting);
    waiting = setTimeout(changed);
  };
  const heard = [[input, "input"], [input, "compositionend"], [input.form, "reset"]];
  for (const [target, event] of heard) target?.addEventListener(event, soon);
  return () => {
    clearTimeout(waiting);
    for (const [target, event] of heard) target?.removeEventListener(event, soon);
  };
}

/** Puts a text in as if it was typed: a framework that controls the input hears of it. */
export function type(input, text) {
  const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(input), "value");
  set.call(input, text);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
