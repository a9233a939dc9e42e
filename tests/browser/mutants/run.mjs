// Mutation testing of the forms' JavaScript. One change at a time is made in a file of www/, and the tests
// that are about that file run in Chromium until one fails. Prints a line for each mutant and the sum.
// PASSGATE_STACK="$(cargo xtask dev --json | head -1)" node tests/browser/mutants/run.mjs [--likely] [SIZE [SEED [NUMBER…]]]
// With --likely, the tests that most likely notice run and no others: what survives them is tried again without.

import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sample } from "./plan.mjs";

const given = process.argv.slice(2);
const likelyOnly = given[0] === "--likely";
const [size = 60, seed = 11, ...numbers] = given.slice(likelyOnly ? 1 : 0).map(Number);
/** A mutant that keeps the tests from ending is found out. */
const LIMIT_MS = 400_000;

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "passgate-mutant-"));

/** Which test fails first, or none: those that most likely notice, then the parts as a whole. */
async function failing(mutant) {
  const path = join(folder, `${mutant.number}.js`);
  await writeFile(path, mutant.text);
  const killer = await failed(mutant, path, [`--test-name-pattern=${mutant.likely}`]);
  return likelyOnly ? killer : (killer ?? failed(mutant, path, []));
}

function failed({ file, parts }, path, more) {
  const env = { ...process.env, PASSGATE_MUTANT: file, PASSGATE_MUTANT_TEXT: path, PASSGATE_PARTS: parts.join(" ") };
  const tests = spawn(process.execPath, ["--import", at("active.mjs"), "--test-reporter=tap", ...more, at("../parts.mjs")], { env });
  return new Promise((resolve) => {
    let told = "";
    const end = (what) => {
      clearTimeout(timer);
      tests.kill("SIGKILL");
      resolve(what);
    };
    const timer = setTimeout(() => end("the tests did not end in time"), LIMIT_MS);
    tests.stdout.on("data", (data) => {
      told += data;
      const name = /^not ok \d+ - (.*)$/m.exec(told)?.[1];
      if (name) end(name);
    });
    tests.once("exit", (code) => end(code === 0 ? undefined : "the tests did not run"));
  });
}

const { of, mutants } = await sample({ size: numbers.length ? Number.MAX_SAFE_INTEGER : size, seed });
const chosen = numbers.length ? mutants.filter(({ number }) => numbers.includes(number)) : mutants;
const short = (text) => text.replace(/\s+/g, " ").slice(0, 100);
const survivors = [];

try {
  for (const mutant of chosen) {
    const { number, file, line, mutator, from, to } = mutant;
    const killer = await failing(mutant);
    if (!killer) survivors.push(mutant);
    const verdict = killer ? "killed" : "SURVIVED";
    console.log(`${verdict} ${number} ${file}:${line} ${mutator}: ${short(from)} → ${short(to)}${killer ? `  [${killer}]` : ""}`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(`${chosen.length - survivors.length} of ${chosen.length} mutants killed (${of} are possible, seed ${seed})`);
