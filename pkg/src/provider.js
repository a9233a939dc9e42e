// What the adapters share: the checker of the arguments they take.
import { Checker, init } from "passgate";

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

/** The issues of a form's value. A value that is not a string counts as empty. */
export function issuesOf(checker, value, locale) {
  return checker.issues(typeof value === "string" ? value : "", locale);
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
