// Firefox, by WebDriver BiDi, which it speaks itself.

import puppeteer from "puppeteer-core";

import { plain } from "./plain.mjs";

export async function launch(program) {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: program });
  return {
    version: (await browser.version()).replace(/^firefox\//, ""),
    async open(address) {
      const context = await browser.createBrowserContext();
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
