// Firefox, through its own WebDriver BiDi.

import puppeteer from "puppeteer-core";

import { driven } from "./pages.mjs";
import { PATIENCE, started } from "./started.mjs";

export async function launch(program) {
  const browser = await started("Firefox", () =>
    puppeteer.launch({ browser: "firefox", executablePath: program, timeout: PATIENCE }),
  );
  return driven({
    version: (await browser.version()).replace(/^firefox\//, ""),
    newContext: () => browser.createBrowserContext(),
    close: () => browser.close(),
  });
}
