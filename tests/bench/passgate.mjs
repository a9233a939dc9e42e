// passgate through its public face, wherever it comes from: the module is handed in.
import { PERSON } from "./person.mjs";

/** EIAM's shipped policy as one that takes long texts. */
const LONG = (policy) => ({
  ...policy,
  rules: policy.rules.map((rule) => (rule.rule === "length" ? { ...rule, max: 1_048_576 * 4 } : rule)),
});

const NAME_ONLY = { product: "eiam", rules: [{ rule: "identity", fields: ["name-pinyin"] }] };

/** What is measured of passgate: each a call that takes a text and gives a number. */
export async function calls(module) {
  await module.default();
  const checker = new module.Checker("eiam", PERSON);
  const long = new module.Checker(LONG(module.policy("eiam")), PERSON);
  return {
    accepts: (text) => Number(checker.accepts(text)),
    check: (text) => checker.check(text).findings.length,
    changes: (text) => checker.changes(text).length,
    acceptsLong: (text) => Number(long.accepts(text)),
    checkLong: (text) => long.check(text).findings.length,
    name: (name) => {
      const made = new module.Checker(NAME_ONLY, { name });
      made.free();
      return 1;
    },
    made: () => {
      const made = new module.Checker("eiam", PERSON);
      made.free();
      return 1;
    },
  };
}
