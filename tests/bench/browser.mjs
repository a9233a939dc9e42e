// The same measurements in Chromium.
import { launch } from "../browser/chromium.mjs";

/** Milliseconds; a busy machine is slow, not broken. */
const PATIENCE = 120_000;

/** Runs `use` with a browser of its own; each call of `visit` is a fresh profile. */
export async function withChromium(address, use) {
  const browser = await launch();
  const visit = async (path, userAgent, look) => {
    const context = await browser.newContext({ userAgent });
    try {
      const page = await context.newPage();
      const failed = new Promise((_, reject) => page.once("pageerror", reject));
      failed.catch(() => {});
      await page.goto(`${address}${path}`, { timeout: PATIENCE });
      return await Promise.race([look(page), failed]);
    } finally {
      await context.close();
    }
  };
  try {
    return await use({ version: browser.version(), visit });
  } finally {
    await browser.close();
  }
}

/** The cases of cases.mjs in a page. */
export function cases(visit, options) {
  return visit("/", "bench cases", async (page) => {
    await page.waitForFunction(() => globalThis.measured, undefined, { timeout: PATIENCE });
    return page.evaluate((given) => globalThis.measured(given), options);
  });
}

/** From the start of a page's script to its first verdict, one of the ways, in a fresh profile. */
export function first(visit, way, id, visitor) {
  return visit(`/${way}/${id}`, visitor, async (page) => {
    await page.waitForFunction(() => globalThis.figures, undefined, { timeout: PATIENCE });
    return page.evaluate(() => globalThis.figures);
  });
}
