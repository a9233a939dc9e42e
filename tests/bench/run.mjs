// Everything that is measured, in one run: `node run.mjs FILE [--rounds N] [--milliseconds N]`
// writes the figures to FILE as JSON; report.mjs makes text and a picture of them.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";

import * as chromium from "./browser.mjs";
import { WAYS } from "./first-page.mjs";
import { PEERS } from "./peers/index.mjs";
import { serve } from "./server.mjs";
import { summary } from "./statistics.mjs";

const execute = promisify(execFile);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "25" }, milliseconds: { type: "string", default: "20" } },
});
const rounds = Number(values.rounds);
const milliseconds = Number(values.milliseconds);
/** A start takes up to a second, so there are fewer of them. */
const starts = Math.max(1, Math.ceil(rounds * 0.6));
/** What starts: the package, a module of one line, the peers. */
const CONTENDERS = ["passgate", "nothing", ...Object.keys(PEERS)];

const loads = [loadavg()[0]];
const node = { cases: summaries(await fresh("engine.mjs", rounds, milliseconds)) };
loads.push(loadavg()[0]);
node.first = await starting(async (id) => fresh("first.mjs", id));
const server = await serve();
let page;
let bytes;
try {
  page = await chromium.withChromium(server.address, async ({ version, visit }) => {
    const cases = summaries(await chromium.cases(visit, { rounds, milliseconds }));
    loads.push(loadavg()[0]);
    const started = {};
    for (const way of Object.keys(WAYS)) {
      for (const id of CONTENDERS) await chromium.first(visit, way, id, `${way} first of ${id}`);
      started[way] = await starting((id, round) => chromium.first(visit, way, id, `${way} ${id} ${round}`));
    }
    return { version, cases, started };
  });
  bytes = await sizes(server);
} finally {
  server.close();
}
loads.push(loadavg()[0]);

const figures = {
  taken: new Date().toISOString().slice(0, 10),
  machine: {
    cpu: `${cpus().length} × ${cpus()[0].model.trim()}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    loads: loads.map((load) => Number(load.toFixed(1))),
  },
  versions: { node: process.versions.node, v8: process.versions.v8, chromium: page.version, peers: versions() },
  rounds,
  milliseconds,
  starts,
  node,
  chromium: { cases: page.cases, ...page.started },
  bytes,
};
writeFileSync(positionals[0], `${JSON.stringify(rounded(figures), null, 1)}\n`);

/** The JSON a fresh Node process prints. */
async function fresh(script, ...args) {
  const { stdout } = await execute(process.execPath, [here(script), ...args.map(String)], { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout);
}

function summaries(cases) {
  const each = (object, of) => Object.fromEntries(Object.entries(object).map(([name, value]) => [name, of(value)]));
  return each(cases, (contenders) => each(contenders, ({ texts, samples }) => ({ texts, ...summary(samples) })));
}

/** Each contender's way to its first verdict, in alternating rounds, in milliseconds. */
async function starting(once) {
  const samples = Object.fromEntries(CONTENDERS.map((id) => [id, {}]));
  for (let round = 0; round < starts; round += 1) {
    for (const id of CONTENDERS) {
      for (const [figure, value] of Object.entries(await once(id, round))) (samples[id][figure] ??= []).push(value);
    }
  }
  return Object.fromEntries(
    CONTENDERS.map((id) => [
      id,
      Object.fromEntries(Object.entries(samples[id]).map(([figure, values]) => [figure, summary(values)])),
    ]),
  );
}

/** Compressed bytes: of passgate as a page takes it, of a peer as one minified module. */
async function sizes({ transferred, bytes: of }) {
  const sum = (files) => Object.values(files).reduce((total, size) => total + size, 0);
  const files = transferred(`unnamed passgate ${starts - 1}`);
  const figures = { passgate: { all: sum(files), files } };
  for (const id of Object.keys(PEERS)) figures[id] = { all: await of(id) };
  return figures;
}

function versions() {
  const names = [...new Set(Object.values(PEERS).flatMap(({ packages }) => packages))];
  const lock = JSON.parse(readFileSync(here("../../package-lock.json"), "utf8"));
  return Object.fromEntries(names.map((name) => [name, lock.packages[`node_modules/${name}`].version]));
}

/** Four digits say all a measurement can. */
function rounded(value) {
  if (typeof value === "number") return Number.isInteger(value) ? value : Number(value.toPrecision(4));
  if (Array.isArray(value)) return value.map(rounded);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, rounded(inner)]));
  }
  return value;
}
