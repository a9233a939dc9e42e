// Runs some parts of the browser tests: PASSGATE_STACK=… PASSGATE_PARTS="live link elements/rules" node --test
// tests/browser/parts.mjs

import { after } from "node:test";
import { close } from "./browser.mjs";

const parts = process.env.PASSGATE_PARTS.split(" ");
for (const part of parts) await import(`./${part}.mjs`);

after(async () => {
  await close();
  if (parts.some((part) => part.startsWith("elements/"))) (await import("./elements/page.mjs")).host.close();
});
