// How long one check takes in Node, through the package as it ships, beside two npm packages in the
// same run: alternating rounds, the median of each.
//
// The two do less: no name in pinyin, nothing about the person, no list of common passwords, no spans.
import { createRequire } from "node:module";

import init, { Checker } from "passgate";

const require = createRequire(import.meta.url);
const PasswordValidator = require("password-validator");
const owasp = require("owasp-password-strength-test");

/** Each contender is run in so many rounds of about so many milliseconds. */
const ROUNDS = 25;
const ROUND_MS = 15;

const SETS = { "16 ASCII characters": sixteenAscii(), "mixed lengths and kinds": mixed() };

await init();
const checker = new Checker("eiam", {
  username: "wangxiaoming",
  name: "王小明",
  phones: ["13800138000"],
  emails: ["wangxm@example.com"],
});
const validator = new PasswordValidator().is().min(8).is().max(18).has().uppercase().has().lowercase().has().digits().has().symbols();
owasp.config({ minLength: 8, maxLength: 18, allowPassphrases: false });

/** What one call is, and a number that depends on its result, so that none is optimised away. */
const CONTENDERS = {
  "passgate accepts()": (text) => Number(checker.accepts(text)),
  "passgate check()": (text) => checker.check(text).findings.length,
  "password-validator 5.3": (text) => Number(validator.validate(text)),
  "password-validator 5.3, list": (text) => validator.validate(text, { list: true }).length,
  "owasp-password-strength-test 1.3": (text) => owasp.test(text).errors.length,
};
const REFERENCE = "password-validator 5.3, list";

let sink = 0;
for (const [name, texts] of Object.entries(SETS)) report(name, measure(texts));
checker.free();
if (!Number.isFinite(sink)) throw new Error("nothing was measured");

/** Nanoseconds per call of every contender, sorted by round. */
function measure(texts) {
  const runs = Object.entries(CONTENDERS).map(([name, call]) => ({ name, call, passes: passesFor(call, texts), times: [] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const run of runs) run.times.push(time(run.call, texts, run.passes) / (run.passes * texts.length));
  }
  return runs.map(({ name, times }) => ({ name, nanoseconds: times.sort((a, b) => a - b) }));
}

/** How often the set goes into one round; finding out also warms the code up. */
function passesFor(call, texts) {
  let passes = 1;
  while (time(call, texts, passes) < ROUND_MS * 1e6) passes *= 2;
  return passes;
}

function time(call, texts, passes) {
  const start = process.hrtime.bigint();
  for (let pass = 0; pass < passes; pass += 1) for (const text of texts) sink += call(text);
  return Number(process.hrtime.bigint() - start);
}

function report(name, results) {
  const reference = median(results.find((result) => result.name === REFERENCE).nanoseconds);
  console.log(`\n${name}, ns per call`);
  console.log(`${"".padEnd(36)}${"median".padStart(8)}${"min".padStart(8)}${"ratio".padStart(8)}`);
  for (const { name: contender, nanoseconds } of results) {
    const middle = median(nanoseconds);
    const cells = [middle.toFixed(0), nanoseconds[0].toFixed(0), (middle / reference).toFixed(2)];
    console.log(contender.padEnd(36) + cells.map((cell) => cell.padStart(8)).join(""));
  }
  console.log(`(ratio to ${REFERENCE})`);
}

function median(sorted) {
  return sorted[Math.floor(sorted.length / 2)];
}

function sixteenAscii() {
  return Array.from({ length: 64 }, (_, index) => text(index, 16, "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#$%&*+-"));
}

function mixed() {
  const alphabets = ["abcdefghij", "0123456789", "abcXYZ0189!#", "密码王小明abc12", "🙂🙃abcABC123"];
  return Array.from({ length: 400 }, (_, index) => text(index, 1 + (index % 24), alphabets[index % alphabets.length]));
}

/** The same text for the same number on every machine (a linear congruential generator). */
function text(seed, length, alphabet) {
  const letters = [...alphabet];
  let state = (seed * 2_654_435_761) >>> 0;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return letters[(state >>> 16) % letters.length];
  }).join("");
}
