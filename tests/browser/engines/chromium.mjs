// Chromium of any age, by its own protocol.

import { launch as chromium } from "../chromium.mjs";
import { plain } from "./plain.mjs";

export async function launch(program) {
  const browser = await chromium(program);
  return {
    version: browser.version(),
    async open(address) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(address);
      return {
        evaluate: async (use, argument) => plain(await page.evaluate(use, argument)),
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}
