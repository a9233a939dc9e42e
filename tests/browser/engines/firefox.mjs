// Firefox, by WebDriver BiDi, which it speaks itself.

import puppeteer from "puppeteer-core";

import { driven } from "./pages.mjs";

export async function launch(program) {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: program });
  return driven({
    version: (await browser.version()).replace(/^firefox\//, ""),
    newContext: () => browser.createBrowserContext(),
    close: () => browser.close(),
  });
}
