// Pages of a browser, each in its own context. Playwright and Puppeteer share this interface.

import { plain } from "./plain.mjs";

/** `newContext` makes a context. Returns the browser with the interface of `index.mjs`. */
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
