// What is measured in an engine, Node or a browser: the same code in both.
import { calls } from "./passgate.mjs";
import { CALLS } from "./peers/all.mjs";
import { JUDGES } from "./peers/index.mjs";
import { measure } from "./rounds.mjs";
import { random, sixteen, spread } from "./sets.mjs";

/** A pass of one contender over its texts takes at most about so many milliseconds. */
const PASS_MS = 250;
/** Peers that still answer at once for a long text. */
const LONG = ["password-validator", "owasp-password-strength-test", "check-password-strength"];
export const LENGTHS = [1_024, 4_096, 16_384];
const MEBIBYTE = 1_048_576;

/**
 * Nanoseconds per call, by case and contender, one figure a round; and how many texts each had.
 * @param {object} module passgate
 * @param {{ passwords: { pw: string }[], names: string[] }} data
 * @param {{ rounds: number, milliseconds: number, pause?: () => Promise<void> }} options
 */
export async function run(module, data, options) {
  const passgate = await calls(module);
  const mixed = data.passwords.map(({ pw }) => pw);
  const judges = (texts) => JUDGES.map((id) => contender(id, CALLS[id], texts));
  const sets = {
    sixteen: [
      contender("accepts", passgate.accepts, sixteen()),
      contender("check", passgate.check, sixteen()),
      contender("changes", passgate.changes, sixteen()),
      ...judges(sixteen()),
      // The very same call again: by how much the two differ is the noise of this run.
      contender("accepts again", passgate.accepts, sixteen()),
    ],
    mixed: [contender("accepts", passgate.accepts, mixed), contender("check", passgate.check, mixed), ...judges(mixed)],
    names: [contender("checker", passgate.name, data.names), contender("pinyin-pro", CALLS["pinyin-pro"], data.names)],
    checker: [contender("checker", passgate.made, [""])],
    ...Object.fromEntries(LENGTHS.map((length) => [`long ${length}`, long(passgate, length)])),
    mebibyte: [
      contender("accepts", passgate.accepts, [random(1, MEBIBYTE)]),
      contender("check", passgate.check, [random(1, MEBIBYTE)]),
    ],
  };
  const results = {};
  for (const [name, contenders] of Object.entries(sets)) {
    const samples = await measure(contenders, options);
    results[name] = Object.fromEntries(
      contenders.map(({ id, texts }) => [id, { texts: texts.length, samples: samples[id] }]),
    );
  }
  return results;
}

function long(passgate, length) {
  const texts = [random(1, length)];
  return [
    contender("accepts", passgate.acceptsLong, texts),
    contender("check", passgate.checkLong, texts),
    ...LONG.map((id) => contender(id, CALLS[id], texts)),
  ];
}

/** A contender with as many of the texts as it gets through in a pass. */
function contender(id, call, texts) {
  const few = spread(texts, 8);
  for (const text of few) call(text);
  const start = performance.now();
  for (const text of few) call(text);
  const each = (performance.now() - start) / few.length;
  return { id, call, texts: spread(texts, Math.max(8, PASS_MS / each)) };
}
