// Text and picture of the figures: `node report.mjs FILE` prints the tables; with `--write` they go
// into docs/bench.md between their marks, the picture beside it, and the figures, too.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

import { picture } from "./picture.mjs";
import { tables } from "./tables.mjs";

const docs = (name) => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));

/** The report with every block made anew from the figures. */
export function filled(text, figures) {
  return inserted(text, tables(figures));
}

/** The report with these blocks, by their names. */
export function inserted(text, blocks) {
  return text.replace(/(<!-- measured: ([a-z]+) -->\n)[^]*?(<!-- end -->)/g, (whole, begin, name, end) =>
    name in blocks ? `${begin}\n${blocks[name]}\n\n${end}` : whole,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [file, write] = process.argv.slice(2);
  const figures = JSON.parse(readFileSync(file, "utf8"));
  for (const [name, text] of Object.entries(tables(figures))) console.log(`\n## ${name}\n\n${text}`);
  if (write === "--write") {
    if (file !== docs("bench.json")) copyFileSync(file, docs("bench.json"));
    writeFileSync(docs("bench.svg"), picture(figures));
    writeFileSync(docs("bench.md"), filled(readFileSync(docs("bench.md"), "utf8"), figures));
  }
}
