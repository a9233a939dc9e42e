// What the form shows while a person types, and what is locked during a submission.

import assert from "node:assert/strict";
import { test } from "node:test";
import { becomes, formOf, goodPassword, listen, reads, visit } from "./browser.mjs";
import { isPassword, newAccount, newLink, simulator } from "./stack.mjs";

const page = async (product, use, options = {}) => visit(await newLink(product, await newAccount()), options, use);
const summary = (page) => page.locator("#new-password-summary");

test("during a submission, nothing can be generated or revealed", async () => {
  const account = await newAccount();
  const typed = "Kz7#mQw2vRt";
  const fault = { kind: "delay", ms: 2500, when: "before" };
  await simulator("POST", "/faults", { call: "eiam.change-password", user_id: account.eiam.user_id, fault });
  await visit(await newLink("eiam", account), {}, async (page) => {
    const form = formOf(page);
    const heard = await listen(page);
    const keys = [];
    page.on("request", (request) => request.method() === "PUT" && keys.push(request.headers()["idempotency-key"]));
    await form.send(typed);
    await reads(page.locator("button.primary"), form.words.sending);
    await form.suggest.click({ force: true });
    await form.show.click({ force: true });
    assert.equal(await form.password.inputValue(), typed);
    assert.equal(await form.password.getAttribute("type"), "password");
    assert.equal(await form.suggest.getAttribute("aria-disabled"), "true");
    assert.ok((await heard()).includes(form.words.sending), "the submission is announced");
    await reads(form.heading, form.words.notices.done.title);
    assert.equal(keys.length, 1);
  });
  assert.ok(await isPassword("eiam", account, typed));
});

test("the alert is removed with its cause", () =>
  page("eiam", async (page) => {
    const form = formOf(page);
    await form.submit.click();
    await reads(form.problem, form.words.summary.empty);
    await form.password.press("a");
    assert.equal(await form.problem.count(), 0);
    await form.password.fill("Tz~5820kQ");
    await form.submit.click();
    await reads(form.problem, form.words.summary.again);
    await form.confirm.press("T");
    assert.equal(await form.problem.count(), 0);
  }));

for (const locale of ["zh-CN", "en"]) {
  test(`${locale}: the page's title shows a problem as long as the alert does`, async () => {
    await page(
      "eiam",
      async (page) => {
        const form = formOf(page, locale);
        const { titles } = form.words;
        await form.password.waitFor();
        assert.equal(await page.title(), titles.eiam);
        await form.submit.click();
        assert.equal(await page.title(), titles.problem + titles.eiam);
        await form.password.press("a");
        assert.equal(await page.title(), titles.eiam);
        await form.submit.click();
        await page.locator("#language").click();
        const other = formOf(page, locale === "en" ? "zh-CN" : "en").words.titles;
        assert.equal(await page.title(), other.problem + other.eiam);
        assert.equal(await form.heading.textContent(), other.eiam, "the heading has no prefix");
      },
      { locale },
    );
  });

  test(`${locale}: advice and unsure differ in word, icon and sentence`, () =>
    page(
      "feishu",
      async (page) => {
        const form = formOf(page, locale);
        const shown = (rule) => form.row(rule).getAttribute("data-shown");
        const { statuses, identityAdvice, identityAdvised } = form.words.checklist;
        await form.password.fill("xkOuyangfeng~47q");
        assert.equal(await shown("identity"), "advice");
        await reads(form.row("identity").locator(".passgate-state"), statuses.advice);
        await reads(form.row("identity").locator(".passgate-says"), identityAdvice);
        assert.doesNotMatch(await form.row("identity").textContent(), /must not|不能包含|To be confirmed|待确认/);
        await reads(summary(page), identityAdvised);
        await reads(form.announced, identityAdvised);
        const advised = await form.row("identity").locator("svg").innerHTML();
        await form.password.fill("abcd 1234");
        assert.equal(await shown("charset"), "unsure");
        await reads(form.row("charset").locator(".passgate-state"), statuses.unsure);
        assert.notEqual(await form.row("charset").locator("svg").innerHTML(), advised);
      },
      { locale },
    ));
}

test("the allowed symbols have their own font and spacing", () =>
  page("eiam", async (page) => {
    const symbols = formOf(page).row("charset").locator("code");
    await reads(symbols, "~!#$%&+-,*:;<=>@_?^`./");
    const { fontFamily, letterSpacing } = await symbols.evaluate((node) => getComputedStyle(node));
    assert.match(fontFamily, /monospace/);
    assert.ok(Number.parseFloat(letterSpacing) > 0, letterSpacing);
  }));

test("a row that only the vendor can decide says so", () =>
  page("eiam", async (page) => {
    const form = formOf(page);
    await form.password.fill("Tz~5820kQ");
    await reads(form.row("history").locator(".passgate-says"), "是否用过，只有竹云知道，提交后才能确认。");
    await reads(summary(page), form.words.checklist.historyOpen);
    for (const rule of ["length", "composition", "identity"]) {
      assert.equal(await form.row(rule).getAttribute("data-shown"), "met");
      assert.equal(await form.row(rule).locator(".passgate-says").textContent(), "", "a met row gives no reason");
    }
  }));

