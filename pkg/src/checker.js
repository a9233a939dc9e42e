// What the package exports besides `init`. Everything is decided in the wasm module. Documents cross as
// JSON text; a password crosses through a buffer that is used again, and the verdict comes back as
// numbers (report.js).
import * as glue from "./passgate_bg.js";

import { passgateError } from "./error.js";
import { load, nameOf } from "./load.js";
import { finding, length, read } from "./report.js";
import { longest } from "./vocabulary.js";

/** The module's memory; nothing until it is there. */
let memory;
let starting;

/** Loads the module once; after a failure the next call tries again. */
export function begin(source, get) {
  // Of a second source nothing is wanted, nor what becomes of it.
  if (starting) Promise.resolve(source).catch(() => {});
  starting ??= load(source, get).then(
    (loaded) => {
      memory = loaded;
    },
    (error) => {
      starting = undefined;
      throw error;
    },
  );
  return starting;
}

const ENGLISH = "en";
const VENDOR = "vendor";
const NOTHING = new Uint16Array(0);
/** How much of a text in a document reaches the module. */
const TEXT_MAX = 65_536;

export class Checker {
  #core;
  /** Where the module reads a password. Empty as well when the memory has grown and lies elsewhere. */
  #buffer = NOTHING;
  #shown = new Uint32Array(0);

  constructor(policyOrProduct, identity) {
    insistReady();
    this.#core = new glue.Checker(plain(policyOrProduct), plain(identity));
    // A Vue proxy could not reach private members, and Vue does not wrap a non-extensible object.
    Object.preventExtensions(this);
  }

  check(password) {
    const rows = this.#judge(password);
    const findings = read(rows, this.#message);
    return { accepted: findings.every(({ status }) => status !== "unmet"), findings };
  }

  changes(password) {
    const rows = this.#judge(password);
    const shown = this.#shown;
    const findings = [];
    let at = 1;
    let before = 1;
    for (let row = 0; row < rows[0]; row += 1) {
      const size = length(rows, at);
      if (before >= shown.length || !same(rows, at, shown, before, size)) {
        findings.push(finding(rows, at, this.#message));
      }
      at += size;
      if (before < shown.length) before += length(shown, before);
    }
    this.#shown = rows.slice(0, at);
    return findings;
  }

  accepts(password) {
    const units = this.#write(password);
    return this.#open().accepts(units);
  }

  checklist(locale = ENGLISH) {
    return this.#asked(locale).map(([rule, , text]) => ({ rule, text }));
  }

  rows(password, locale = ENGLISH) {
    // The row of the vendor is that of a refused text.
    if (password === "") {
      const asked = this.#asked(locale).filter(([rule]) => rule !== VENDOR);
      return asked.map(([rule, label, asks]) => ({ rule, label, state: "idle", asks }));
    }
    return this.#told(password, locale).map(({ rule, status, spans, label, asks, says }) => {
      const row = { rule, label, state: status, asks };
      if (says) row.says = says;
      if (spans) row.spans = spans;
      return row;
    });
  }

  issues(password, locale = ENGLISH) {
    // For an empty password the only issue is that it is empty.
    const counts = password === "" ? ({ violation }) => violation?.code === "empty" : ({ status }) => status === "unmet";
    const unmet = this.#told(password, locale).filter(counts);
    return unmet.map(({ rule, violation, says }) => ({ message: says, rule, violation }));
  }

  identify(identity) {
    this.#open().identify(plain(identity));
  }

  refuse(password, violations) {
    const units = this.#write(password);
    this.#open().refuse(units, plain(violations));
  }

  passwordRules() {
    const core = this.#open();
    return { attribute: core.password_rules(), exact: core.password_rules_are_exact() };
  }

  generate(options) {
    const isReadable = options?.readable === true;
    const other = this.#otherThan(options?.also);
    const units = other ? this.#open().generate_for_both(isReadable, other) : this.#open().generate(isReadable);
    this.#makeRoom(units);
    const password = this.#buffer.subarray(0, units);
    const text = String.fromCharCode(...password);
    password.fill(0);
    return text;
  }

  free() {
    this.#core?.free();
    this.#core = undefined;
    this.#buffer = NOTHING;
  }

  /** The core of the other checker that a generated password has to satisfy, if there is one. */
  #otherThan(also) {
    if (also === undefined || also === null || also === this) return undefined;
    if (!(#core in also)) throw new TypeError("`also` must be a Checker of the same copy of the package");
    return also.#open();
  }

  /** Of each row of the policy its rule, its short name and what it asks for. */
  #asked(locale) {
    return threes(this.#open().checklist(tag(locale)));
  }

  /** The rows of the verdict with their sentences. */
  #told(password, locale) {
    const language = tag(locale);
    const findings = read(this.#judge(password), this.#message);
    const sentences = threes(this.#open().sentences(language));
    return findings.map((found, row) => {
      const [label, asks, says] = sentences[row];
      return { ...found, label, asks, says };
    });
  }

  /** The numbers of the verdict, until the next call. */
  #judge(password) {
    const units = this.#write(password);
    const address = this.#open().check(units);
    return new Uint32Array(memory.buffer, address);
  }

  /** Writes a password where the module reads it; how many units it has. */
  #write(password) {
    if (typeof password !== "string") throw new TypeError("the password must be a string");
    const units = password.length;
    // Of a longer one, such as a file pasted by accident, the module needs only the length.
    if (units > longest) return units;
    if (units > this.#buffer.length) this.#makeRoom(units);
    const to = this.#buffer;
    for (let index = 0; index < units; index += 1) to[index] = password.charCodeAt(index);
    return units;
  }

  #makeRoom(units) {
    const core = this.#open();
    const address = core.buffer(units); // It may make the memory grow.
    this.#buffer = new Uint16Array(memory.buffer, address, core.room());
  }

  /** The vendor's words in the last verdict. */
  #message = () => this.#open().message() ?? "";

  #open() {
    return this.#core ?? fail("FreedError", "this Checker was freed");
  }
}

