// The engines that docs/package.md states, read from its table.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

const page = await readFile(new URL("../../../docs/package.md", import.meta.url), "utf8");
const [, rest] = page.split("<!-- engines -->\n");
assert.ok(rest, "docs/package.md has no table after <!-- engines -->");

/**
 * By engine: the version from which the package runs, the version from which the forms run, the
 * versions that are always tested, and the engine that it stands for.
 */
export const STATED = Object.fromEntries(
  rest
    .slice(0, rest.indexOf("\n\n"))
    .split("\n")
    .slice(2)
    .map((row) => row.split("|").slice(1, -1).map((cell) => cell.trim()))
    .map(([engine, runs, forms, tested]) => [
      engine.match(/^\w+/)[0],
      { as: engine.match(/ as (.*)/)?.[1], package: runs, forms, pinned: (tested.match(/\b\d+\b/g) ?? []).map(Number) },
    ]),
);

/** Whether an engine's version, such as `2.50.6`, is at least the stated one, such as `2.38`. */
export function reached(version, floor) {
  const [told, least] = [version, floor].map((text) => text.split(".").map(Number));
  const at = least.findIndex((number, index) => (told[index] ?? 0) !== number);
  return at < 0 || (told[at] ?? 0) > least[at];
}