test("the field's description is one short summary, not the list", () =>
  page("eiam", async (page) => {
    const form = formOf(page);
    await form.password.waitFor();
    assert.equal(await form.password.getAttribute("aria-describedby"), "new-password-summary new-password-hint");
    await reads(summary(page), form.words.checklist.asked(8));
    await form.password.fill("Ab1");
    await reads(summary(page), form.words.checklist.missing.length);
    assert.ok((await summary(page).textContent()).length < 60);
  }));

test("on a phone the unmet rule is visible below the field", () =>
  page(
    "eiam",
    async (page) => {
      const form = formOf(page);
      await form.password.fill("Ouyangfeng1~");
      await reads(summary(page), "还有 1 项未满足：个人信息。");
      const [field, line] = [await form.password.boundingBox(), await summary(page).boundingBox()];
      assert.ok(line.y - field.y - field.height < 60, "directly below the field");
    },
    { viewport: { width: 375, height: 667 } },
  ));

test("a row names the offending text, and marks it while the password is shown", () =>
  page("eiam", async (page) => {
    const form = formOf(page);
    const reason = (rule) => form.row(rule).locator(".passgate-says").textContent();
    const marks = page.locator(".passgate-marks");
    await form.password.fill("xm!Ouyangfeng88Tq");
    assert.match(await reason("identity"), /（第\u00a04～\u206013\u00a0个字符）$/);
    assert.equal(await marks.isVisible(), false, "hidden text has no marks");
    assert.ok(!(await page.locator("main").innerHTML()).includes("Ouyangfeng"));
    await form.show.click();
    assert.match(await reason("identity"), /（“Ouyangfeng”）$/);
    assert.deepEqual(await marks.locator("mark").allTextContents(), ["Ouyangfeng"]);
    await form.password.fill(" Tz“5820kQ\u200b ");
    assert.match(await reason("charset"), /^含有不支持的字符（开头的空格、「“」、U\+200B、末尾的空格）$/);
    assert.match(await marks.textContent(), /␣Tz“5820kQ\[U\+200B\]␣$/);
    assert.deepEqual(await marks.locator("mark").allTextContents(), ["␣", "“", "[U+200B]␣"], "adjacent characters share one mark");
    await form.password.fill("Ouyangfeng“88Tq");
    assert.deepEqual(await marks.locator("mark").allTextContents(), ["Ouyangfeng“"], "also if they belong to two rows");
    assert.match(await marks.textContent(), / Ouyangfeng“88Tq$/);
    for (const [text, advised] of [
      [" Tz5820kQ~", /^含有空格，请删除（开头的空格）$/],
      ["Tz5820kQ\t", /（制表符）$/],
      ["Tz58 20kQ", /^含有空格，请删除（空格）$/],
      ["Tz5820kQ\u3000", /^含有全角空格，请删除（全角空格）$/],
      ["Tz5820k一二三四五", /（「一」、「二」、「三」、「四」、等 5 个）$/],
      ["Tz5820kQ“”", /^含有弯引号.*（「“」、「”」）$/],
      ["Tz5820kQ密Ａ", /^含有汉字等其他文字.*（「密」、「Ａ」）$/],
      [" Tz5820kQ\u200b", /^含有不支持的字符（开头的空格、U\+200B）$/],
      ["Tz5820kQ密“", /^含有不支持的字符（「密」、「“」）$/],
      ["Tz5820kQ😀“", /^含有不支持的字符（「😀」、「“」）$/],
    ]) {
      await form.password.fill(text);
      assert.match(await reason("charset"), advised, text);
    }
    await form.hide.click();
    assert.equal(await marks.isVisible(), false);
    assert.equal(await marks.textContent(), "");
  }));

test("advice does not say that one can submit where a rule is not met", () =>
  page("feishu", async (page) => {
    const form = formOf(page);
    const says = (rule) => form.row(rule).locator(".passgate-says").textContent();
    await form.password.fill("ouyangfeng1");
    assert.match(await says("identity"), /。建议更换，也可以继续提交。涉及：第\u00a01～\u206010\u00a0个字符。$/);
    await form.password.fill("ouyang1");
    assert.match(await says("identity"), /。建议更换。涉及：第\u00a01～\u20606\u00a0个字符。$/);
    await form.password.fill("password1");
    assert.match(await says("common"), /。建议更换，也可以继续提交。$/);
    await form.password.fill("password");
    assert.match(await says("common"), /。建议更换。$/);
  }));

test("a limit that the vendor may have does not say that one can submit where a rule is not met", () =>
  page("eiam", async (page) => {
    const form = formOf(page);
    await form.password.fill("密码ＡＢ12");
    for (const rule of ["length", "composition"]) {
      assert.match(await form.row(rule).locator(".passgate-says").textContent(), /，否则竹云可能不接受。$/, rule);
    }
  }));

