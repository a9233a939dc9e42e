// Pages of a browser, each in a context of its own. Playwright and Puppeteer say it alike.

import { plain } from "./plain.mjs";

/** `newContext` makes a context; gives the browser as the tests use one. */
export function driven({ version, newContext, close }) {
  return {
    version,
    async open(address) {
      const context = await newContext();
      const page = await context.newPage();
      await page.goto(address);
      return {
        picture: async () => Buffer.from(await page.screenshot({ fullPage: true })),
        evaluate: async (use, argument) => plain(await page.evaluate(use, argument)),
        close: () => context.close(),
      };
    },
    close,
  };
}
