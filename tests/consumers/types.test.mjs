// The declarations of the packed package in strict TypeScript projects.
import assert from "node:assert/strict";
import { mkdir, readFile, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { run, workshop } from "./workshop.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const text = (name) => readFile(here(`./types/${name}`), "utf8");
const shop = await workshop();
/** The types of React 19 and 18, and how the compiler reads JSX. */
const REACTS = [["@types/react", "react-jsx"], ["types-react-18", "react-jsx"], ["types-react-18", "react"]];

for (const [resolution, module] of [
  ["bundler", "esnext"],
  ["node16", "node16"],
  ["nodenext", "nodenext"],
]) {
  test(`consumers compile and misuse does not, with ${resolution} resolution`, async () => {
    const files = { "consumer.ts": await text("consumer.ts"), "adapters.ts": await text("adapters.ts") };
    assert.equal(await compile(["--module", module, "--moduleResolution", resolution], files), "");
  });

  for (const [react, jsx] of resolution === "bundler" ? REACTS : REACTS.slice(0, 1)) {
    test(`the tags compile in ${jsx} of ${react} and in Vue, by ${resolution} resolution`, async () => {
      const files = { "react.tsx": await text("react.tsx"), "vue.ts": await text("vue.ts") };
      const options = ["--module", module, "--moduleResolution", resolution, "--jsx", jsx];
      assert.equal(await compile(options, files, (root) => link(react, root)), "");
    });
  }

  test(`a project without React and Vue compiles, its libraries checked, by ${resolution} resolution`, async () => {
    const files = { "no-framework.ts": await text("no-framework.ts") };
    const options = ["--module", module, "--moduleResolution", resolution, "--skipLibCheck", "false"];
    assert.equal(await compile(options, files, undefined, tmpdir()), "");
  });

  if (resolution !== "bundler") {
    test(`a CommonJS file compiles with ${resolution} resolution`, async () => {
      const files = { "require.cts": await text("require.cts") };
      assert.equal(await compile(["--module", module, "--moduleResolution", resolution], files), "");
    });
  }
}

test("the compiler detects a mistake", async () => {
  const errors = await compile(["--module", "nodenext"], { "mistake.ts": await text("mistake.ts") });
  assert.match(errors, /mistake\.ts.*TS2345/);
});

/** Gives the project these types of React, by the name under which the compiler looks for them. */
async function link(types, root) {
  await mkdir(join(root, "node_modules/@types"), { recursive: true });
  await symlink(here(`../../node_modules/${types}`), join(root, "node_modules/@types/react"));
}

/** Compiles a project with these files. `prepare` may add to its folder. */
async function compile(options, files, prepare = async () => {}, place = undefined) {
  const root = await shop.project(files, place);
  await prepare(root);
  const strict = ["--strict", "--noEmit", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess"];
  const platform = ["--target", "es2022", "--lib", "es2022,dom", "--skipLibCheck"];
  const tsc = here("../../node_modules/typescript/bin/tsc");
  const { stdout, message } = await run("node", [tsc, ...strict, ...platform, ...options, ...Object.keys(files)], { cwd: root }).catch((error) => error);
  return stdout.trim() || (message ?? "");
}
