// What `npm pack` puts into the package: nothing less, and nothing that slipped in.
import assert from "node:assert/strict";
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
  "dist/development.js",
  "dist/index.js",
  "dist/node.js",
  "dist/passgate_bg.wasm",
  "index.d.ts",
  "package.json",
  "policy.schema.json",
];

test("the package has these files", async () => {
  const { stdout } = await promisify(execFile)("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: folder });
  const [{ files }] = JSON.parse(stdout);
  assert.deepEqual(files.map(({ path }) => path).sort(), FILES);
});

test("every file that package.json names is packed", async () => {
  const { main, browser, types, exports } = JSON.parse(await readFile(`${folder}package.json`, "utf8"));
  const named = [main, browser, types, ...Object.values(exports).flatMap((entry) => (typeof entry === "string" ? entry : Object.values(entry)))];
  for (const path of named) {
    assert.ok(FILES.includes(path.replace("./", "")), path);
  }
});

test("the licences of others go with it", async () => {
  const notices = await readFile(`${folder}THIRD-PARTY.txt`, "utf8");
  for (const of of ["serde_json", "wasm-bindgen", "cn-common-passwords", "django-common-passwords", "zxcvbn-passwords", "pypinyin-dict", "opencc", "unicode"]) {
    assert.ok(notices.includes(` ${of}`), of);
  }
  for (const holder of ["Django Software Foundation", "Dan Wheeler and Dropbox", "Kyi Wong", "Unicode, Inc."]) {
    assert.ok(notices.includes(holder), holder);
  }
});
