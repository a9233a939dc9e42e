// Every state that a person can see, by name, and how to reach it. The edge's answers are mocked, so
// that a state always looks the same; the tests show that the edge gives these answers.

import { goodPassword } from "./browser.mjs";
import { base } from "./stack.mjs";

const WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.49";
const SUBMISSIONS = /change-password|password\/reset|rest-password/;
const GOOD = { feishu: "abcd~efgh5", eiam: "Tz~5820kQ" };
const ID = "4f1c2a9e7b3d".padEnd(32, "0");

const DAILY = { "zh-CN": "请次日再进行尝试", en: "Try again the next day" };
const NO_PHONE = { "zh-CN": "请检查入参中的手机号字段是否为空", en: "Please check if the mobile number field in the input parameters is empty" };

const fulfil = (status, outcome, { headers, ...more } = {}) => ({
  status,
  headers,
  contentType: "application/json",
  body: JSON.stringify({ outcome, violations: [], request_id: ID, ...more }),
});

/** The edge's answer to the request about the link. */
const entered = (...answer) => (page) => page.route("**/v1/tickets/self", (route) => route.fulfill(fulfil(...answer)));

/** The edge's answer to a submission. */
const answered = (...answer) => (page) => page.route(SUBMISSIONS, (route) => route.fulfill(fulfil(...answer)));

/** Applies `change` to the edge's answers about the link, from that one on. */
const from = (first) => (change) => async (page) => {
  let asked = 0;
  await page.route("**/v1/tickets/self", async (route) => {
    asked += 1;
    if (asked < first) return route.continue();
    const response = await route.fetch();
    return route.fulfill({ response, json: change(await response.json()) });
  });
};
const always = from(1);
const later = from(2);

/** The edge reports the outcome of a submission as unknown. */
const undecided = later((shown) => ({ ...shown, submission: { state: "ended", outcome: "unknown" } }));

/** The first submission gets no answer, the next ones get this. */
const lostThen = (...answer) => async (page) => {
  let sent = 0;
  await page.route(SUBMISSIONS, (route) => {
    sent += 1;
    return sent === 1 ? route.abort() : route.fulfill(fulfil(...answer));
  });
};

/** The edge reports the earlier of two submissions as done, and does not know the later one. */
const earlier = async (page) => {
  let asked = 0;
  await page.route("**/v1/tickets/self", (route) => {
    asked += 1;
    if (asked === 1) return route.continue();
    const submission = { state: "ended", outcome: "done" };
    return route.fulfill(asked === 2 ? fulfil(401, "unauthenticated") : fulfil(200, "done", { submission }));
  });
};

/** The page cannot store anything. */
const withoutStorage = (page) =>
  page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
      Object.defineProperty(globalThis, name, {
        get() {
          throw new DOMException("blocked", "SecurityError");
        },
      });
    }
  });

/** Opens the link in another browser first, and types there: it then belongs to that one. */
const claimedElsewhere = async (page, link) => {
  const context = await page.context().browser().newContext();
  const other = await context.newPage();
  await other.goto(link);
  const claimed = other.waitForResponse("**/claim");
  await other.locator("#new-password").press("a");
  await claimed;
  await context.close();
};

const all = (...steps) => async (page) => {
  for (const step of steps) await step(page);
};

const notice = (form, page) => page.locator(".notice").waitFor();
const ends = async (form, page) => {
  await form.send(goodPassword());
  await notice(form, page);
};
const endsOfTwo = async (form, page) => {
  await form.send(goodPassword());
  await form.problem.waitFor();
  await form.send(`${goodPassword()}x`);
  await notice(form, page);
};
/** Sends a password and reloads the page; the edge then reports this state of the submission. */
const reloaded = (submission) => async (form, page) => {
  await form.send(goodPassword());
  await page.locator("button.primary[data-state=sending]").waitFor();
  await page.route("**/v1/tickets/self", (route) => route.fulfill(fulfil(200, "done", { submission })));
  await page.reload();
  await page.locator(".loading, .notice").first().waitFor();
};
const complains = (text) => async (form) => {
  await form.send(text);
  await form.problem.waitFor();
};
const delivers = async (form, page) => {
  await page.locator("button.primary").click();
  await page.locator(".notice, .problem:not([hidden])").first().waitFor();
};
const waits = (form) => form.password.waitFor();

