// Takes the README's screenshots: docs/form-feishu.png and docs/form-eiam.png.
// PASSGATE_STACK="$(cargo xtask dev --json | head -1)" node tests/browser/screenshots.mjs

import { fileURLToPath } from "node:url";
import { close, formOf, visit } from "./browser.mjs";
import { newLink, simulator } from "./stack.mjs";

const docs = fileURLToPath(new URL("../../docs/", import.meta.url));
const { users } = await simulator("GET", "/users");
const person = users.find(({ username }) => username === "wangxiaoming");

/** The typed text; it gives rows that are met, unmet and unsure. */
const PICTURES = {
  feishu: { text: "密码abc1" },
  eiam: { text: "Wangxiaoming#1" },
};

for (const [product, { text }] of Object.entries(PICTURES)) {
  const options = { locale: "zh-CN", viewport: { width: 960, height: 400 } };
  await visit(await newLink(product, person), options, async (page) => {
    const form = formOf(page);
    await form.show.click();
    await form.password.fill(text);
    await page.screenshot({ path: `${docs}form-${product}.png`, fullPage: true, caret: "initial" });
  });
}
await close();
