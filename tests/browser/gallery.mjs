// Takes screenshots of every state of the forms for review: both languages, light and dark, desktop,
// phone and small phone.
// PASSGATE_STACK="$(cargo xtask dev --json | head -1)" node tests/browser/gallery.mjs FOLDER [NAME…]

import { mkdir } from "node:fs/promises";
import { words } from "../../www/words.js";
import { close, formOf, pause, visit } from "./browser.mjs";
import { newAccount, newLink } from "./stack.mjs";
import { STATES } from "./states.mjs";

const VIEWS = {
  desktop: { width: 1100, height: 700 },
  phone: { width: 375, height: 667 },
  small: { width: 320, height: 568 },
};

const [folder, ...names] = process.argv.slice(2);
if (!folder) throw new Error("name a folder for the pictures");
await mkdir(folder, { recursive: true });

const notices = new Set();
for (const { name, product, changes, options, before, cut, address, bilingual, reach } of STATES) {
  if (names.length && !names.includes(name)) continue;
  const link = await newLink(product, await newAccount(), changes);
  await visit("about:blank", { viewport: VIEWS.desktop, ...options }, async (page, { logged }) => {
    await before?.(page, link);
    await page.goto(address ?? (cut ? link.slice(0, -5) : link));
    await reach(formOf(page), page);
    const notice = page.locator(".notice");
    const kind = (await notice.count()) && (await notice.getAttribute("data-kind"));
    notices.add(kind);
    if (name.startsWith("notice-") && name !== `notice-${kind}`) throw new Error(`${name} shows ${kind}`);
    for (const locale of bilingual ? ["both"] : ["zh-CN", "en"]) {
      if (locale === "en") await page.locator("#language").click();
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        await pause(200); // The colours change with a transition.
        for (const [view, viewport] of Object.entries(VIEWS)) {
          await page.setViewportSize(viewport);
          await page.screenshot({ path: `${folder}/${name}-${locale}-${colorScheme}-${view}.png`, fullPage: true });
        }
      }
    }
    // In a state that is held, Chromium warns about preloaded files that are not used in time.
    logged.length = 0;
  });
}
await close();
const missing = Object.keys(words.en.notices).filter((kind) => !notices.has(kind));
if (missing.length && !names.length) throw new Error(`no picture shows ${missing.join(", ")}`);
