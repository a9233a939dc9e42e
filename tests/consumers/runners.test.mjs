// The package in the test runners of consumers, with and without jsdom.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { it } from "node:test";

import { VERDICT, cjs, esm } from "./program.mjs";
import { run, workshop } from "./workshop.mjs";

const require = createRequire(import.meta.url);
const PATIENCE = { timeout: 120_000 };
const shop = await workshop();

for (const environment of ["jsdom", "node"]) {
  for (const entry of ["passgate", "passgate/inline"]) {
    it(`Jest with ${environment} requires ${entry}`, PATIENCE, async () => {
      const test = `${cjs(entry)}\ntest("verdict", async () => expect(await verdict()).toBe("${VERDICT}"));\n`;
      const root = await shop.project({ "package.json": "{}", "main.test.js": test });
      const cli = join(dirname(require.resolve("jest/package.json")), "bin/jest.js");
      const options = ["--env", require.resolve(`jest-environment-${environment}`), "--rootDir", root, "--no-cache", "--ci"];
      const { stderr } = await run("node", [cli, ...options], { cwd: root });
      assert.match(stderr, /Tests: +1 passed, 1 total/);
    });

    it(`Vitest with ${environment} imports ${entry}`, PATIENCE, async () => {
      const test = `import { expect, test } from "vitest";\n${esm(entry)}\ntest("verdict", async () => expect(await verdict()).toBe("${VERDICT}"));\n`;
      const root = await shop.project({ "main.test.js": test, "vitest.config.js": "export default {};" });
      const cli = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");
      const { stdout } = await run("node", [cli, "run", "--environment", environment, "--root", root], { cwd: root, env: { ...process.env, NO_COLOR: "1" } });
      assert.match(stdout, /Tests +1 passed \(1\)/);
    });
  }
}
