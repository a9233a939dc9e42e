// Runs the accessibility checker axe in a page.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The violations that axe finds in the current state of the page or of the given parts, each with its elements. */
export async function axed(page, parts = "html") {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((selector) => globalThis.axe.run({ include: [...document.querySelectorAll(selector)] }), parts);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`);
}