/** The states that both forms have. */
const ofProduct = (product) => ({
  empty: { reach: waits },
  typing: { reach: (form) => form.password.fill("Ab1") },
  met: { reach: (form) => form.enter(GOOD[product]) },
  differs: {
    async reach(form) {
      await form.password.fill(GOOD[product]);
      await form.confirm.fill("Tz~58");
      await form.confirm.blur();
    },
  },
  name: { reach: (form) => form.password.fill("xkOuyangfeng~47q") },
  revealed: {
    async reach(form) {
      await form.show.click();
      await form.password.fill(" xm“Ouyangfeng88Tq\u200b");
    },
  },
  generated: { reach: (form) => form.suggest.click() },
  "not-ready": { reach: complains("Ab1") },
  "no-reason": { before: answered(400, "refused-password"), reach: complains(GOOD[product]) },
  breached: {
    before: answered(400, "refused-password", { violations: [{ code: "too-common", pattern: "breached" }] }),
    reach: complains(GOOD[product]),
  },
  done: { reach: ends },
  "done-sign-in": { before: always((shown) => ({ ...shown, sign_in_url: "https://login.example.com/" })), reach: ends },
});

const FORM = {
  nothing: { reach: (form) => form.submit.click() },
  "not-confirmed": {
    async reach(form) {
      await form.password.fill(GOOD.eiam);
      await form.submit.click();
    },
  },
  copied: {
    options: { permissions: ["clipboard-write"] },
    async reach(form) {
      await form.password.fill("Kz7");
      await form.suggest.click();
      await form.copy.click();
    },
  },
  "taken-back": {
    async reach(form) {
      await form.password.fill("Kz7");
      await form.suggest.click();
      await form.undo.click();
    },
  },
  reused: {
    before: answered(400, "refused-password", { violations: [{ code: "reused" }] }),
    reach: complains(GOOD.eiam),
  },
  changed: {
    before: all(
      answered(400, "refused-password", { headers: { "Passgate-Policy": '"x"' }, violations: [{ code: "too-short", min: 12 }] }),
      later((shown) => {
        const rules = shown.policy.rules.map((rule) => (rule.rule === "length" ? { ...rule, min: 12 } : rule));
        return { ...shown, policy: { ...shown.policy, rules }, policy_etag: '"x"' };
      }),
    ),
    reach: complains(GOOD.eiam),
  },
  sending: { before: (page) => page.route(SUBMISSIONS, () => {}), reach: (form) => form.send(GOOD.eiam) },
  "without-storage": { before: withoutStorage, reach: (form) => form.password.fill("Ab1") },
  "without-storage-done": { before: withoutStorage, reach: ends },
  unchanged: {
    before: all(answered(504, "unknown"), later((shown) => ({ ...shown, submission: { state: "ended", outcome: "unchanged" } }))),
    reach: complains(GOOD.eiam),
  },
  busy: { before: answered(429, "too-often", { headers: { "Retry-After": "30" } }), reach: complains(GOOD.eiam) },
  "not-sent": { before: answered(503, "not-sent", { headers: { "Retry-After": "5" } }), reach: complains(GOOD.eiam) },
  offline: { before: (page) => page.route(SUBMISSIONS, (route) => route.abort()), reach: complains(GOOD.eiam) },
  conflict: { before: answered(409, "conflict"), reach: complains(GOOD.eiam) },
  undocumented: { before: answered(400, "refused", { error_msg: "密码不符合本单位规则" }), reach: complains(GOOD.eiam) },
  "bad-request": { before: answered(400, "bad-request"), reach: complains(GOOD.eiam) },
  "input-method": { reach: (form) => form.password.fill("密码ＡＢ12") },
  "caps-lock": {
    reach: (form) =>
      form.password.evaluate((input) => input.dispatchEvent(new KeyboardEvent("keyup", { key: "A", modifierCapsLock: true }))),
  },
  "long-name": { changes: { identity: { username: "wang.xiaoming.".repeat(9) } }, reach: waits },
  "in-app": { options: { userAgent: WECHAT }, reach: waits },
  "in-app-copied": {
    options: { userAgent: WECHAT, permissions: ["clipboard-write"] },
    reach: (form, page) => page.locator(".copy-link button").click(),
  },
  plain: { before: (page) => page.addInitScript(() => delete globalThis.WebAssembly), reach: waits },
  "plain-refused": {
    before: all(
      (page) => page.addInitScript(() => delete globalThis.WebAssembly),
      answered(400, "refused-password", { violations: [{ code: "too-short", min: 8 }, { code: "too-few-classes", required: 3 }] }),
    ),
    reach: complains("Ab1"),
  },
};

