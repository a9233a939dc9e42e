// Takes a picture of each state of the forms, to be looked at: both products and languages, light and
// dark, phone and desktop.
// PASSGATE_STACK="$(cargo xtask dev --json | head -1)" node tests/browser/gallery.mjs FOLDER [NAME…]

import { mkdir } from "node:fs/promises";
import { close, formOf, goodPassword, visit } from "./browser.mjs";
import { base, newAccount, newLink, simulator } from "./stack.mjs";

const [folder, ...names] = process.argv.slice(2);
if (!folder) throw new Error("name a folder for the pictures");
await mkdir(folder, { recursive: true });

const WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.49";

const refusal = (call, code, message = "") => async (account) => {
  const user_id = call.startsWith("feishu") ? account.feishu.open_id : account.eiam.user_id;
  await simulator("POST", "/faults", { call, user_id, fault: { kind: "answer", status: 400, code, message }, times: 1 });
};

/** By name: the product, what is prepared, and how to get there from the form. */
const STATES = {
  "feishu-empty": { product: "feishu", reach: (form) => form.password.waitFor() },
  "eiam-empty": { product: "eiam", reach: (form) => form.password.waitFor() },
  "eiam-typing": { product: "eiam", reach: (form) => form.password.fill("Ouyangfeng111") },
  "feishu-advice": { product: "feishu", reach: (form) => form.password.fill("Ouyangfeng#1") },
  "eiam-revealed": {
    product: "eiam",
    async reach(form) {
      await form.show.click();
      await form.password.fill(" xm“Ouyangfeng88Tq");
    },
  },
  "eiam-generated": { product: "eiam", reach: (form) => form.suggest.click() },
  "eiam-not-ready": { product: "eiam", reach: (form) => form.send("Ab1") },
  "feishu-no-reason": {
    product: "feishu",
    prepare: refusal("feishu.reset", "1050022"),
    async reach(form) {
      await form.send("Kz7#mQw2vRt");
      await form.problem.waitFor();
    },
  },
  "eiam-busy": {
    product: "eiam",
    async reach(form, page) {
      const body = JSON.stringify({ error_code: "EDGE.0429", outcome: "too-often", violations: [], request_id: "0".repeat(32) });
      const answer = { status: 429, headers: { "Retry-After": "30" }, contentType: "application/json", body };
      await page.route("**/change-password", (route) => route.fulfill(answer));
      await form.send("Kz7#mQw2vRt");
      await form.problem.waitFor();
    },
  },
  "eiam-sending": {
    product: "eiam",
    async reach(form, page) {
      await page.route("**/change-password", () => {});
      await form.send("Kz7#mQw2vRt");
    },
  },
  "eiam-done": { product: "eiam", reach: ends },
  "feishu-done": { product: "feishu", reach: ends },
  "feishu-daily-limit": { product: "feishu", prepare: refusal("feishu.reset", "1050023"), reach: ends },
  "eiam-delivery": {
    product: "eiam",
    changes: { action: "rest-password" },
    prepare: refusal("eiam.rest-password", "USER.0011"),
    async reach(form, page) {
      await page.locator("button.primary").click();
      await form.problem.waitFor();
    },
  },
  "eiam-plain": {
    product: "eiam",
    before: (page) => page.addInitScript(() => delete globalThis.WebAssembly),
    async reach(form) {
      await form.send("Ab1");
      await form.problem.waitFor();
    },
  },
  "feishu-in-app": { product: "feishu", options: { userAgent: WECHAT }, reach: (form) => form.password.waitFor() },
  "eiam-no-ticket": { product: "eiam", cut: true, reach: (form, page) => page.locator(".notice").waitFor() },
};

async function ends(form, page) {
  await form.send(goodPassword());
  await page.locator(".notice").waitFor();
}

const VIEWS = { desktop: { width: 1100, height: 700 }, phone: { width: 375, height: 667 } };

for (const [name, { product, prepare, changes, before, options, cut, reach }] of Object.entries(STATES)) {
  if (names.length && !names.includes(name)) continue;
  for (const locale of ["zh-CN", "en"]) {
    for (const colorScheme of ["light", "dark"]) {
      for (const [view, viewport] of Object.entries(VIEWS)) {
        const account = await newAccount();
        await prepare?.(account);
        await visit(`${base}/`, { locale, colorScheme, viewport, ...options }, async (page) => {
          await before?.(page);
          const link = await newLink(product, account, changes);
          await page.goto(cut ? link.slice(0, -5) : link);
          await reach(formOf(page, locale), page);
          await page.screenshot({ path: `${folder}/${name}-${locale}-${colorScheme}-${view}.png`, fullPage: true });
        });
      }
    }
  }
}
await close();
