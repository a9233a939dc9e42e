// The outcomes that a form can show for the vendors' answers, in both languages, with the advice of the
// vendor's page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formOf, goodPassword, reads, starts, visit } from "./browser.mjs";
import { fault, newAccount, newLink } from "./stack.mjs";

const answer = (code, message = "no") => ({ kind: "answer", status: 400, code, message });

const DELIVERY = [
  ["missing-mobile", answer("USER.0011"), { "zh-CN": "请检查入参中的手机号字段是否为空", en: "Please check if the mobile number field in the input parameters is empty" }],
  ["missing-email", answer("USER.0012"), { "zh-CN": "请检查入参中的邮箱字段是否为空", en: "Please check if the email field in the input parameters is empty" }],
  ["send-mode", answer("MSG.0004"), { "zh-CN": "请检查入参中的消息发送方式是否符合校验规则", en: "Please check if the message sending mode in" }],
];

for (const locale of ["zh-CN", "en"]) {
  for (const [kind, plan, advice] of DELIVERY) {
    test(`${locale}, delivery: ${kind}`, async () => {
      const account = await newAccount();
      await fault("delivery", account, plan);
      await visit(await newLink("eiam", account, { action: "rest-password" }), { locale }, async (page) => {
        const form = formOf(page, locale);
        const { SMS, EMAIL, submit } = form.words.delivery;
        const chosen = kind === "missing-email" ? EMAIL : SMS;
        const other = kind === "missing-email" ? SMS : EMAIL;
        await page.getByLabel(chosen).check();
        await page.getByRole("button", { name: submit }).click();
        await reads(form.problem, starts(form.words.problems[kind]));
        assert.ok((await form.problem.textContent()).includes(advice[locale]), await form.problem.textContent());
        assert.equal(await page.getByLabel(other).isChecked(), true, "the other channel is selected");
      });
    });
  }

  test(`${locale}, delivery: the form offers its channels`, async () => {
    await visit(await newLink("eiam", await newAccount(), { action: "rest-password" }), { locale }, async (page) => {
      const { delivery, titles } = formOf(page, locale).words;
      await reads(page.locator(".intro"), delivery.intro);
      await reads(page.locator("legend"), delivery.legend);
      assert.deepEqual(await page.locator(".choice").allTextContents(), delivery.choices);
      assert.equal(await page.title(), titles.delivery);
    });
  });

  test(`${locale}, delivery: a new password may exist but was not delivered`, async () => {
    const account = await newAccount();
    await fault("delivery", account, answer("MSG.0001"));
    await visit(await newLink("eiam", account, { action: "rest-password" }), { locale }, async (page) => {
      const form = formOf(page, locale);
      await page.getByRole("button", { name: form.words.delivery.submit }).click();
      const { title, body } = form.words.notices["delivery-failed"];
      await reads(form.heading, title);
      await reads(page.locator(".notice-body"), body);
      const advice = {
        "zh-CN": "竹云的建议：消息发送失败,请检查消息网关配置",
        en: "Bamboocloud advises: Message sending failed, please check the message gateway configuration",
      };
      await reads(page.locator(".vendor-advice"), advice[locale]);
    });
  });

  test(`${locale}, delivery: the outcome is unknown`, async () => {
    const account = await newAccount();
    await fault("delivery", account, { kind: "reset-after" });
    await visit(await newLink("eiam", account, { action: "rest-password" }), { locale }, async (page) => {
      const form = formOf(page, locale);
      await page.getByRole("button", { name: form.words.delivery.submit }).click();
      const { title, body } = form.words.notices["delivery-unknown"];
      await reads(form.heading, title);
      await reads(page.locator(".notice-body"), body);
    });
  });

  test(`${locale}, feishu: the vendor rejects the request as malformed`, async () => {
    const account = await newAccount();
    await fault("feishu", account, answer("99992402", "field validation failed"));
    await visit(await newLink("feishu", account), { locale }, async (page) => {
      const form = formOf(page, locale);
      await form.send(goodPassword());
      await reads(form.problem, form.words.problems["bad-request"]);
    });
  });

  test(`${locale}, feishu: the daily limit, with the advice of the vendor's page`, async () => {
    const account = await newAccount();
    await fault("feishu", account, answer("1050023", "reach reset password num limit"));
    await visit(await newLink("feishu", account), { locale }, async (page) => {
      const form = formOf(page, locale);
      await form.send(goodPassword());
      await reads(form.heading, form.words.notices["daily-limit"].title);
      await reads(page.locator(".notice-body"), form.words.notices["daily-limit"].body);
      const advice = { "zh-CN": "飞书的建议：请次日再进行尝试", en: "Feishu advises: Try again the next day" };
      await reads(page.locator(".vendor-advice"), advice[locale]);
    });
  });

  for (const [product, code] of [["eiam", "PWD.0042"], ["feishu", "1050099"]]) {
    test(`${locale}, ${product}: an undocumented refusal leaves the form open, and another password works`, async () => {
      const account = await newAccount();
      await fault(product, account, answer(code, "新规则"));
      await visit(await newLink(product, account), { locale }, async (page) => {
        const form = formOf(page, locale);
        const password = goodPassword();
        await form.send(password);
        await reads(form.problem, form.words.problems.refused[product]);
        assert.equal(await form.password.inputValue(), password, "the typed text is kept");
        await form.send(goodPassword());
        await reads(form.heading, form.words.notices.done.title);
      });
    });
  }

  test(`${locale}, eiam: an earlier submission is still in progress`, async () => {
    await visit(await newLink("eiam", await newAccount()), { locale }, async (page) => {
      const form = formOf(page, locale);
      const keys = [];
      await page.route("**/change-password", (route) => {
        keys.push(route.request().headers()["idempotency-key"]);
        if (keys.length > 1) return route.continue();
        const body = JSON.stringify({ error_code: "EDGE.0409", outcome: "conflict", violations: [], request_id: "0".repeat(32) });
        return route.fulfill({ status: 409, contentType: "application/json", body });
      });
      await form.send(goodPassword());
      await reads(form.problem, form.words.problems.conflict);
      await form.submit.click();
      await reads(form.heading, form.words.notices.done.title);
      assert.equal(keys[0], keys[1], "a repeat, not a new submission");
    });
  });

  test(`${locale}, eiam: the vendor cannot be reached`, async () => {
    await visit(await newLink("eiam", await newAccount()), { locale }, async (page) => {
      const form = formOf(page, locale);
      await page.route("**/change-password", (route) => {
        const body = JSON.stringify({ error_code: "EDGE.0503", outcome: "not-sent", violations: [], request_id: "0".repeat(32) });
        return route.fulfill({ status: 503, headers: { "Retry-After": "1" }, contentType: "application/json", body });
      });
      await form.send(goodPassword());
      await reads(form.problem, form.words.problems["not-sent"]);
      await reads(page.locator("button.primary"), form.words.waiting);
    });
  });
}

