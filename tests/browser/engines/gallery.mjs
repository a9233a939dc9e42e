// Takes screenshots of both forms in every engine, in a few states, for review.
// PASSGATE_STACK=… PASSGATE_ENGINES=… node tests/browser/engines/gallery.mjs FOLDER [ENGINE…]

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { newAccount, newLink } from "../stack.mjs";
import { ENGINES } from "./index.mjs";

const [folder, ...names] = process.argv.slice(2);
if (!folder) throw new Error("name a folder for the pictures");
await mkdir(folder, { recursive: true });

/** The steps, in this order, from an empty form on. */
const STEPS = {
  empty: {},
  typing: { text: "Ouyangfeng1~" },
  "not-ready": { text: "Ab1", press: "button[type=submit]" },
  generated: { press: ".passgate-generate" },
  done: { text: "Tz~5820kQ", press: "button[type=submit]", until: ".notice" },
};

for (const { name, launch } of ENGINES) {
  if (names.length && !names.includes(name)) continue;
  const engine = await launch();
  for (const product of ["feishu", "eiam"]) {
    for (const locale of ["zh-CN", "en"]) {
      const link = new URL(await newLink(product, await newAccount()));
      link.searchParams.set("lang", locale);
      const page = await engine.open(link.href);
      for (const [state, step] of Object.entries(STEPS)) {
        await page.evaluate(taken, step);
        await writeFile(join(folder, `${name}-${product}-${state}-${locale}.png`), await page.picture());
      }
      await page.close();
    }
  }
  await engine.close();
}

/** Takes one step and waits for `until`, at most five seconds. */
async function taken({ text, press, until = "#new-password" }) {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
  const wait = async (selector) => {
    for (let round = 0; round < 100 && !document.querySelector(selector); round += 1) await pause();
  };
  await wait("#new-password");
  for (const field of text ? document.querySelectorAll("#new-password, #confirm-password") : []) {
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  if (press) document.querySelector(press)?.click();
  await wait(until);
  for (let round = 0; round < 8; round += 1) await pause();
}
