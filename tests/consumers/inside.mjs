// Pages with the elements inside of form systems.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { bundle } from "./bundle.mjs";
import { page } from "./workshop.mjs";

export const SYSTEMS = { "Ant Design": "ant-design.jsx", "Element Plus": "element-plus.js" };

const HEAD = '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="out.css">';

/** The folder of a page with the elements in that form system. */
export async function inside(shop, system) {
  const text = (name) => readFile(new URL(`./inside/${name}`, import.meta.url), "utf8");
  const file = SYSTEMS[system];
  const root = await shop.project({ "said.js": await text("said.js"), [file]: await text(file), "out.css": "" });
  await bundle(root, file);
  await writeFile(join(root, "index.html"), page(`${HEAD}<body><main id="root"></main><script type="module" src="out.js"></script>`));
  return root;
}
