// The package's declarations, as a strict TypeScript project reads them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import test from "node:test";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

for (const [resolution, module] of [
  ["bundler", "esnext"],
  ["nodenext", "nodenext"],
]) {
  test(`a consumer compiles, and misuse does not, by ${resolution} resolution`, async () => {
    const errors = await compile(["--module", module, "--moduleResolution", resolution], "./types/consumer.ts");
    assert.equal(errors, "");
  });
}

test("the compiler does find a mistake", async () => {
  const errors = await compile(["--module", "nodenext"], "./types/mistake.ts");
  assert.match(errors, /mistake\.ts.*TS2345/);
});

function compile(options, file) {
  const strict = ["--strict", "--noEmit", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess"];
  const platform = ["--target", "es2022", "--lib", "es2022,dom"];
  const tsc = here("../../node_modules/typescript/bin/tsc");
  return new Promise((resolve) => {
    execFile("node", [tsc, ...strict, ...platform, ...options, here(file)], (_, stdout) => resolve(stdout.trim()));
  });
}
