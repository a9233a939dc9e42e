// Any version of Chromium, through the DevTools protocol.

import { launch as chromium } from "../chromium.mjs";
import { driven } from "./pages.mjs";

export async function launch(program) {
  const browser = await chromium(program);
  return driven({
    version: browser.version(),
    newContext: () => browser.newContext(),
    close: () => browser.close(),
  });
}
