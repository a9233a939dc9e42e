// The link, whatever has become of it on its way: what the person sees.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ticketIn } from "../../www/ticket.js";
import { formOf, goodPassword, reads, visit } from "./browser.mjs";
import { said } from "./said.mjs";
import { isPassword, newAccount, newLink } from "./stack.mjs";

const TICKET = `rt1.${"A".repeat(20)}-_.${"b".repeat(41)}-_`;

/** What editors, chats and input methods write instead of a hyphen. */
const DASHES = ["\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212", "\ufe58", "\ufe63", "\uff0d"];

/** The full-width form of visible ASCII. */
const wide = (text) => text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

test("a ticket is found in whatever a mail client made of the link, and in nothing else", () => {
  for (const fragment of [
    TICKET,
    `/${TICKET}`,
    `%2F${TICKET}`,
    `${TICKET}Note`,
    `${TICKET}.`,
    `${TICKET}。`,
    `${TICKET}，请在10分钟内使用`,
    `${TICKET})`,
    `${TICKET}%20`,
    `${TICKET}%E3%80%82`,
    `${TICKET}?utm_source=x`,
    `${TICKET}&from=wechat`,
    ` ${TICKET}`,
    `%E2%80%8B${TICKET}`,
    `${TICKET.slice(0, 30)}%0D%0A${TICKET.slice(30)}`,
    `${TICKET.slice(0, 30)}\u00ad${TICKET.slice(30)}`,
    TICKET.replace(/\./g, "%2E"),
    TICKET.replace(/\./g, "%252E"),
    `${TICKET}%`,
    `//${TICKET}`,
    `#${TICKET}`,
    `＃${TICKET}`,
    `%EF%BC%83${TICKET}`,
    `%2523${TICKET}`,
    `"${TICKET}"`,
    `“${TICKET}”`,
    `%22${TICKET}%22`,
    `'${TICKET}'`,
    `<${TICKET}>`,
    `(${TICKET})`,
    `[${TICKET}]`,
    `「${TICKET}」`,
    `【${TICKET}】`,
    `《${TICKET}》`,
    `（${TICKET}）`,
    `：${TICKET}；`,
    `\ufeff${TICKET}`,
    `\u2060${TICKET.slice(0, 9)}\u200b\u200d${TICKET.slice(9)}\ufe0f`,
    `${TICKET.slice(0, 30)}\n${TICKET.slice(30, 50)}\r\n${TICKET.slice(50)}`,
    `${TICKET.slice(0, 30)}=\r\n${TICKET.slice(30)}`,
    `${TICKET.slice(0, 30)}%3D%0D%0A${TICKET.slice(30)}`,
    `${TICKET.slice(0, 30)}=0D=0A${TICKET.slice(30)}`,
    TICKET.replace(/\./g, "=2E").replace(/-/g, "=2D").replace(/_/g, "=5F"),
    TICKET.replace(/\./g, "=252E"),
    `=3D${TICKET}`,
    `${TICKET.slice(0, 40)}=${TICKET.slice(40)}`,
    `${TICKET.slice(0, 40)}%3E%20${TICKET.slice(40)}`,
    `${TICKET.replace(/\./g, "%2E")}&discount=100%`,
    `${TICKET.replace(/\./g, "%2E")}&x=%E4%B8`,
    `=23${TICKET}`,
    `ticket=3D${TICKET}`,
    `ticket=${TICKET}`,
    `?t=${TICKET}`,
    `/eiam/${TICKET}`,
    `链接：${TICKET}`,
    TICKET.replace(/\./g, "．"),
    TICKET.replace(/\./g, "。"),
    TICKET.replace(/\./g, "%E3%80%82"),
    `${TICKET.slice(0, 30)}\n> ${TICKET.slice(30, 60)}\n>> ${TICKET.slice(60)}`,
    `${TICKET.slice(0, 30)}=\r\n > ${TICKET.slice(30, 60)}\r\n > > ${TICKET.slice(60)}`,
    `R${TICKET.slice(1)}`,
    TICKET.replace(/\./g, "=2e").replace(/-/g, "=2d").replace(/_/g, "=5f"),
    `=23${TICKET}=0d=0a`,
    `${TICKET.slice(0, 30)}=0d=0a${TICKET.slice(30)}`,
    wide(TICKET),
    `＃${wide(TICKET)}。`,
    TICKET.replace(/\./g, "\u2024"),
    TICKET.replace(/\./g, "\ufe52"),
    ...DASHES.map((dash) => TICKET.replace(/-/g, dash)),
    ...DASHES.map((dash) => encodeURIComponent(TICKET.replace(/-/g, dash))),
    TICKET.replace(/([-_.])/g, "\\$1"),
    TICKET.replace(/[-_.]/g, (character) => `&#${character.charCodeAt(0)};`),
    TICKET.replace(/[-_.]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`),
    `&#35;${TICKET}`,
    `_${TICKET}_`.slice(1),
    `*${TICKET}*`,
    `|${TICKET}|`,
    `\`${TICKET}\``,
    `x.${TICKET}`,
    `top&${TICKET}`,
    `${TICKET}\u0301`,
  ]) {
    assert.equal(ticketIn(fragment), TICKET, fragment);
  }
  for (const dash of ["\u2013", "\u2014"]) {
    const twice = TICKET.replace("A-_", "--_");
    assert.equal(ticketIn(twice.replace("--", dash)), twice, "an editor has joined two hyphens");
  }
  for (const fragment of [
    "",
    "top",
    TICKET.toUpperCase(),
    `_${TICKET}`,
    TICKET.slice(0, -1),
    `x${TICKET}`,
    `字${TICKET}`,
    `${TICKET.slice(0, -2)}。x`,
    `(rt1.${"A".repeat(22)}`,
    `rt2${TICKET.slice(3)}`,
    TICKET.replace("-", "+"),
    `t${TICKET}`,
    `=3Dx${TICKET}`,
  ]) {
    assert.equal(ticketIn(fragment), undefined, fragment);
  }
});

/** The ticket of a link changed, or the text of the whole link. */
const inTicket = (change) => (link) => link.replace(/(?<=#).*/, change);

/** What happens to links on their way. Where no notice is named, the person sees the form. */
const MANGLED = [
  ["a sentence behind it", (link) => `${link}，请在10分钟内使用`],
  ["a parameter behind it", (link) => `${link}&from=wechat`],
  ["a parameter before its #", (link) => link.replace("#", "?from=wechat#")],
  ["a slash before it", (link) => link.replace("#", "#/")],
  ["its # encoded", (link) => link.replace("#", "%23")],
  ["its # encoded, without the slash before it", (link) => link.replace("/#", "%23")],
  ["a name before the ticket", (link) => link.replace("#", "#ticket=")],
  ["its # encoded twice", (link) => link.replace("#", "%2523")],
  ["its # encoded three times", (link) => link.replace("#", "%252523")],
  ["its # full-width", (link) => link.replace("#", "＃")],
  ["its # as a small form", (link) => link.replace("#", "﹟")],
  ["one slash more before its #", (link) => link.replace("/#", "//#")],
  ["no slash before its #", (link) => link.replace("/#", "#")],
  ["no #", (link) => link.replace("#", "")],
  ["a question mark instead of its #", (link) => link.replace("#", "?")],
  ["its path in capitals", (link) => link.replace("/eiam/", "/EIAM/")],
  ["its path in capitals, and its # encoded", (link) => link.replace("/eiam/#", "/EIAM%23")],
  ["its path encoded", (link) => link.replace("/eiam/", "/%65%69am%2F")],
  ["its path full-width", (link) => link.replace("/eiam/", "/ｅｉａｍ/")],
  ["a bracket before its #", (link) => link.replace("/#", "/)#")],
  ["a bracket before its encoded #", (link) => link.replace("/#", "/)%23")],
  ["a space before its #", (link) => link.replace("#", "%20#")],
  ["an encoded space before its encoded #", (link) => link.replace("#", "%20%23")],
  ["a full stop before its #", (link) => link.replace("#", "。#")],
  ["a quote before its #", (link) => link.replace("#", '"#')],
  ["two slashes before its path", (link) => link.replace("/eiam/", "//eiam/")],
  ["quotes around the ticket", (link) => `${link.replace("#", "#“")}”`],
  ["brackets around the ticket, and its # encoded", (link) => `${link.replace("#", "%23%E3%80%90")}%E3%80%91`],
  ["a line break and a zero-width space in the ticket", (link) => `${link.slice(0, -20)}%0D%0A%E2%80%8B${link.slice(-20)}`],
  ["its # encoded and a sentence behind it", (link) => `${link.replace("#", "%23")}%20Note`],
  ["other hyphens in the ticket", inTicket((ticket) => ticket.replace(/-/g, "\u2011"))],
  ["full-width characters in the ticket", inTicket(wide)],
  ["full-width characters in the ticket, and its # encoded", (link) => inTicket(wide)(link).replace("#", "%23")],
  ["the ticket in quoted-printable, in lower case", inTicket((ticket) => ticket.replace(/\./g, "=2e").replace(/-/g, "=2d"))],
  ["the ticket in HTML", inTicket((ticket) => ticket.replace(/\./g, "&#46;"))],
  ["backslashes of Markdown in the ticket", inTicket((ticket) => ticket.replace(/[-_]/g, "\\$&"))],
  ["its first letter in upper case", inTicket((ticket) => ticket.replace("r", "R"))],
  ["its end cut off", (link) => link.slice(0, -5), "no-ticket"],
  ["no ticket", (link) => link.replace(/#.*/, ""), "no-ticket"],
  ["all of it in capitals", inTicket((ticket) => ticket.toUpperCase()), "no-ticket"],
  ["all of it in lower case", inTicket((ticket) => ticket.toLowerCase()), "unauthenticated"],
  ["another path", (link) => link.replace("/eiam/", "/eiam/x/"), "nothing"],
];

/** Opening a link binds nothing, so one does for all. */
let link;

for (const [what, mangle, notice] of MANGLED) {
  test(`a link with ${what}: ${notice ?? "the form"}`, async () => {
    link ??= await newLink("eiam", await newAccount());
    const ticket = new URL(link).hash.slice(1);
    await visit(mangle(link), {}, async (page) => {
      const form = formOf(page);
      if (notice === "nothing") return reads(form.heading, "页面不存在");
      if (notice) return reads(form.heading, said["zh-CN"].notices[notice].title);
      await form.password.waitFor();
      const { pathname, search, hash } = new URL(page.url());
      assert.deepEqual([pathname, search.replace("?from=wechat", ""), hash], ["/eiam/", "", ""]);
      await page.reload();
      await form.password.waitFor();
      assert.equal(await page.evaluate(() => history.state.ticket), ticket);
    });
  });
}

for (const [what, mangle] of MANGLED.filter(([what]) => /^(its # encoded|no #|its path in capitals)$/.test(what))) {
  test(`a link with ${what} resets the account, and its language stays`, async () => {
    const account = await newAccount();
    const password = goodPassword();
    const own = (await newLink("eiam", account)).replace("#", "?lang=en#");
    await visit(mangle(what === "its path in capitals" ? own : own.replace("?lang=en", "")), {}, async (page) => {
      const locale = what === "its path in capitals" ? "en" : "zh-CN";
      const form = formOf(page, locale);
      await form.send(password);
      await reads(form.heading, form.words.notices.done.title);
    });
    assert.ok(await isPassword("eiam", account, password));
  });
}
