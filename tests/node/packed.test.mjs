// The content of the package that `npm pack` makes: no file is missing, and none is unexpected.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const folder = fileURLToPath(new URL("../../pkg/", import.meta.url));

const FILES = [
  "LICENSE-APACHE",
  "LICENSE-MIT",
  "README.md",
  "THIRD-PARTY.txt",
  "custom-elements.json",
  "dist/edge-light.js",
  "dist/element-define.cjs",
  "dist/element-define.d.cts",
  "dist/element-define.js",
  "dist/element-page.js",
  "dist/element.cjs",
  "dist/element.css",
  "dist/element.d.cts",
  "dist/element.js",
  "dist/index.d.cts",
  "dist/index.js",
  "dist/inline.cjs",
  "dist/inline.js",
  "dist/integrity.json",
  "dist/node.cjs",
  "dist/node.js",
  "dist/passgate_bg.wasm",
  "dist/react.cjs",
  "dist/react.d.cts",
  "dist/react.js",
  "dist/rules.cjs",
  "dist/rules.d.cts",
  "dist/rules.js",
  "dist/schema.cjs",
  "dist/schema.d.cts",
  "dist/schema.js",
  "dist/vue.cjs",
  "dist/vue.d.cts",
  "dist/vue.js",
  "dist/workerd.js",
  "element-define.d.ts",
  "element.d.ts",
  "index.d.ts",
  "package.json",
  "policy.schema.json",
  "react.d.ts",
  "rules.d.ts",
  "schema.d.ts",
  "vue.d.ts",
  "wasm.d.ts",
];

test("the package has these files", async () => {
  const { stdout } = await promisify(execFile)("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: folder });
  const [{ files }] = JSON.parse(stdout);
  assert.deepEqual(files.map(({ path }) => path).sort(), FILES);
});

test("every file that package.json names is packed", async () => {
  const { main, module, types, exports } = JSON.parse(await readFile(`${folder}package.json`, "utf8"));
  const paths = (entry) => (typeof entry === "string" ? [entry] : Object.values(entry).flatMap(paths));
  const named = [main, module, types, ...paths(exports)];
  for (const path of named) {
    assert.ok(FILES.includes(path.replace("./", "")), path);
  }
});

test("the package contains the licences of third parties", async () => {
  const notices = await readFile(`${folder}THIRD-PARTY.txt`, "utf8");
  for (const of of ["serde_json", "wasm-bindgen", "cn-common-passwords", "django-common-passwords", "zxcvbn-passwords", "pypinyin-dict", "opencc", "unicode"]) {
    assert.ok(notices.includes(` ${of}`), of);
  }
  for (const holder of ["Django Software Foundation", "Dan Wheeler and Dropbox", "Kyi Wong", "Unicode, Inc."]) {
    assert.ok(notices.includes(holder), holder);
  }
});

test("integrity.json has the hash of each file", async () => {
  const hashes = JSON.parse(await readFile(`${folder}dist/integrity.json`, "utf8"));
  const built = FILES.filter((path) => path.startsWith("dist/") && path !== "dist/integrity.json");
  assert.deepEqual(Object.keys(hashes), built.map((path) => path.replace("dist/", "")));
  for (const path of built) {
    const hash = createHash("sha384").update(await readFile(folder + path)).digest("base64");
    assert.equal(hashes[path.replace("dist/", "")], `sha384-${hash}`, path);
  }
});
