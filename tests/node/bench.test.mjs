// The benchmark runs, and its report contains the committed figures. No test asserts a time.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { PEERS } from "../bench/peers/index.mjs";
import { paint, withPaint } from "../bench/paint-report.mjs";
import { picture } from "../bench/picture.mjs";
import { filled } from "../bench/report.mjs";
import { tables } from "../bench/tables.mjs";

const bench = (path) => fileURLToPath(new URL(`../bench/${path}`, import.meta.url));
const docs = (name) => readFile(new URL(`../../docs/${name}`, import.meta.url), "utf8");

test("a short run measures passgate and every peer, in Node and in Chromium", { timeout: 600_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "passgate-bench-"));
  try {
    const file = join(folder, "figures.json");
    await promisify(execFile)(process.execPath, [bench("run.mjs"), file, "--rounds", "1", "--milliseconds", "1"]);
    const figures = JSON.parse(await readFile(file, "utf8"));
    const contenders = ["passgate", "nothing", ...Object.keys(PEERS)];
    for (const started of [figures.node.first, figures.chromium.named, figures.chromium.unnamed]) {
      assert.deepEqual(Object.keys(started), contenders);
      for (const { ready } of Object.values(started)) assert.ok(ready.median > 0);
    }
    for (const engine of [figures.node, figures.chromium]) {
      for (const contender of Object.values(engine.cases).flatMap(Object.values)) assert.ok(contender.median > 0);
    }
    assert.deepEqual(Object.keys(figures.bytes.passgate.files).sort(), ["/pkg/index.js", "/pkg/passgate_bg.wasm"]);
    assert.ok(Object.values(tables(figures)).every((text) => !/NaN|undefined|Infinity/.test(text)));
    assert.ok(!/NaN|undefined|Infinity/.test(picture(figures)));
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a short run measures each element's key to paint, on each CPU", { timeout: 600_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "passgate-bench-"));
  try {
    const file = join(folder, "figures.json");
    await promisify(execFile)(process.execPath, [bench("paint.mjs"), file, "--rounds", "1", "--keys", "2"]);
    const figures = JSON.parse(await readFile(file, "utf8"));
    assert.deepEqual(Object.keys(figures.rates), ["1", "4", "6"]);
    for (const byName of Object.values(figures.rates)) {
      assert.deepEqual(Object.keys(byName), ["nothing", "passgate-rules", "passgate-field"]);
      for (const { painted, handled } of Object.values(byName)) {
        assert.deepEqual([painted.rounds, handled.rounds], [2, 2]);
        assert.ok(painted.median > handled.median);
      }
    }
    assert.doesNotMatch(paint(figures), /NaN|undefined|Infinity/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("the report and its picture are generated from the committed figures", async () => {
  const figures = JSON.parse(await docs("bench.json"));
  assert.equal(filled(await docs("bench.md"), figures), await docs("bench.md"));
  assert.equal(picture(figures), await docs("bench.svg"));
  assert.equal(withPaint(await docs("bench.md"), JSON.parse(await docs("bench-paint.json"))), await docs("bench.md"));
});
