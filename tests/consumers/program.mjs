// The program of a consumer, and its expected output.

/** The output of every program: the verdicts of two passwords. */
export const VERDICT = "密碼不能包含使用者名稱 | true";
/** The expected result of its page. */
export const RIGHT = { printed: [VERDICT], errors: [] };

const LINES = `const checker = new Checker("eiam", { username: "wangxm" });
  const { says } = checker.rows("Wangxm@1", "zh-Hant-TW").find(({ rule }) => rule === "identity");
  return says + " | " + checker.accepts(checker.generate());`;

/** The lines of a program with the function that gives the verdict. */
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

/** Lines that print the verdict, and "end" at the end. */
export const PRINTED = `
verdict().then((text) => { console.log(text); console.log("end"); });
`;
