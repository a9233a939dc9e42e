// The package in every engine, and the forms in the engines that support them. Each test is written
// once; an engine that skips one has failed.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it, test } from "node:test";

import { absence } from "./engines/absence.mjs";
import { elements } from "./engines/elements.mjs";
import { form, plainForm } from "./engines/form.mjs";
import { ENGINES } from "./engines/index.mjs";
import { site } from "./engines/site.mjs";
import { reached, STATED } from "./engines/stated.mjs";
import { verdicts } from "./engines/verdicts.mjs";

const host = await site();
after(() => host.close());

for (const { launch, ...engine } of ENGINES) {
  describe(engine.name, () => {
    let browser;
    before(async () => void (browser = await launch()));
    after(() => browser?.close());

    const opened = { ...engine, version: () => browser.version, open: (address) => browser.open(address) };
    const visit = async (policy, use, argument) => {
      const page = await browser.open(host.page(policy));
      try {
        return await page.evaluate(use, argument);
      } finally {
        await page.close();
      }
    };

    it("has a version that docs/package.md states", () => {
      const { package: runs, forms, pinned } = STATED[engine.stated];
      assert.ok(reached(browser.version, runs), browser.version);
      assert.equal(reached(browser.version, forms), engine.forms, browser.version);
      assert.equal(pinned.includes(Number.parseInt(browser.version, 10)), engine.pinned, browser.version);
    });
    verdicts(visit);
    absence(opened, host, visit);
    elements(visit);
    if (engine.forms) form(opened);
    else plainForm(opened);
  });
}

test("docs/package.md states the oldest tested version of each engine", async () => {
  const pinned = Object.values(STATED).flatMap((row) => row.pinned);
  assert.equal(pinned.length, ENGINES.filter((engine) => engine.pinned).length);
  assert.equal(Number(STATED.Chromium.package), Math.min(...pinned));
  assert.deepEqual(Object.keys(STATED), [...new Set(ENGINES.map(({ stated }) => stated)), "Node"]);
});

test("the package's README states the same", async () => {
  const own = await readFile(new URL("../../pkg/README.md", import.meta.url), "utf8");
  const { Chromium, Firefox, Node, WebKitGTK } = STATED;
  const from = `Chromium ${Chromium.package}, Firefox ${Firefox.package}, ${WebKitGTK.as}, Node ${Node.package}, and`;
  assert.ok(own.includes(from), from);
  assert.match(own, new RegExp(`Chromium supports from ${Chromium.forms} on`));
});

test("Node's version is at least the one in docs/package.md", async () => {
  const { engines } = JSON.parse(await readFile(new URL("../../pkg/package.json", import.meta.url), "utf8"));
  assert.equal(engines.node, `>=${STATED.Node.package}`);
  assert.ok(reached(process.versions.node, STATED.Node.package));
});
