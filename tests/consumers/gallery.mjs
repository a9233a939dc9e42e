// Takes screenshots of the elements inside of form systems for review: three languages, light and dark, desktop and
// phone. node tests/consumers/gallery.mjs FOLDER
import { mkdir } from "node:fs/promises";

import { launch } from "../browser/chromium.mjs";
import { SYSTEMS, inside } from "./inside.mjs";
import { serve } from "./page.mjs";
import { workshop } from "./workshop.mjs";

const VIEWS = { desktop: { width: 760, height: 700 }, phone: { width: 375, height: 667 } };

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("name a folder for the pictures");
await mkdir(folder, { recursive: true });
const [shop, browser] = await Promise.all([workshop(), launch()]);
for (const system of Object.keys(SYSTEMS)) {
  const server = await serve(await inside(shop, system));
  for (const lang of ["en", "zh-CN", "zh-TW"]) {
    for (const theme of ["light", "dark"]) {
      for (const [view, viewport] of Object.entries(VIEWS)) {
        const tab = await browser.newPage({ viewport });
        await tab.goto(`${server.address}?lang=${lang}&theme=${theme}`);
        await tab.locator("#password").fill("Wangxm@1");
        await tab.locator("passgate-field input").first().fill("密码 Wangxiaoming1");
        await tab.locator(".passgate-reveal").click();
        await tab.locator("passgate-field [data-shown=advice], passgate-field [data-shown=unsure]").first().waitFor();
        await tab.waitForTimeout(400);
        const name = `${system.toLowerCase().replace(" ", "-")}-${lang}-${theme}-${view}`;
        await tab.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
        await tab.close();
      }
    }
  }
  await server.close();
}
await browser.close();
