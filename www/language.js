/** Which language the page speaks, and who has to be told when it changes. */

import { entryState, replaceEntry } from "./history-entry.js";
import { words } from "./words.js";

/**
 * The locale to speak: what the address asks for (`?lang=`), else the reader's first language
 * that is spoken here, else English.
 */
export function chooseLocale(search, preferences) {
  const wishes = [new URLSearchParams(search).get("lang"), ...preferences];
  for (const wish of wishes) {
    const primary = (wish ?? "").toLowerCase().split("-")[0];
    const locale = Object.keys(words).find((name) => name.toLowerCase().split("-")[0] === primary);
    if (locale) return locale;
  }
  return "en";
}

export class Language {
  #locale;
  #effects = new Set();

  constructor(locale) {
    this.#locale = locale;
  }

  get locale() {
    return this.#locale;
  }

  /** The sentences of the current locale. */
  get words() {
    return words[this.#locale];
  }

  speak(locale) {
    this.#locale = locale;
    for (const effect of [...this.#effects]) effect();
  }

  /** Runs `effect` now and at every change of language, until the returned function is called. */
  follow(effect) {
    this.#effects.add(effect);
    effect();
    return () => this.#effects.delete(effect);
  }

  /** The same language for one view: what it follows ends with `close()`. */
  scope() {
    return new Scope(this);
  }
}

class Scope {
  #language;
  #forgets = [];

  constructor(language) {
    this.#language = language;
  }

  get locale() {
    return this.#language.locale;
  }

  get words() {
    return this.#language.words;
  }

  follow(effect) {
    this.#forgets.push(this.#language.follow(effect));
  }

  /** Keeps the text of `node` at what `sentence` makes of the current words. */
  write(node, sentence) {
    this.follow(() => (node.textContent = sentence(this.words)));
  }

  close() {
    for (const forget of this.#forgets.splice(0)) forget();
  }
}

/** The language of this page, with its switch in the header. */
export function pageLanguage() {
  const language = new Language(chooseLocale(location.search, navigator.languages ?? []));
  const button = document.querySelector("#language");
  language.follow(() => {
    const other = nextLocale(language.locale);
    document.documentElement.lang = language.locale;
    button.textContent = language.words.otherLanguage;
    button.lang = other;
    button.hidden = false;
  });
  button.addEventListener("click", () => {
    language.speak(nextLocale(language.locale));
    rememberInAddress(language.locale);
  });
  return language;
}

function nextLocale(locale) {
  const locales = Object.keys(words);
  return locales[(locales.indexOf(locale) + 1) % locales.length];
}

function rememberInAddress(locale) {
  const address = new URL(location.href);
  address.searchParams.set("lang", locale);
  replaceEntry(entryState(), address);
}
