// Rules of form systems: `passgate/rules`. Each refuses with the sentence of the first unmet row. With
// `warnings`, it warns with the sentence of the first unsure row of a password that is accepted.
import { asked } from "./provider.js";

/** Ant Design: a promise that rejects. */
export function antd(...given) {
  const { sentence, isWarning } = sentenceOf(...given);
  return {
    ...(isWarning && { warningOnly: true }),
    validator: (_rule, value) => rejection(sentence, value),
  };
}

/**
 * Element Plus, Naive UI, and the `rules` of Semi, which all use async-validator. Before a form is sent, Naive UI
 * only asks rules that have a trigger.
 */
export function asyncValidator(...given) {
  const { sentence, isWarning } = sentenceOf(...given);
  return {
    ...(isWarning && { level: "warning" }),
    trigger: ["input", "change"],
    validator: (_rule, value, callback) => promised(rejection(sentence, value), callback),
  };
}

/** Arco Design: the value first, and a callback with the sentence. It waits only for a promise. */
export function arco(...given) {
  const { sentence, isWarning } = sentenceOf(...given);
  return {
    ...(isWarning && { validateLevel: "warning" }),
    validator(value, callback) {
      return answer(sentence, value, (message) => (message ? callback(message) : callback()), (error) => callback(error.message));
    },
  };
}

/** Formily: the sentence, or an empty one; a warning has a type. */
export function formily(...given) {
  const { sentence, isWarning } = sentenceOf(...given);
  return async (value) => {
    const message = await sentence(value);
    return message && isWarning ? { type: "warning", message } : message;
  };
}

/** TDesign: an object with the result. Semi's `validate`: the sentence, or an empty one. Their warnings block. */
export function result(policy, identity, { locale } = {}) {
  const { sentence } = sentenceOf(policy, identity, { locale });
  return {
    async validator(value) {
      const message = await sentence(value);
      return message ? { result: false, message, type: "error" } : { result: true, message: "" };
    },
    async validate(value) {
      return sentence(value);
    },
  };
}

/** A function from a value to the sentence of its refusal or its warning, or to an empty one. */
function sentenceOf(policy, identity, { locale, warnings: isWarning = false } = {}) {
  const find = isWarning ? warning : refusal;
  return { isWarning, sentence: asked(policy, identity, (checker, text) => find(checker, text, locale) ?? "") };
}

function refusal(checker, text, locale) {
  return checker.issues(text, locale)[0]?.message;
}

/** A row without a violation, such as `history`, is unsure for every password and gives no warning. */
function warning(checker, text, locale) {
  const { accepted, findings } = checker.check(text);
  if (!accepted || text === "") return undefined;
  const row = findings.findIndex(({ status, violation }) => status === "unsure" && violation);
  return checker.rows(text, locale)[row]?.says;
}

async function rejection(sentence, value) {
  const message = await sentence(value);
  if (message) throw new Error(message);
}

/**
 * The result of a validator that also gets a callback. async-validator accepts a promise instead of the callback, and
 * Naive UI accepts only a promise. An answer by both would count twice, so the callback is called only if the caller
 * does not await the promise.
 */
function promised(outcome, callback) {
  let isAwaited = false;
  outcome.then(() => isAwaited || callback(), (error) => isAwaited || callback(error));
  return {
    then(...handlers) {
      isAwaited = true;
      return outcome.then(...handlers);
    },
  };
}

/** Calls a callback once: an error that `use` throws does not lead to `refuse`. */
async function answer(sentence, value, use, refuse) {
  let message;
  try {
    message = await sentence(value);
  } catch (error) {
    return refuse(error);
  }
  return use(message);
}
