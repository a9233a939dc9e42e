// Rules of form systems: `passgate/rules`. Each refuses with the sentence of the first unmet row.
import { after, issuesOf, provider } from "./provider.js";

/** Ant Design: a promise that rejects. */
export function antd(...given) {
  const refusal = refusalOf(...given);
  return {
    async validator(_rule, value) {
      const message = await refusal(value);
      if (message) throw new Error(message);
    },
  };
}

/** Element Plus, Naive UI, and the `rules` of Semi: a callback with an error, or without. */
export function asyncValidator(...given) {
  const refusal = refusalOf(...given);
  return {
    validator(_rule, value, callback) {
      answer(refusal(value), (message) => (message ? callback(new Error(message)) : callback()), callback);
    },
  };
}

/** Arco Design: the value first, and a callback with the sentence. */
export function arco(...given) {
  const refusal = refusalOf(...given);
  return {
    validator(value, callback) {
      answer(refusal(value), (message) => (message ? callback(message) : callback()), (error) => callback(error.message));
    },
  };
}

/** TDesign: a value with a result. Semi's `validate`: the sentence, or an empty one. */
export function result(...given) {
  const refusal = refusalOf(...given);
  return {
    async validator(value) {
      const message = await refusal(value);
      return message ? { result: false, message, type: "error" } : { result: true, message: "" };
    },
    async validate(value) {
      return refusal(value);
    },
  };
}

/** What makes of a value the sentence of its refusal, or an empty one. */
function refusalOf(policy, identity, { locale } = {}) {
  const checker = provider(policy, identity);
  return (value) => after(checker(), (made) => issuesOf(made, value, locale)[0]?.message ?? "");
}

/** A callback is called once: what it throws is its own. */
async function answer(pending, use, refuse) {
  let message;
  try {
    message = await pending;
  } catch (error) {
    return refuse(error);
  }
  return use(message);
}
