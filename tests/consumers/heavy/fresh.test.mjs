// The time from an empty folder to a live checklist, with Vite 5 and the packed package.
import { it } from "node:test";

import { live } from "../keyboard.mjs";
import { chromium, visited } from "../page.mjs";
import { integrate, page, workshop } from "../workshop.mjs";
import { answering, fresh } from "./framework.mjs";

const [browser, shop] = await Promise.all([chromium(), workshop()]);

it("a fresh project of Vite 5 has a live checklist in five lines", { timeout: 600_000 }, async (test) => {
  const start = performance.now();
  const root = await fresh(shop, {
    "package.json": JSON.stringify({ private: true, type: "module", devDependencies: { vite: "5.4.21" } }),
    "index.html": page(await integrate("page", "html")),
    "main.js": await integrate("main.js", "js"),
  });
  const installed = performance.now();
  const where = (port) => ["--host", "127.0.0.1", "--port", port];
  await answering(root, ["node_modules/vite/bin/vite.js"], (address) => visited(browser, address, (tab) => live(tab)), where);
  const seconds = (from, to) => ((to - from) / 1000).toFixed(1);
  test.diagnostic(`${seconds(start, performance.now())} s, of them ${seconds(start, installed)} s in npm install`);
});
