// The table of the figures of paint.mjs: `node paint-report.mjs FILE` prints it; with `--write` it goes into
// docs/bench.md, and the figures beside it.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

import { inserted } from "./report.mjs";
import { table } from "./tables.mjs";
import { milliseconds, times } from "./wording.mjs";

const docs = (name) => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));

/** The report with the block of these figures. */
export const withPaint = (text, figures) => inserted(text, { paint: paint(figures) });

export function paint({ taken, cpu, loads, chromium, rounds, keys, rates }) {
  const rows = Object.entries(rates).flatMap(([rate, byName]) =>
    Object.entries(byName).map(([name, { painted, handled }]) => [
      rate === "1" ? "not slowed" : `${rate} × slower`,
      name === "nothing" ? "an empty page's input" : `\`<${name}>\``,
      milliseconds(painted.median),
      milliseconds(painted.high),
      times(painted.median, byName.nothing.painted.median),
      milliseconds(handled.median),
    ]),
  );
  const head = ["CPU", "page", "key to paint, median", "90th of a hundred", "ratio", "of which listeners of `input`"];
  const note = `Taken on ${taken}: ${cpu}, Chromium ${chromium}; ${rounds} alternating rounds of ${keys} keys each. The machine's load was ${loads.join(", ")}.`;
  return `${table(head, rows)}\n\n${note}`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [given, write] = process.argv.slice(2);
  const figures = JSON.parse(readFileSync(given, "utf8"));
  console.log(paint(figures));
  if (write === "--write") {
    if (given !== docs("bench-paint.json")) copyFileSync(given, docs("bench-paint.json"));
    writeFileSync(docs("bench.md"), withPaint(readFileSync(docs("bench.md"), "utf8"), figures));
  }
}
