// Runs some parts of the forms' tests: PASSGATE_STACK=… PASSGATE_PARTS="live link" node --test
// tests/browser/parts.mjs

import { after } from "node:test";
import { close } from "./browser.mjs";

for (const part of process.env.PASSGATE_PARTS.split(" ")) await import(`./${part}.mjs`);

after(close);
