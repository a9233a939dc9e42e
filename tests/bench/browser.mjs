// The same measurements in Chromium.
import { chromium } from "playwright-core";

const EXECUTABLE = process.env.PASSGATE_CHROMIUM ?? "/usr/bin/chromium";
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Milliseconds; a busy machine is slow, not broken. */
const PATIENCE = 120_000;

/** Runs `use` with a browser of its own; each call of `visit` is a fresh profile. */
export async function withChromium(address, use) {
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });
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

/** From the start of a page's script to its first verdict, in a fresh profile. */
export function first(visit, id, visitor) {
  return visit(`/first/${id}`, visitor, async (page) => {
    await page.waitForFunction(() => globalThis.figures, undefined, { timeout: PATIENCE });
    return page.evaluate(() => globalThis.figures);
  });
}