export function describe(violation, locale = ENGLISH) {
  insistReady();
  return glue.describe(plain(violation), tag(locale));
}

export function policy(product) {
  insistReady();
  return JSON.parse(glue.policy(plain(String(product))));
}

/** A text of lines, three together. */
function threes(text) {
  const lines = text.split("\n");
  const all = [];
  for (let line = 0; line + 2 < lines.length; line += 3) all.push(lines.slice(line, line + 3));
  return all;
}

/** A value that is not a string becomes "", which the module rejects as a tag. */
function tag(locale) {
  return typeof locale === "string" ? locale : "";
}

function same(rows, at, shown, before, size) {
  for (let offset = 0; offset < size; offset += 1) {
    if (rows[at + offset] !== shown[before + offset]) return false;
  }
  return true;
}

/** A value as JSON text; `?` where it is no plain data. */
function plain(value) {
  try {
    return JSON.stringify(value, (_, inner) => {
      if (typeof inner === "function" || typeof inner === "symbol" || isOpaque(inner)) throw inner;
      // A longer text is an error in every document, or shown only in part: no more of it needs to cross.
      if (typeof inner === "string") return inner.slice(0, TEXT_MAX);
      // No document takes a fraction, nor what JSON would make null of.
      return typeof inner === "number" && !Number.isFinite(inner) ? 0.5 : inner;
    }) ?? "null";
  } catch {
    return "?";
  }
}

/** What JSON makes `{}` of, whatever is in it: a Map, a Set, a promise, the data of a form. */
function isOpaque(value) {
  return typeof value === "object" && !/^\[object (Object|Array|Null|String|Number|Boolean)\]$/.test(nameOf(value));
}

function insistReady() {
  if (!memory) fail("NotReadyError", "await init() first");
}

function fail(name, message) {
  throw passgateError(name, message);
}
