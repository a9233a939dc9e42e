// From a key to the painted frame, in Chromium on a CPU slowed down: an input of an otherwise empty page, and the same
// input with each element. `node paint.mjs FILE [--rounds N] [--keys N]` writes the figures to FILE as JSON.
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";

import { launch } from "../browser/chromium.mjs";
import { file, serving } from "../browser/server.mjs";
import { PERSON } from "./person.mjs";
import { random } from "./sets.mjs";
import { summary } from "./statistics.mjs";

/** How many times slower the CPU is made. */
const RATES = [1, 4, 6];
const KNOWN = `product="eiam" username="${PERSON.username}" person="${PERSON.name}" phones="${PERSON.phones}" emails="${PERSON.emails}" loading="eager"`;
const INPUT = '<label for="pw">Password</label> <input id="pw" type="password" autocomplete="new-password">';
const LOADED = '<script type="module" src="/pkg/dist/element-page.js"></script>';
export const BODIES = {
  nothing: INPUT,
  "passgate-rules": `${INPUT}<passgate-rules for="pw" ${KNOWN}></passgate-rules>${LOADED}`,
  "passgate-field": `<passgate-field ${KNOWN} confirm generator></passgate-field>${LOADED}`,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "8" }, keys: { type: "string", default: "16" } },
});
const [rounds, keys] = [Number(values.rounds), Number(values.keys)];

const server = await serving(({ pathname }) => {
  const body = BODIES[pathname.slice(1)];
  if (!body) return file(pathname, /^\/pkg\/dist\/[\w.-]+$/);
  return [200, "text/html", `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>bench</title><body>${body}`];
});
const browser = await launch();
const samples = {};
const loads = [loadavg()[0]];
try {
  for (let round = 0; round < rounds; round += 1) {
    for (const rate of RATES) {
      for (const name of Object.keys(BODIES)) {
        const { painted, handled } = await typed(name, rate, round);
        const kept = ((samples[rate] ??= {})[name] ??= { painted: [], handled: [] });
        kept.painted.push(...painted);
        kept.handled.push(...handled);
      }
    }
  }
} finally {
  await browser.close();
  server.close();
}
loads.push(loadavg()[0]);

const rounded = (figures) => Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value.toPrecision(4))]));
const figures = {
  taken: new Date().toISOString().slice(0, 10),
  cpu: `${cpus().length} × ${cpus()[0].model.trim()}`,
  loads: loads.map((load) => Number(load.toFixed(1))),
  chromium: browser.version(),
  rounds,
  keys,
  rates: Object.fromEntries(
    Object.entries(samples).map(([rate, byName]) => [
      rate,
      Object.fromEntries(
        Object.entries(byName).map(([name, { painted, handled }]) => [name, { painted: rounded(summary(painted)), handled: rounded(summary(handled)) }]),
      ),
    ]),
  ),
};
writeFileSync(positionals[0], `${JSON.stringify(figures, null, 1)}\n`);

/** Milliseconds of each key: until the frame is painted, and in the listeners of the `input` event. */
async function typed(name, rate, round) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${server.base}/${name}`);
    if (name !== "nothing") await page.locator("[data-rule]").first().waitFor();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate });
    await page.evaluate(observe);
    await page.locator("input").first().focus();
    // The pauses differ, so that the keys meet every phase of a frame.
    for (const [index, key] of [...random(round, keys)].entries()) {
      await page.keyboard.press(key);
      await page.waitForFunction((count) => globalThis.painted.length > count, index);
      await page.waitForTimeout(20 + ((index * 7) % 17));
    }
    return await page.evaluate(() => ({ painted: globalThis.painted, handled: globalThis.handled }));
  } finally {
    await context.close();
  }
}

/** In the page: a task that is queued in a frame runs after the frame is painted. */
function observe() {
  globalThis.painted = [];
  globalThis.handled = [];
  let began;
  addEventListener("keydown", ({ timeStamp }) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => globalThis.painted.push(performance.now() - timeStamp);
      port2.postMessage(0);
    });
  }, true);
  addEventListener("input", () => (began = performance.now()), true);
  addEventListener("input", () => globalThis.handled.push(performance.now() - began));
}