const PAGE = { contentType: "text/html", body: "<h1>gateway</h1>" };

for (const [status, headers, said] of [
  // The submission did not reach the edge, so it may be repeated.
  [502, {}, "offline"],
  [200, {}, "offline"],
  [403, {}, "offline"],
  [413, {}, "offline"],
  [429, { "Retry-After": "2" }, "too-often"],
]) {
  test(`a proxy's answer to a submission counts only by its status: ${status}`, async () => {
    await visit(await newLink("eiam", await newAccount()), {}, async (page) => {
      const form = formOf(page);
      await page.route("**/change-password", (route) => route.fulfill({ status, headers, ...PAGE }));
      await form.send(goodPassword());
      await reads(form.problem, form.words.problems[said]);
    });
  });
}

test("a proxy's answer to an open form's claim is ignored; when a link is opened, it offers another try", async () => {
  await visit(await newLink("eiam", await newAccount()), {}, async (page) => {
    const form = formOf(page);
    await form.password.waitFor();
    await page.route("**/claim", (route) => route.fulfill({ status: 502, ...PAGE }));
    const claimed = page.waitForResponse("**/claim");
    await form.password.press("a");
    await claimed;
    await form.password.fill("Tz~5820kQ");
    assert.ok((await form.statuses()).every(([, status]) => status !== "unmet"));
    await page.route("**/v1/tickets/self", (route) => route.fulfill({ status: 502, ...PAGE }));
    await page.reload();
    await reads(form.heading, form.words.notices.offline.title);
    await page.unroute("**/v1/tickets/self");
    await page.getByRole("button", { name: form.words.retry }).click();
    await form.password.waitFor();
  });
});
