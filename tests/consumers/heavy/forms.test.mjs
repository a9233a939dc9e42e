// The rules of docs/integrate.md in form systems of about a hundred megabytes each: a person types into
// them in Chromium and submits.
import { it } from "node:test";

import { bundle } from "../bundle.mjs";
import { filled } from "../keyboard.mjs";
import { chromium, serve, visited } from "../page.mjs";
import { integrate, workshop } from "../workshop.mjs";
import { installed } from "./framework.mjs";

const [browser, shop] = await Promise.all([chromium(), workshop()]);
const root = await installed(shop, "forms", { "rules.js": await integrate("rules", "js") });

for (const { name, file, query = "", input, warns } of [
  { name: "Semi by validate", file: "semi.js", warns: false },
  { name: "Semi by rules", file: "semi.js", query: "?rules", warns: false },
  { name: "TDesign", file: "tdesign.js", input: ".t-input__inner", warns: false },
  { name: "Naive UI", file: "naive-ui.js", warns: true },
]) {
  it(`${name} shows why a password is refused, and sends what is accepted`, { timeout: 120_000 }, async () => {
    await bundle(root, file);
    const server = await serve(root);
    try {
      await visited(browser, server.address + query, (tab) => filled(tab, { input, warns }));
    } finally {
      await server.close();
    }
  });
}
