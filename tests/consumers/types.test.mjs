// The declarations of the packed package in strict TypeScript projects.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { run, workshop } from "./workshop.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const text = (name) => readFile(here(`./types/${name}`), "utf8");
const shop = await workshop();

for (const [resolution, module] of [
  ["bundler", "esnext"],
  ["node16", "node16"],
  ["nodenext", "nodenext"],
]) {
  test(`consumers compile and misuse does not, with ${resolution} resolution`, async () => {
    const files = { "consumer.ts": await text("consumer.ts"), "adapters.ts": await text("adapters.ts") };
    assert.equal(await compile(["--module", module, "--moduleResolution", resolution], files), "");
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

async function compile(options, files) {
  const root = await shop.project(files);
  const strict = ["--strict", "--noEmit", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess"];
  const platform = ["--target", "es2022", "--lib", "es2022,dom", "--skipLibCheck"];
  const tsc = here("../../node_modules/typescript/bin/tsc");
  const { stdout, message } = await run("node", [tsc, ...strict, ...platform, ...options, ...Object.keys(files)], { cwd: root }).catch((error) => error);
  return stdout.trim() || (message ?? "");
}
