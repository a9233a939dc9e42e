// The face of the package; `cargo xtask build` makes pkg/dist/index.js of it. Everything is decided in
// the wasm module, whose functions take and give numbers and nothing else: a password crosses into it
// through a buffer that is used again, and the verdict comes back as numbers (report.js).
import { finding, length, read } from "./report.js";

/** What the module exports (crates/passgate-wasm); nothing until it is there. */
let core = {};
let starting;

/**
 * Loads the wasm module once. Without an argument it is fetched from beside this file.
 * @param {import("../index.d.ts").Source | Promise<import("../index.d.ts").Source>} [source]
 * @returns {Promise<void>}
 */
export default function init(source) {
  starting ??= start(source);
  return starting;
}

async function start(source = new URL("./passgate_bg.wasm", import.meta.url)) {
  try {
    const module = await source;
    core = (await WebAssembly.instantiate(module instanceof WebAssembly.Module ? module : await compiled(module))).exports;
  } catch (error) {
    starting = undefined; // A failed download can be tried again.
    throw error;
  }
}

async function compiled(source) {
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source);
  // Asked only of what is no bytes: Node loads its whole fetch at the mere name of Response.
  const response = source instanceof Response ? source : await fetch(source);
  if (!response.ok) fail("PartError", `${response.status} ${response.url}`);
  return response.headers.get("Content-Type") === "application/wasm"
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

export class Checker {
  #core;
  #shown = new Uint32Array(0);

  constructor(policyOrProduct, identity) {
    this.#core = core.checker(ask(policyOrProduct, identity)) || misuse();
    forgotten.register(this, this.#core, this);
  }

  check(password) {
    const memory = this.#judge(password);
    const findings = read(memory, message);
    return { accepted: findings.every(({ status }) => status !== "unmet"), findings };
  }

  changes(password) {
    const memory = this.#judge(password);
    const shown = this.#shown;
    const findings = [];
    let at = 1;
    let before = 1;
    for (let row = 0; row < memory[0]; row += 1) {
      const size = length(memory, at);
      if (before >= shown.length || !same(memory, at, shown, before, size)) {
        findings.push(finding(memory, at, row, message));
      }
      at += size;
      if (before < shown.length) before += length(shown, before);
    }
    this.#shown = memory.slice(0, at);
    return findings;
  }

  accepts(password) {
    const units = this.#write(password);
    return core.accepts(this.#open(), units) === 1;
  }

  checklist(locale) {
    const lines = told(core.checklist(this.#open(), ask(String(locale)))).split("\n");
    const rows = [];
    for (let line = 0; line + 1 < lines.length; line += 2) rows.push({ rule: lines[line], text: lines[line + 1] });
    return rows;
  }

  refuse(password, violations) {
    const units = this.#write(password);
    told(core.refuse(this.#open(), units, put(`[${plain(violations)}]`, units)));
  }

  passwordRules() {
    const exact = core.password_rules(this.#open()) === 1;
    return { attribute: text(), exact };
  }

  generate() {
    for (let units = RANDOM; ; units *= 4) {
      if (units > room.length) makeRoom(units);
      for (let at = 0; at < units; at += RANDOM) crypto.getRandomValues(room.subarray(at, at + RANDOM));
      const made = core.generate(this.#open(), units);
      if (made !== TOO_FEW) return told(made);
    }
  }

  free() {
    if (this.#core) core.free(this.#core);
    forgotten.unregister(this);
    this.#core = 0;
  }

  /** The numbers of the verdict, until the next call. */
  #judge(password) {
    const units = this.#write(password);
    const address = core.check(this.#open(), units);
    return new Uint32Array(core.memory.buffer, address);
  }

  #write(password) {
    if (typeof password !== "string") throw new TypeError("the password must be a string");
    return type(password);
  }

  #open() {
    return this.#core || fail("FreedError", "this Checker was freed");
  }
}

/** A checker that nobody holds any more is freed. */
const forgotten = new FinalizationRegistry((checker) => core.free(checker));

function same(memory, at, shown, before, size) {
  for (let offset = 0; offset < size; offset += 1) {
    if (memory[at + offset] !== shown[before + offset]) return false;
  }
  return true;
}

export function describe(violation, locale) {
  return told(core.describe(ask(violation, String(locale))));
}

export function policy(product) {
  return JSON.parse(told(core.policy(ask(String(product)))));
}

const ROOM_AT_FIRST = 64;
const ROOM_KEPT = 8_192;
/** How many units of random bits a password is drawn from, if they do. */
const RANDOM = ROOM_KEPT;
/** What the module says where they do not. */
const TOO_FEW = 2;
/** Where the module reads what is asked: it is used again for every call. */
let room = new Uint16Array(0);

/**
 * Writes a password there. A loop of its own: engines compile it for the few kinds of string that a
 * field gives, and documents are of other kinds.
 */
function type(password) {
  const units = password.length;
  if (units > room.length || room.length > ROOM_KEPT) makeRoom(units);
  const to = room;
  for (let index = 0; index < units; index += 1) to[index] = password.charCodeAt(index);
  return units;
}

/** Writes a text there from `at` on; returns where it ends, in UTF-16 code units. */
function put(text, at) {
  const end = at + text.length;
  if (end > room.length || room.length > ROOM_KEPT) makeRoom(end);
  const to = room;
  for (let index = 0; index < text.length; index += 1) to[at + index] = text.charCodeAt(index);
  return end;
}

function makeRoom(units) {
  insistReady();
  const address = core.room(units);
  room = new Uint16Array(core.memory.buffer, address, Math.max(units, ROOM_AT_FIRST));
}

/** Writes what a call is given, as the JSON text of a list. */
function ask(...values) {
  return put(`[${values.map(plain)}]`, 0);
}

/** A value as JSON text; `?` where it is no plain data. */
function plain(value) {
  try {
    return JSON.stringify(value, (_, inner) => {
      if (typeof inner === "function" || typeof inner === "symbol") throw inner;
      // No document takes a fraction, nor what JSON would make null of.
      return typeof inner === "number" && !Number.isFinite(inner) ? 0.5 : inner;
    }) ?? "null";
  } catch {
    return "?";
  }
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const memory = (address, bytes) => new Uint8Array(core.memory.buffer, address, bytes);

/** The text that the module put out last. */
function text() {
  return decoder.decode(memory(core.text(), core.length()));
}

const message = () => (core.message() ? text() : "");

/** The text that a call put out, or the error. */
function told(fine) {
  return fine ? text() : misuse();
}

function misuse() {
  const [name, message, ...path] = text().split("\n");
  const where = path.join("\n");
  fail(name, where ? `${where}: ${message}` : message, where);
}

function insistReady() {
  if (!core.memory) fail("NotReadyError", "await init() first");
}

function fail(name, message, path) {
  throw Object.assign(new Error(message), path === undefined ? { name } : { name, path });
}
