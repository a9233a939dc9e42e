// What a consumer's program prints, and what that has to be.

/** The verdict that every program prints: a text for each of two passwords. */
export const VERDICT = "密碼不能包含使用者名稱 | true";
/** What its page has to print. */
export const RIGHT = { printed: [VERDICT], errors: [] };

const LINES = `const checker = new Checker("eiam", { username: "wangxm" });
  const { says } = checker.rows("Wangxm@1", "zh-Hant-TW").find(({ rule }) => rule === "identity");
  return says + " | " + checker.accepts(checker.generate());`;

/** The function that gives the verdict, as lines of a program. */
export const esm = (entry = "passgate") => `import init, { Checker } from "${entry}";

export async function verdict() {
  await init();
  ${LINES}
}
`;

export const cjs = (entry = "passgate") => `const { default: init, init: named, Checker } = require("${entry}");

async function verdict() {
  if (init !== named) throw new Error("init is two functions");
  await init();
  ${LINES}
}
`;

/** Prints it, and "end" when it is through. */
export const PRINTED = `
verdict().then((text) => { console.log(text); console.log("end"); });
`;
