// The list of requirements: one row per rule, with its state.

import { freshId, icon, make, setText, takeOrMake, write } from "./dom.js";
import { about, isMixed } from "./marks.js";
import { shownAs } from "./standing.js";

export class List {
  #list;
  #title;
  #rows = new Map();

  /** Takes over the rows that `root` already has, for example from a server. */
  constructor(root) {
    this.element = takeOrMake(root, "section", "requirements");
    this.#title = takeOrMake(this.element, "p", "title");
    this.#title.id ||= freshId();
    // WebKit removes the role of a list without markers.
    this.#list = takeOrMake(this.element, "ul", "list", { role: "list", "aria-labelledby": this.#title.id });
    for (const row of this.#list.querySelectorAll("[data-rule]")) this.#rows.set(row.dataset.rule, row);
    this.element.append(...[this.#title, this.#list].filter((node) => !node.parentNode));
  }

  /** Shows nothing. */
  clear() {
    for (const [rule, node] of this.#rows) this.#drop(rule, node);
    this.element.hidden = true;
  }

  /** Shows `rows` in their order. `traits` are those of the policy; `text` is the judged text, visible if `isRevealed`. */
  show(rows, { traits, sentences, locale, text, isRevealed }) {
    this.element.hidden = false;
    setText(this.#title, sentences.title);
    const rules = new Set(rows.map(({ rule }) => rule));
    const isBlocked = rows.some(({ status }) => status === "unmet");
    for (const [rule, node] of this.#rows) if (!rules.has(rule)) this.#drop(rule, node);
    rows.forEach((row, index) => {
      const node = this.#rows.get(row.rule) ?? this.#add(row.rule);
      if (this.#list.children[index] !== node) this.#list.insertBefore(node, this.#list.children[index] ?? null);
      draw(node, worded({ ...row, isBlocked }, { traits, sentences, locale, text, isRevealed }), { symbols: traits.symbols, sentences });
      // The style sheet shows the word before what the row asks for. A refusal is no advice.
      const isAdvice = traits.advised.has(row.rule) && row.status !== "unmet";
      write(node.querySelector(".passgate-asks"), { "data-advice": isAdvice && sentences.states.advice });
    });
  }

  #drop(rule, node) {
    node.remove();
    this.#rows.delete(rule);
  }

  #add(rule) {
    const parts = ["asks", "state", "says"].map((part) => make("span", part));
    const node = make("li", "row", { "data-rule": rule }, icon("idle"), ...parts);
    this.#rows.set(rule, node);
    return node;
  }
}

/** The row with what it shows: its kind, what it asks for, and the sentence if it is not met. */
function worded(row, { traits, sentences, locale, text, isRevealed }) {
  const shown = shownAs(row, traits.advised);
  if (shown === "met" || shown === "idle") return { ...row, shown, ...own(row, shown, sentences, locale), says: "" };
  const whole = isMixed(row, text)
    ? { ...row, violation: { code: row.violation.code }, says: shown === "unmet" ? sentences.unsupported : row.says }
    : row;
  const advices = row.isBlocked ? sentences.blockedAdvice : sentences.advice;
  const advice = shown === "advice" ? advices[row.violation.code === "too-common" ? "common" : row.rule] : undefined;
  const { asks, says } = { ...whole, ...(advice && { says: advice }), ...own(whole, shown, sentences, locale) };
  const found = about(row, text, { isRevealed, words: sentences.marks });
  return { ...row, shown, asks, says: found ? sentences.marks.after({ says, found }) : says };
}

/** The page's own words for a row: `asks`, `says`, or both. */
function own(row, shown, { row: ofPage }, locale) {
  return ofPage?.({ ...row, shown }, locale);
}

function draw(node, { status, shown, asks, says = "" }, { symbols, sentences }) {
  const find = (part) => node.querySelector(`.passgate-${part}`);
  if (node.dataset.shown !== shown) {
    node.dataset.status = status;
    node.dataset.shown = shown;
    find("icon").replaceWith(icon(shown));
  }
  if (find("asks").textContent !== asks) find("asks").replaceChildren(...withSymbols(asks, symbols));
  setText(find("state"), sentences.states[shown]);
  setText(find("says"), says);
}

/** Symbols have an element of their own, whose font and spacing make them distinguishable. */
function withSymbols(text, symbols) {
  const at = symbols ? text.indexOf(symbols) : -1;
  if (at < 0) return [text];
  return [text.slice(0, at), make("code", "symbols", {}, symbols), text.slice(at + symbols.length)];
}
