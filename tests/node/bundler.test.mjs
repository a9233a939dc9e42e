// Through a bundler: `await init()` without arguments must find the wasm by the address Vite gives it.
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "node:test";

import { chromium } from "playwright-core";
import init, { Checker } from "passgate";
import { build, preview } from "vite";

const root = fileURLToPath(new URL("./bundler/", import.meta.url));

test("a bundled page gives the same report as Node", async () => {
  const out = await mkdtemp(join(tmpdir(), "passgate-bundle-"));
  const common = { root, configFile: false, logLevel: "warn", build: { outDir: out, emptyOutDir: true, target: "es2022" } };
  try {
    await build(common);
    const assets = await readdir(join(out, "assets"));
    assert.equal(assets.filter((name) => name.endsWith(".wasm")).length, 1, assets.join(" "));

    const server = await preview({ ...common, preview: { host: "127.0.0.1", port: 0 } });
    try {
      const report = await reportOf(server.resolvedUrls.local[0]);
      assert.deepEqual(report, await reportInNode());
    } finally {
      await server.close();
    }
  } finally {
    await rm(out, { recursive: true });
  }
});

async function reportOf(address) {
  const browser = await chromium.launch({
    executablePath: process.env.PASSGATE_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(address);
    await page.waitForFunction(() => globalThis.report, undefined, { timeout: 10_000 }).catch(() => {});
    assert.deepEqual(errors, []);
    return await page.evaluate(() => globalThis.report);
  } finally {
    await browser.close();
  }
}

async function reportInNode() {
  await init();
  const checker = new Checker("eiam", { username: "wangxm", name: "王小明" });
  const report = checker.check("Wangxm@1");
  checker.free();
  return report;
}
