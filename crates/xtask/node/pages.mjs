// The page of each product: `node pages.mjs WWW OUT` fills in WWW/form.html and writes OUT/PRODUCT/index.html.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [www, out] = process.argv.slice(2);
const { PRODUCTS } = await import(pathToFileURL(resolve(www, "products.js")).href);
const { words } = await import(pathToFileURL(resolve(www, "words.js")).href);
const template = readFileSync(join(www, "form.html"), "utf8");

for (const product of Object.keys(PRODUCTS)) {
  const said = {
    product: () => product,
    brand: (locale) => words[locale].brands[product],
    title: (locale) => words[locale].titles.password({ product }),
  };
  const page = template.replace(/\{\{(\w+) ?([\w-]*)\}\}/g, (_, what, locale) => said[what](locale));
  mkdirSync(join(out, product), { recursive: true });
  writeFileSync(join(out, product, "index.html"), page);
}
