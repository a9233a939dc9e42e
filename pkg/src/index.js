// The face of the package; `cargo xtask build` makes pkg/dist/index.js of it, with the glue that
// wasm-bindgen writes ("passgate-wasm"). Everything is decided in the wasm module; a password
// crosses into it through a buffer that is used again, and the verdict comes back as numbers
// (report.js).
import { finding, learn, length, read } from "./report.js";
import {
  arrived,
  Checker as WasmChecker,
  describe as wasmDescribe,
  initSync,
  policy as wasmPolicy,
  vocabulary,
} from "passgate-wasm";

let wasm;
let starting;
let completing;
/** Whether the rest of the module is there; a checker made before is out of date. */
let whole = false;
/** Where the rest comes from. */
let rest = () => new URL("./rest.wasm", import.meta.url);

/**
 * Loads the wasm module once, and begins to load the rest of it. Without arguments both are fetched
 * from beside this file.
 * @param {import("../index.d.ts").Source | Promise<import("../index.d.ts").Source>} [source]
 * @param {import("../index.d.ts").Source | Promise<import("../index.d.ts").Source>} [restSource]
 * @returns {Promise<void>}
 */
export default function init(source, restSource) {
  starting ??= start(source, restSource);
  return starting;
}

async function start(source = new URL("./passgate_bg.wasm", import.meta.url), restSource) {
  try {
    const module = await source;
    wasm = initSync({ module: module instanceof WebAssembly.Module ? module : await compiled(module) });
    learn(vocabulary());
  } catch (error) {
    wasm = starting = undefined; // A failed download can be tried again.
    throw error;
  }
  if (restSource !== undefined) rest = () => restSource;
  complete().catch(() => {}); // Whoever waits for it is told; a next call tries again.
}

/** Resolves when the names, the weak list and whatever else can wait are there too. */
export function complete() {
  completing ??= finish().catch((error) => {
    completing = undefined;
    throw error;
  });
  return completing;
}

async function finish() {
  await starting;
  insistReady();
  const source = await rest();
  try {
    const module = source instanceof WebAssembly.Module ? source : await compiled(source);
    // It lives in the memory of the first half, and names that as only this very build does.
    await WebAssembly.instantiate(module, { a: wasm });
  } catch (error) {
    const { CompileError, LinkError } = WebAssembly;
    if (error instanceof CompileError || error instanceof LinkError) error.name = "PartError";
    throw error;
  }
  arrived();
  whole = true;
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
  #wasm;
  #address = 0;
  #room = new Uint16Array(0);
  #shown = new Uint32Array(0);
  #whole = whole;

  constructor(policyOrProduct, identity) {
    insistReady();
    const document = typeof policyOrProduct === "string" ? policy(policyOrProduct) : policyOrProduct;
    this.#wasm = new WasmChecker(document, identity);
  }

  check(password) {
    const memory = this.#judge(password);
    const findings = read(memory, this.#message);
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
        findings.push(finding(memory, at, row, this.#message));
      }
      at += size;
      if (before < shown.length) before += length(shown, before);
    }
    this.#shown = memory.slice(0, at);
    return findings;
  }

  accepts(password) {
    const units = this.#write(password);
    return this.#open().accepts(units);
  }

  checklist(locale) {
    const rows = this.#open().checklist(String(locale));
    return rows.map(([rule, text]) => ({ rule, text }));
  }

  refuse(password, violations) {
    const units = this.#write(password);
    this.#open().refuse(units, violations);
  }

  passwordRules() {
    insistWhole();
    const [attribute, exact] = this.#open().passwordRules();
    return { attribute, exact };
  }

  generate() {
    insistWhole();
    return this.#open().generate();
  }

  free() {
    this.#wasm?.free();
    this.#wasm = undefined;
    this.#room = new Uint16Array(0);
  }

  #message = (row) => this.#wasm.message(row);

  /** The numbers of the verdict, until the next call. */
  #judge(password) {
    const units = this.#write(password);
    const address = this.#open().check(units);
    return new Uint32Array(wasm.memory.buffer, address);
  }

  /** Writes the password where the module reads it; returns its length in UTF-16 code units. */
  #write(password) {
    if (typeof password !== "string") throw new TypeError("the password must be a string");
    const units = password.length;
    if (this.#whole !== whole) this.#refresh();
    if (units > this.#room.length || this.#room.length > ROOM_KEPT) this.#makeRoom(units);
    const room = this.#room;
    for (let index = 0; index < units; index += 1) room[index] = password.charCodeAt(index);
    return units;
  }

  #makeRoom(units) {
    const room = Math.max(units, ROOM_AT_FIRST);
    this.#address = this.#open().room(room);
    this.#room = new Uint16Array(wasm.memory.buffer, this.#address, room);
  }

  #refresh() {
    this.#open().refresh();
    this.#whole = true;
  }

  #open() {
    return this.#wasm ?? fail("FreedError", "this Checker was freed");
  }
}

const ROOM_AT_FIRST = 64;
const ROOM_KEPT = 8_192;

function same(memory, at, shown, before, size) {
  for (let offset = 0; offset < size; offset += 1) {
    if (memory[at + offset] !== shown[before + offset]) return false;
  }
  return true;
}

export function describe(violation, locale) {
  insistReady();
  return wasmDescribe(violation, String(locale));
}

export function policy(product) {
  insistReady();
  return JSON.parse(wasmPolicy(String(product)));
}

function insistReady() {
  if (!wasm) fail("NotReadyError", "await init() first");
}

function insistWhole() {
  if (!whole) fail("NotReadyError", "await complete() first");
}

function fail(name, message) {
  const error = new Error(message);
  error.name = name;
  throw error;
}