test("a submission without the second entry marks it until something is typed there", () =>
  page("eiam", async (page) => {
    const form = formOf(page);
    const shown = async () => [await form.confirm.getAttribute("aria-invalid"), await page.locator(".passgate-confirm-hint").textContent()];
    await form.password.fill(goodPassword());
    await form.submit.click();
    await reads(form.problem, form.words.summary.again);
    assert.deepEqual(await shown(), ["true", form.words.password.missing]);
    await form.password.fill(goodPassword());
    assert.deepEqual(await shown(), ["true", form.words.password.missing]);
    await form.confirm.fill("a");
    assert.deepEqual(await shown(), ["true", form.words.password.differs]);
    await form.confirm.fill("");
    assert.deepEqual(await shown(), [null, ""]);
  }));

test("a text that fires only `change` is judged", () =>
  page("eiam", async (page) => {
    const form = formOf(page);
    await form.password.waitFor();
    await form.password.evaluate((input) => {
      input.value = "Ab1";
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    assert.equal(Object.fromEntries(await form.statuses()).length, "unmet");
  }));

test("only text that an input method writes shows the input method hint", () =>
  page("feishu", async (page) => {
    const form = formOf(page);
    const hint = page.locator("#new-password-hint");
    for (const text of ["密码abc1", "かなabc1", "ＡＢabc1", "abc1，"]) {
      await form.password.fill(text);
      await reads(hint, form.words.password.inputMethod);
    }
    for (const text of ["é12345678", "שלום1234", "abc\u200b1234", "a\u00a0b1234", "١٢٣abcde"]) {
      await form.password.fill(text);
      assert.equal(await hint.textContent(), "", text);
    }
  }));

test("a bidi control character in a name is shown as its code point", async () => {
  const account = await newAccount();
  const identity = { username: "user\u202egpj.exe" };
  await visit(await newLink("eiam", account, { identity }), {}, (page) =>
    reads(page.locator(".account bdi"), "user[U+202E]gpj.exe"),
  );
});

test("password managers file Feishu mail under the sign-in address", async () => {
  const account = await newAccount();
  await visit(await newLink("feishu", account), {}, async (page) => {
    await reads(page.locator(".account bdi"), account.email);
    assert.equal(await page.locator("[autocomplete=username]").inputValue(), account.email);
  });
});

test("a long address breaks before its @", async () => {
  const account = await newAccount();
  await visit(await newLink("feishu", account), { viewport: { width: 320, height: 568 } }, async (page) => {
    const name = page.locator(".account bdi");
    await reads(name, account.email);
    const parts = await name.evaluate((node) =>
      [...node.childNodes].filter(({ data }) => data).map((text) => {
        const range = document.createRange();
        range.selectNodeContents(text);
        return [text.data[0], range.getClientRects().length, Math.round(range.getBoundingClientRect().left)];
      }),
    );
    const [[, lines, left], [at, ...rest]] = parts;
    assert.deepEqual([lines, at, rest], [1, "@", [1, left]]);
  });
});

test("the account's name is the user name, else an id that people use, else nothing", async () => {
  const named = async (changes) =>
    visit(await newLink("feishu", await newAccount(), changes), {}, async (page) => {
      await formOf(page).password.waitFor();
      return page.locator(".account bdi").allTextContents();
    });
  assert.deepEqual(await named({ identity: { username: "wangxm" } }), ["wangxm"]);
  assert.deepEqual(await named({ identity: { name: "王小明" }, user_id: "wang42", user_id_type: "user_id" }), ["wang42"]);
  assert.deepEqual(await named({ identity: { name: "王小明" } }), []);
});

test("checking the link is announced, and the focus moves to the form's heading", async () => {
  await page("eiam", async (page) => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await page.route("**/v1/tickets/self", async (route) => {
      await held;
      await route.continue();
    });
    await page.reload();
    const form = formOf(page);
    await reads(form.announced, form.words.loading);
    await page.getByRole("progressbar", { name: form.words.loading }).waitFor();
    release();
    await form.password.waitFor();
    await becomes(() => page.evaluate(() => document.activeElement.tagName), "H1");
  });
});

for (const locale of ["zh-CN", "en"]) {
  test(`${locale}: the final notice gives the next step`, async () => {
    for (const product of ["eiam", "feishu"]) {
      const account = await newAccount();
      await visit(await newLink(product, account), { locale }, async (page) => {
        const form = formOf(page, locale);
        await form.send(goodPassword());
        const { done } = form.words.notices;
        await reads(form.heading, done.title);
        await reads(page.locator(".notice-body"), done[product]);
        const link = page.getByRole("link", { name: done.signIn });
        if (product === "eiam") assert.equal(await link.getAttribute("href"), "https://portal.example.com/sign-in");
        else assert.equal(await page.getByRole("link").count(), 0, "none is configured");
        assert.ok((await page.locator(".next").textContent()).length > 10);
      });
    }
  });
}

test("forced colours: an invalid field and the secondary buttons have distinct borders", () =>
  page(
    "eiam",
    async (page) => {
      const form = formOf(page);
      const border = (node) => node.evaluate((element) => getComputedStyle(element).borderTopStyle);
      assert.equal(await border(form.password), "solid");
      assert.equal(await border(form.suggest), "solid");
      await form.submit.click();
      assert.equal(await border(form.password), "dashed");
    },
    { forcedColors: "active" },
  ));
