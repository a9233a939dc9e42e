// Measures in this Node process, and prints JSON: `node engine.mjs ROUNDS MILLISECONDS`.
import { readFileSync } from "node:fs";
import * as passgate from "passgate";

import { run } from "./cases.mjs";

const [rounds, milliseconds] = process.argv.slice(2).map(Number);
const data = (name) => JSON.parse(readFileSync(new URL(`data/${name}.json`, import.meta.url), "utf8"));
const results = await run(
  passgate,
  { passwords: data("passwords"), names: data("names") },
  { rounds, milliseconds },
);
console.log(JSON.stringify(results));
