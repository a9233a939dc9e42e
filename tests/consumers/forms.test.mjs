// The rules of docs/integrate.md in real form systems: a person types into them in Chromium and submits.
import { readFile } from "node:fs/promises";
import { it } from "node:test";

import { bundled } from "./bundle.mjs";
import { filled } from "./keyboard.mjs";
import { chromium, used } from "./page.mjs";
import { integrate, workshop } from "./workshop.mjs";

const [browser, shop] = await Promise.all([chromium(), workshop()]);
const rules = await integrate("rules", "js");

for (const [name, file, warns] of [
  ["Ant Design", "ant-design.js", true],
  ["Arco Design", "arco.js", true],
  ["Formily", "formily.js", true],
  ["Element Plus", "element-plus.js", false],
  ["React Hook Form with zod", "hook-form.js", false],
  ["vee-validate", "vee-validate.js", false],
]) {
  it(`${name} shows why a password is refused, and sends what is accepted`, { timeout: 120_000 }, async () => {
    const lines = await readFile(new URL(`./forms/${file}`, import.meta.url), "utf8");
    const root = await bundled(shop, lines, { "rules.js": rules });
    await used(browser, root, (tab) => filled(tab, { warns }));
  });
}
