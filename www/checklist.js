/** The list of what is asked: one row per rule, each showing how it stands. */

import { element, icon } from "./dom.js";

export class Checklist {
  #rows = new Map();
  #list;
  #report;
  #checker;
  #describe;
  #language;
  #product;
  #news;
  #changed = false;

  /** `describe` is the core's: it makes a violation a sentence. */
  constructor({ id, checker, describe, language, product }) {
    this.#checker = checker;
    this.#describe = describe;
    this.#language = language;
    this.#product = product;
    this.#list = element("ul", { id, class: "checklist" });
    const title = element("h2", { id: `${id}-title`, class: "checklist-title" });
    this.#list.setAttribute("aria-labelledby", title.id);
    this.#news = element("p", { class: "hint checklist-news" });
    this.element = element("section", { class: "requirements" }, title, this.#news, this.#list);
    language.follow(() => {
      title.textContent = language.words.checklist.title;
      if (this.#changed) this.#news.textContent = language.words.checklist.changed;
      this.#draw();
    });
  }

  /** Shows how each rule stands; without a report, what is asked and no more. */
  show(report) {
    this.#report = report;
    this.#draw();
  }

  /** Another policy: its rows, in its order, and a line that says so. */
  adopt(checker) {
    this.#checker = checker;
    this.#report = undefined;
    for (const [rule, row] of this.#rows) this.#drop(rule, row);
    this.#changed = true;
    this.#news.textContent = this.#language.words.checklist.changed;
    this.#draw();
  }

  #draw() {
    const asked = this.#checker.checklist(this.#language.locale);
    const texts = new Map(asked.map(({ rule, text }) => [rule, text]));
    const findings = this.#report?.findings ?? asked.map(({ rule }) => ({ rule, status: "idle" }));
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
    if (row.dataset.status !== finding.status) {
      row.dataset.status = finding.status;
      row.querySelector("svg").replaceWith(icon(finding.status));
    }
    setText(row, ".row-text", text ?? words.vendorRule({ product: this.#product }));
    setText(row, ".row-status", words.statuses[finding.status]);
    setText(row, ".row-reason", this.#reason(finding));
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

  #reason({ rule, status, violation }) {
    const { locale, words } = this.#language;
    const reason = violation ? this.#describe(violation, locale) : "";
    if (status === "unmet") return reason;
    if (status !== "unsure") return "";
    const { unsure } = words.checklist;
    return (unsure[violation?.code] ?? unsure[rule] ?? unsure.other)({ product: this.#product, reason });
  }
}

function setText(row, selector, text) {
  const node = row.querySelector(selector);
  if (node.textContent !== text) node.textContent = text;
}
