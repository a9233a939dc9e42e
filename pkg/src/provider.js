// What the adapters share: the checker for their arguments.
import { Checker, init } from "passgate";

import { hear, settled } from "./composition.js";
import { fetched } from "./policy-document.js";

/**
 * Gives the checker, or a promise of it until the module and the policy are there. After a failure the next
 * call tries again.
 */
export function provider(policy, identity) {
  let checker = isChecker(policy) ? policy : undefined;
  if (checker && identity) checker.identify(identity);
  let making;
  return () => {
    if (checker) return checker;
    making ??= make(policy, identity).then(
      (made) => (checker = made),
      (error) => {
        making = undefined;
        throw error;
      },
    );
    return making;
  };
}

/** `use(value)`, at once where the value is there. */
export function after(value, use) {
  return value instanceof Promise ? value.then(use) : use(value);
}

/**
 * Returns a function from a form's value to the result of `use(checker, text)`: a promise while the checker loads or
 * an input method composes the value, else the result itself. A value that is not a string counts as empty.
 */
export function asked(policy, identity, use) {
  const checker = provider(policy, identity);
  hear();
  return (value) => {
    const text = typeof value === "string" ? value : "";
    return after(settled(text), () => after(checker(), (made) => use(made, text)));
  };
}

/** A checker of another copy of the package, such as `passgate/inline`, is one as well. */
export function isChecker(policy) {
  return typeof policy?.issues === "function";
}

async function make(policy, identity) {
  const isAddress = typeof policy?.href === "string";
  const [document] = await Promise.all([isAddress ? fetched(policy) : policy, init()]);
  return new Checker(document, identity);
}
