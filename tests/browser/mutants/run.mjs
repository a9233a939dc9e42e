// Mutation testing of the JavaScript of the forms and the elements. Changes one place in a file at a time, and runs
// the tests that cover the file in Chromium until one fails. Prints a line for each mutant and a summary.
// PASSGATE_STACK="$(cargo xtask dev --json | head -1)" node tests/browser/mutants/run.mjs [--likely] [SIZE [SEED [NUMBER…]]]
// With --likely, only the tests that most likely detect a mutant run; repeat the survivors without it.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sample, www } from "./plan.mjs";

const given = process.argv.slice(2);
const likelyOnly = given[0] === "--likely";
const [size = 60, seed = 11, ...numbers] = given.slice(likelyOnly ? 1 : 0).map(Number);
/** A mutant that keeps the tests from ending counts as detected. */
const LIMIT_MS = 900_000;
const NOT_RUN = "the tests did not run";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
/** The tests that fail without a mutant: `cargo xtask dev` configures no search for breached passwords. */
const known = new Set();
const folder = await mkdtemp(join(tmpdir(), "passgate-mutant-"));

/**
 * The first test that fails, or `undefined`. Runs the tests that most likely detect the mutant, then
 * all parts.
 */
async function killer(mutant) {
  const likely = await failures(mutant, { pattern: mutant.likely, first: true });
  if (likely.length || likelyOnly) return likely[0];
  return (await failures(mutant, { first: true }))[0];
}

/** The tests that fail; with `first`, ends with the first one that is not in `known`. */
async function failures({ number, file, parts, text }, { pattern, first = false }) {
  const path = join(folder, `${number}.js`);
  await writeFile(path, text);
  const names = pattern ? [`--test-name-pattern=${pattern}`] : [];
  const tests = spawn(process.execPath, ["--import", at("active.mjs"), "--test-reporter=tap", ...names, at("../parts.mjs")], {
    env: { ...process.env, PASSGATE_MUTANT: file, PASSGATE_MUTANT_TEXT: path, PASSGATE_PARTS: parts.join(" ") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve) => {
    let told = "";
    const failed = () => Array.from(told.matchAll(/^not ok \d+ - (.*)$/gm), ([, name]) => name).filter((name) => !known.has(name));
    const end = (what) => {
      clearTimeout(timer);
      tests.kill("SIGKILL");
      resolve(what);
    };
    const timer = setTimeout(() => end(["the tests did not end in time"]), LIMIT_MS);
    tests.stdout.on("data", (data) => {
      told += data;
      if (first && failed().length) end(failed());
    });
    tests.once("exit", () => end(/^1\.\.\d+$/m.test(told) ? failed() : [NOT_RUN]));
  });
}

const { of, mutants } = await sample({ size: numbers.length ? Number.MAX_SAFE_INTEGER : size, seed });
const chosen = numbers.length ? mutants.filter(({ number }) => numbers.includes(number)) : mutants;
const short = (text) => text.replace(/\s+/g, " ").slice(0, 100);
const survivors = [];

/** Finds the tests that fail without a change, among those that cover these mutants. */
async function learnWhatFails() {
  const parts = [...new Set(chosen.flatMap((mutant) => mutant.parts))];
  const text = await readFile(new URL("dom.js", www), "utf8");
  const pattern = likelyOnly ? [...new Set(chosen.map(({ likely }) => likely))].join("|") : undefined;
  for (const name of await failures({ number: "none", file: "dom.js", parts, text }, { pattern })) {
    if (name === NOT_RUN) throw new Error(`the tests of ${parts.join(", ")} did not run`);
    known.add(name);
    console.log(`fails without a mutant, and is not counted: ${name}`);
  }
}

try {
  await learnWhatFails();
  for (const mutant of chosen) {
    const { number, file, line, mutator, from, to } = mutant;
    const by = await killer(mutant);
    if (!by) survivors.push(mutant);
    const verdict = by ? "killed" : "SURVIVED";
    console.log(`${verdict} ${number} ${file}:${line} ${mutator}: ${short(from)} → ${short(to)}${by ? `  [${by}]` : ""}`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(`${chosen.length - survivors.length} of ${chosen.length} mutants killed (${of} are possible, seed ${seed})`);
