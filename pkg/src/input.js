// An input while a person types. Text that an input method still composes does not count.

/**
 * Calls `settled` when the input has another text, `composing` while an input method composes, and `focused` when
 * the input gets the focus. `judged` returns the text that was judged last. Returns a function that stops it.
 */
export function onTyping(input, { settled, composing = () => {}, focused = () => {}, judged }) {
  let isComposing = false;
  let waiting;
  const typed = (isUnfinished) => {
    isComposing = isUnfinished;
    if (isComposing) composing();
    else settled();
  };
  const heard = [
    [input, "focus", focused],
    // A text that a script sets ends the composition without an event of its own.
    [input, "input", (event) => typed(event.isComposing === true)],
    // Some password managers and extensions fire this event only.
    [input, "change", () => input.value !== judged() && typed(isComposing)],
    [input, "compositionstart", () => typed(true)],
    [input, "compositionend", () => typed(false)],
    // A form empties its inputs after the event.
    [input.form, "reset", () => (waiting = setTimeout(settled))],
  ];
  for (const [target, name, hear] of heard) target?.addEventListener(name, hear);
  return () => {
    clearTimeout(waiting);
    for (const [target, name, hear] of heard) target?.removeEventListener(name, hear);
  };
}

/**
 * Calls `changed` when the input has another text; returns a function that stops it. It waits until the event is
 * over: React handles the event last, and a re-render before that would restore the old value of a controlled input.
 */
export function follow(input, { changed, judged }) {
  let waiting;
  const settled = () => {
    clearTimeout(waiting);
    waiting = setTimeout(changed);
  };
  const stop = onTyping(input, { settled, judged });
  return () => {
    clearTimeout(waiting);
    stop();
  };
}

/** Sets the text and fires the event of a typed one, so that a framework that controls the input receives it. */
export function type(input, text) {
  const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(input), "value");
  set.call(input, text);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
