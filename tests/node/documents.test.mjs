// Checks of all documentation pages: links resolve, named paths exist, and the index lists every page.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import test from "node:test";

const root = fileURLToPath(new URL("../../", import.meta.url));
const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: root })
  .toString()
  .split("\0")
  .filter((path) => path !== "" && existsSync(join(root, path)));
const pages = tracked.filter((path) => path.endsWith(".md"));
const read = (path) => readFileSync(join(root, path), "utf8");

/** Paths that the documentation names and that only a build creates. */
const BUILT = /^(dist|pkg\/dist|target|node_modules)(\/|$)/;
const exists = (path) => BUILT.test(path) || existsSync(join(root, path));

test("every relative link leads to a file, and every anchor to a heading", () => {
  const broken = pages.flatMap((page) =>
    linksOf(read(page))
      .filter((target) => !/^[a-z]+:/i.test(target))
      .filter((target) => !leadsSomewhere(page, target))
      .map((target) => `${page}: ${target}`),
  );
  assert.deepEqual(broken, []);
});

test("every path in the documentation is in the repository", () => {
  const folders = new Set(tracked.filter((path) => path.includes("/")).map((path) => path.split("/")[0]));
  const missing = pages.flatMap((page) =>
    [...withoutBlocks(read(page)).matchAll(/`([\w.@-]+(?:\/[\w.@-]+)+\/?)`/g)]
      .map(([, path]) => path)
      .filter((path) => folders.has(path.split("/")[0]) && !exists(path))
      .map((path) => `${page}: ${path}`),
  );
  assert.deepEqual(missing, []);
});

test("the index lists every page of docs/", () => {
  const listed = new Set(linksOf(read("docs/README.md")).map((target) => normalize(join("docs", target))));
  const pagesOfDocs = pages.filter((path) => dirname(path) === "docs" && path !== "docs/README.md");
  assert.deepEqual(pagesOfDocs.filter((path) => !listed.has(path)), []);
});

test("the README has at most 150 lines, and both languages run the same examples", () => {
  const [english, chinese] = ["README.md", "README.zh-CN.md"].map(read);
  for (const text of [english, chinese]) assert.ok(text.split("\n").length <= 151, `${text.split("\n").length} lines`);
  assert.ok(examples(english).length >= 3);
  assert.deepEqual(examples(chinese), examples(english));
  const numberOfHeadings = (text) => withoutBlocks(text).match(/^#+ /gm).length;
  assert.equal(numberOfHeadings(chinese), numberOfHeadings(english));
});

test("the pages for operators have the same commands in both languages", () => {
  for (const name of ["install", "operate"]) {
    const [english, chinese] = [`docs/${name}.md`, `docs/${name}.zh-CN.md`].map(read);
    assert.ok(examples(english).length >= 5, name);
    // A comment speaks its page's language.
    const commands = (text) => examples(text).map((block) => block.replace(/ {2,}#.*$/gm, ""));
    assert.deepEqual(commands(chinese), commands(english), name);
    const marks = (text) => text.match(/^<!-- .* -->$/gm);
    assert.deepEqual(marks(chinese), marks(english), name);
    const headings = (text) => withoutBlocks(text).match(/^#+ /gm);
    assert.deepEqual(headings(chinese), headings(english), name);
    const rows = (text) => withoutBlocks(text).match(/^\|/gm)?.length;
    assert.equal(rows(chinese), rows(english), name);
  }
});

test("the pages name the archives of the version that a build makes", () => {
  const [, version] = read("Cargo.toml").match(/^version = "([\d.]+)"$/m);
  assert.equal(JSON.parse(read("pkg/package.json")).version, version);
  for (const page of ["docs/install.md", "docs/install.zh-CN.md", "docs/integrate.md"]) {
    const named = [...read(page).matchAll(/passgate-(\d+\.\d+\.\d+)(?=-linux|\.tgz)/g)].map(([, named]) => named);
    assert.ok(named.length > 0, page);
    assert.deepEqual(named.filter((name) => name !== version), [], page);
  }
});

test("tests run every block of docs/integrate.md", () => {
  const page = read("docs/integrate.md");
  const marked = [...page.matchAll(/^<!-- example: ([\w.-]+) -->\n```\w+\n/gm)].map(([, name]) => name);
  const commands = 1; // `npm install`: the consumers' tests unpack the package instead.
  assert.equal([...page.matchAll(/^```\w+\n/gm)].length, marked.length + commands);
  const tests = tracked.filter((path) => /^tests\/.*(\.test\.mjs|\/test_\w+\.py)$/.test(path)).map(read).join("\n");
  const isRun = (name) => new RegExp(`\\b(example|integrate)\\([^)]*"${name}"|\\["${name}"|example: ${name} `).test(tests);
  assert.deepEqual(marked.filter((name) => !isRun(name)), []);
});

test("anchors are generated like on GitHub", () => {
  assert.deepEqual(anchorsOf("# A b\n## `C` d-e, f\n## A b\n## 你好 world\n```\n# no heading\n```\n"), [
    "a-b",
    "c-d-e-f",
    "a-b-1",
    "你好-world",
  ]);
});

/** The blocks that are run or copied. Diagrams are excluded, because their text is in the page's language. */
function examples(text) {
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter(([, language]) => language !== "mermaid")
    .map(([block]) => block);
}

function withoutBlocks(text) {
  return text.replace(/^```.*?^```$/gms, "");
}

/** The targets of all links and images. */
function linksOf(text) {
  return [...withoutBlocks(text).matchAll(/\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)/g)].map(([, target]) => target);
}

function leadsSomewhere(page, target) {
  const [path, anchor] = decodeURI(target).split("#");
  const file = path === "" ? page : normalize(join(dirname(page), path));
  if (!exists(file)) return false;
  if (anchor === undefined) return true;
  return file.endsWith(".md") && statSync(join(root, file)).isFile() && anchorsOf(read(file)).includes(anchor);
}

/** The anchors of a page's headings: lower case, without punctuation, spaces as hyphens, numbered when repeated. */
function anchorsOf(text) {
  const seen = new Map();
  return [...withoutBlocks(text).matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading]) => {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
    const anchor = plain.toLowerCase().replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "").replaceAll(" ", "-");
    const repeated = seen.get(anchor) ?? 0;
    seen.set(anchor, repeated + 1);
    return repeated === 0 ? anchor : `${anchor}-${repeated}`;
  });
}