const DELIVERY = {
  empty: { reach: (form, page) => page.getByRole("radio").first().waitFor() },
  "no-email": {
    before: answered(400, "missing-email"),
    async reach(form, page) {
      await page.getByRole("radio").nth(1).check();
      await delivers(form, page);
    },
  },
  "send-mode": { before: answered(400, "send-mode"), reach: delivers },
  "not-delivered": { before: answered(502, "delivery-failed"), reach: delivers },
  "done-email": {
    before: answered(200, "done"),
    async reach(form, page) {
      await page.getByRole("radio").nth(1).check();
      await delivers(form, page);
    },
  },
  "no-phone": { before: answered(400, "missing-mobile", { advice: NO_PHONE }), reach: delivers },
  sending: {
    before: (page) => page.route(SUBMISSIONS, () => {}),
    reach: (form, page) => page.locator("button.primary").click(),
  },
  done: { before: answered(200, "done"), reach: delivers },
  unknown: { before: all(answered(504, "unknown"), undecided), reach: delivers },
  failed: { before: all(answered(502, "delivery-failed"), later((shown) => ({ ...shown, attempts_left: 0 }))), reach: delivers },
};

const NOTICES = {
  "no-ticket": { cut: true, reach: notice },
  "ticket-expired": {
    before: all(answered(401, "unauthenticated"), always((shown) => ({ ...shown, expires_at: "2026-01-01T00:00:00Z" }))),
    reach: ends,
  },
  unauthenticated: { before: claimedElsewhere, reach: notice },
  "ticket-spent": { before: entered(410, "ticket-spent"), reach: notice },
  "no-credential": { before: entered(401, "no-credential"), reach: notice },
  offline: { before: (page) => page.route("**/v1/tickets/self", (route) => route.abort()), reach: notice },
  "too-often": { before: entered(429, "too-often", { headers: { "Retry-After": "30" } }), reach: notice },
  misconfigured: { before: entered(503, "misconfigured"), reach: notice },
  broken: {
    before: (page) => page.addInitScript(() => Object.defineProperty(globalThis.crypto, "subtle", { value: undefined })),
    reach: notice,
  },
  unknown: { before: all(answered(504, "unknown"), undecided), reach: ends },
  "unknown-several": { before: all(lostThen(504, "unknown"), undecided), reach: endsOfTwo },
  "done-earlier": {
    before: all(
      lostThen(410, "ticket-spent"),
      earlier,
    ),
    reach: endsOfTwo,
  },
  "daily-limit": { before: answered(400, "daily-limit", { advice: DAILY }), reach: ends, product: "feishu" },
  "not-eligible": { before: answered(400, "not-eligible"), reach: ends, product: "feishu" },
  forbidden: { before: answered(403, "forbidden"), reach: ends },
  "attempts-used": {
    before: all(answered(400, "refused-password"), later((shown) => ({ ...shown, attempts_left: 0 }))),
    reach: ends,
  },
};

/** Pages that show both languages at once. */
const BILINGUAL = {
  starting: {
    before: (page) => page.route("**/page.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" })),
    reach: (form, page) => page.locator(".starting").waitFor({ state: "visible" }),
  },
  "no-script": { options: { javaScriptEnabled: false }, reach: () => {} },
  index: { address: `${base}/`, reach: () => {} },
  nowhere: { address: `${base}/nope`, reach: () => {} },
};

const named = (prefix, states, more = {}) =>
  Object.entries(states).map(([name, state]) => ({ name: `${prefix}-${name}`, product: "eiam", ...more, ...state }));

export const STATES = [
  ...["eiam", "feishu"].flatMap((product) => named(product, ofProduct(product), { product })),
  ...named("form", FORM),
  ...named("loading", { held: { before: (page) => page.route("**/v1/tickets/self", () => {}), reach: (form, page) => page.locator(".loading").waitFor() } }),
  ...named("loading", {
    "in-progress": { before: (page) => page.route(SUBMISSIONS, () => {}), reach: reloaded({ state: "in-progress" }) },
  }),
  ...named("delivery", DELIVERY, { changes: { action: "rest-password" } }),
  ...named("notice", NOTICES),
  ...named("page", BILINGUAL, { bilingual: true }),
];
