// The face of the package; `cargo xtask build` makes pkg/dist/index.js of it, with the glue that
// wasm-bindgen writes ("passgate-wasm"). Everything is decided in the wasm module; a password
// crosses into it through a buffer that is used again, and the verdict comes back as numbers
// (report.js).
import { finding, learn, length, read } from "./report.js";
import {
  Checker as WasmChecker,
  describe as wasmDescribe,
  initSync,
  install,
  policy as wasmPolicy,
  vocabulary,
} from "passgate-wasm";

let wasm;
let starting;
let completing;
/** How many parts have come; a checker that has seen fewer is out of date. */
let arrived = 0;

/** The parts that are still to come, in the order of `passgate_core::Part::ALL`. */
const missing = [
  { name: "names", source: () => new URL("./names.bin", import.meta.url) },
  { name: "weak", source: () => new URL("./weak.bin", import.meta.url) },
];

/**
 * Loads the wasm module once, and begins to load its parts. Without arguments all are fetched from
 * beside this file.
 * @param {import("../index.d.ts").Source | Promise<import("../index.d.ts").Source>} [source]
 * @param {import("../index.d.ts").Parts} [parts]
 * @returns {Promise<void>}
 */
export default function init(source, parts) {
  starting ??= start(source, parts);
  return starting;
}

async function start(source, parts = {}) {
  try {
    wasm = initSync({ module: await compiled(await source) });
    learn(vocabulary());
  } catch (error) {
    wasm = starting = undefined; // A failed download can be tried again.
    throw error;
  }
  for (const part of missing) {
    if (part && parts[part.name] !== undefined) part.source = () => parts[part.name];
  }
  complete().catch(() => {}); // Whoever waits for it is told; a next call tries again.
}

/** Resolves when the names and the weak list are there too. */
export function complete() {
  completing ??= Promise.all(missing.map(load)).then(
    () => {},
    (error) => {
      completing = undefined;
      throw error;
    },
  );
  return completing;
}

async function load(part, number) {
  if (!part) return;
  await starting;
  insistReady();
  const bytes = await bytesOf(await part.source(), part.name);
  if (!install(number, bytes)) fail("PartError", `${part.name}: not a part of this version`);
  missing[number] = undefined;
  arrived += 1;
}

async function compiled(source = new URL("./passgate_bg.wasm", import.meta.url)) {
  if (source instanceof WebAssembly.Module) return source;
  if (isBytes(source)) return WebAssembly.compile(source);
  const response = await answer(source, "module");
  return response.headers.get("Content-Type") === "application/wasm"
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

async function bytesOf(source, name) {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (isBytes(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  return new Uint8Array(await (await answer(source, name)).arrayBuffer());
}

const isBytes = (source) => source instanceof ArrayBuffer || ArrayBuffer.isView(source);

/** Asked only of what is no bytes: Node loads its whole fetch at the mere name of Response. */
async function answer(source, name) {
  const response = source instanceof Response ? source : await fetch(source);
  return response.ok ? response : fail("PartError", `${name}: ${response.status}`);
}

export class Checker {
  #wasm;
  #address = 0;
  #room = new Uint16Array(0);
  #shown = new Uint32Array(0);
  #seen = arrived;

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
    const [attribute, exact] = this.#open().passwordRules();
    return { attribute, exact };
  }

  generate() {
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
    if (this.#seen !== arrived) this.#refresh();
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
    this.#seen = arrived;
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

function fail(name, message) {
  const error = new Error(message);
  error.name = name;
  throw error;
}
