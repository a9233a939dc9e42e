/** The list of what is asked: one row per rule, each showing how it stands. */

import { element, icon } from "./dom.js";
import { about, isMixed } from "./marks.js";
import { shownAs } from "./rows.js";

export class Checklist {
  #rows = new Map();
  #list;
  #shown = { findings: undefined, text: "", revealed: false };
  #checker;
  #describe;
  #language;
  #product;
  #news;
  #changed = false;
  #advised;
  #symbols;

  /**
   * `describe` is the core's: it makes a violation a sentence. `advised` are the rules that only advise,
   * `symbols` the characters that one of them lists.
   */
  constructor({ id, checker, describe, language, product, advised, symbols }) {
    this.#checker = checker;
    this.#describe = describe;
    this.#language = language;
    this.#product = product;
    this.#advised = advised;
    this.#symbols = symbols;
    this.#list = element("ul", { id, class: "checklist" });
    const title = element("h2", { id: `${id}-title`, class: "checklist-title" });
    this.#list.setAttribute("aria-labelledby", title.id);
    this.#news = element("p", { class: "hint checklist-news" });
    this.element = element("section", { class: "requirements" }, title, this.#news, this.#list);
    language.follow(() => {
      title.textContent = language.words.checklist.title;
      this.#tellNews();
      this.#draw();
    });
  }

  /** Shows how each rule stands in `text`; without findings, what is asked and no more. */
  show(findings, text, revealed) {
    this.#shown = { findings, text, revealed };
    this.#draw();
  }

  /** Another policy: its rows, in its order, and a line that says so. */
  adopt(checker, { advised, symbols }) {
    this.#checker = checker;
    this.#advised = advised;
    this.#symbols = symbols;
    this.#shown = { ...this.#shown, findings: undefined };
    for (const [rule, row] of this.#rows) this.#drop(rule, row);
    this.#changed = true;
    this.#tellNews();
    this.#draw();
  }

  #tellNews() {
    const { changed, withoutCore } = this.#language.words.checklist;
    this.#news.textContent = this.#changed ? changed : this.#checker.isLive === false ? withoutCore : "";
  }

  #draw() {
    const asked = this.#checker.checklist(this.#language.locale);
    const texts = new Map(asked.map(({ rule, text }) => [rule, text]));
    const findings = this.#shown.findings ?? asked.map(({ rule }) => ({ rule, status: "idle" }));
    const rules = new Set(findings.map(({ rule }) => rule));
    for (const [rule, row] of this.#rows) if (!rules.has(rule)) this.#drop(rule, row);
    for (const finding of findings) this.#drawRow(finding, texts.get(finding.rule));
  }

  #drop(rule, row) {
    row.remove();
    this.#rows.delete(rule);
  }

  #drawRow(finding, text) {
    const words = this.#language.words.checklist;
    const row = this.#rows.get(finding.rule) ?? this.#addRow(finding.rule);
    const shown = shownAs(finding, this.#advised);
    if (row.dataset.shown !== shown) {
      row.dataset.status = finding.status;
      row.dataset.shown = shown;
      row.querySelector("svg").replaceWith(icon(shown));
    }
    const isVendors = finding.rule === "vendor";
    const asks = isVendors ? words.vendorRule({ product: this.#product }) : text;
    if (row.querySelector(".row-text").textContent !== asks) {
      row.querySelector(".row-text").replaceChildren(...this.#asks(asks));
    }
    setText(row, ".row-status", words.statuses[shown]);
    setText(row, ".row-reason", this.#reason(finding, shown));
  }

  /** Symbols are told apart in a text of their own. */
  #asks(text) {
    const at = this.#symbols ? text.indexOf(this.#symbols) : -1;
    if (at < 0) return [text];
    const symbols = element("code", { class: "symbols" }, this.#symbols);
    return [text.slice(0, at), symbols, text.slice(at + this.#symbols.length)];
  }

  #addRow(rule) {
    const row = element(
      "li",
      { class: "row", "data-rule": rule },
      icon("idle"),
      element("span", { class: "row-text" }),
      element("span", { class: "row-status" }),
      element("span", { class: "row-reason" }),
    );
    this.#rows.set(rule, row);
    this.#list.append(row);
    return row;
  }

  #reason(finding, shown) {
    const { rule, violation } = finding;
    const { locale, words } = this.#language;
    const { checklist, marks } = words;
    if (shown === "met" || shown === "idle") return "";
    const product = this.#product;
    if (violation?.code === "not-accepted" && !violation.message) return checklist.noReason({ product });
    const { text, revealed } = this.#shown;
    const described = violation && isMixed(finding, text) ? { code: violation.code } : violation;
    const reason = described ? this.#describe(described, locale) : "";
    const what = about(finding, text, { revealed, words: marks });
    if (shown === "unmet") return reason + what;
    if (shown === "advice") {
      const { advice } = checklist;
      const sentence = advice[violation.code === "too-common" ? "common" : rule];
      return (sentence ?? advice.other({ reason })) + what;
    }
    const { unsure } = checklist;
    const sentence = unsure[violation?.code] ?? unsure[rule] ?? (violation ? unsure.other : unsure.none);
    return sentence({ product, reason }) + what;
  }
}

function setText(row, selector, text) {
  const node = row.querySelector(selector);
  if (node.textContent !== text) node.textContent = text;
}
