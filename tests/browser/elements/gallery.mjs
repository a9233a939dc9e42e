// Takes screenshots of the elements for review: three languages, light and dark, desktop and phone.
// node tests/browser/elements/gallery.mjs FOLDER

import { mkdir } from "node:fs/promises";

import { close, pause } from "../browser.mjs";
import { BOTH, host, opened, shows } from "./page.mjs";
import { DARK, LOADED } from "./site.mjs";

const VIEWS = { desktop: { width: 760, height: 700 }, phone: { width: 375, height: 667 } };
const head = DARK + LOADED;

const STATES = {
  empty: (page) => page.locator("passgate-field input").first().focus(),
  revealed: async (page) => {
    await page.locator("passgate-field input").first().fill(" Wangxiaoming8“");
    await page.locator(".passgate-reveal").click();
    await page.locator("passgate-field input").nth(1).fill("Wang");
    await page.locator("#other").fill("Wangxiaoming1");
    await page.locator("#other").blur();
    await shows(page, "identity", "unmet");
  },
  generated: async (page) => {
    await page.locator(".passgate-generate").click();
    await page.locator(".passgate-copy").waitFor();
  },
};

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("name a folder for the pictures");
await mkdir(folder, { recursive: true });
for (const lang of ["en", "zh-CN", "zh-TW"]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [view, viewport] of Object.entries(VIEWS)) {
      await opened(
        BOTH,
        async (page) => {
          for (const [name, reach] of Object.entries(STATES)) {
            await reach(page);
            await pause(150);
            await page.screenshot({ path: `${folder}/${name}-${lang}-${colorScheme}-${view}.png`, fullPage: true });
          }
        },
        { lang, head, options: { colorScheme, viewport } },
      );
    }
  }
}
await close();
host.close();
