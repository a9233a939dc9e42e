// The files that the Worker serves: `node pages.mjs WWW PACKAGE OUT`.
//
// The script, the styles and the package are in one folder whose name contains a hash of its content,
// so that browsers may cache its files forever. The pages refer to this folder. Each file has a copy in
// Brotli beside it.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { buildSync } from "esbuild";
import { script } from "./page-script.mjs";

const [www, packed, out] = process.argv.slice(2).map((path) => resolve(path));
/** The files of the package that the script loads. */
const PACKAGE = ["index.js", "passgate_bg.wasm"];
const STYLES = ["form.css", "plain.css"];

const imported = async (name) => import(pathToFileURL(join(www, name)).href);
const { PRODUCTS } = await imported("products.js");
const { words } = await imported("words.js");

const folder = assets();
writePages(`/${folder}`);
cpSync(join(www, "icon.svg"), join(out, "icon.svg"));

/** Writes the folder, and returns its name. */
function assets() {
  const staging = join(out, "assets");
  mkdirSync(join(staging, "passgate"), { recursive: true });
  const options = { ...script, absWorkingDir: www, outdir: staging, minify: true };
  buildSync(options);
  buildSync({ ...options, entryPoints: STYLES, loader: {} });
  for (const name of PACKAGE) cpSync(join(packed, name), join(staging, "passgate", name));
  const files = readdirSync(staging, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  const hash = createHash("sha256");
  for (const file of files) {
    const content = readFileSync(file);
    hash.update(content);
    writeFileSync(`${file}.br`, brotli(content));
  }
  const named = `assets-${hash.digest("hex").slice(0, 16)}`;
  renameSync(staging, join(out, named));
  return named;
}

function brotli(content) {
  const best = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(content, { params: { ...best, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } });
}

function writePages(assets) {
  for (const name of ["index.html", "not-found.html"]) write(name, filled(name, { assets: () => assets }));
  for (const product of Object.keys(PRODUCTS)) {
    const values = {
      assets: () => assets,
      product: () => product,
      brand: (locale) => words[locale].brands[product],
      title: (locale) => words[locale].titles.password({ product }),
    };
    write(join(product, "index.html"), filled("form.html", values));
  }
}

function filled(template, values) {
  const text = readFileSync(join(www, template), "utf8");
  return text.replace(/\{\{(\w+) ?([\w-]*)\}\}/g, (_, name, locale) => values[name](locale));
}

function write(name, text) {
  mkdirSync(join(out, name, ".."), { recursive: true });
  writeFileSync(join(out, name), text);
}
