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

/** Arco Design: the value first, and a callback with the sentence. It does not wait for one without a promise. */
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

/** TDesign: a value with a result. Semi's `validate`: the sentence, or an empty one. Their warnings would block. */
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

/** What makes of a value the sentence of its refusal or of its warning, or an empty one. */
function sentenceOf(policy, identity, { locale, warnings: isWarning = false } = {}) {
  const find = isWarning ? warning : refusal;
  return { isWarning, sentence: asked(policy, identity, (checker, text) => find(checker, text, locale) ?? "") };
}

function refusal(checker, text, locale) {
  return checker.issues(text, locale)[0]?.message;
}

/** A row that is unsure without a violation, such as `history`, is so for every password: it warns of nothing. */
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
 * What a validator returns that gets a callback as well. async-validator takes a promise instead of the callback,
 * and Naive UI takes nothing but a promise for the answer; with both, an answer would count twice. So the callback
 * is only called if nobody awaits.
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

/** A callback is called once: what it throws is its own. */
async function answer(sentence, value, use, refuse) {
  let message;
  try {
    message = await sentence(value);
  } catch (error) {
    return refuse(error);
  }
  return use(message);
}
