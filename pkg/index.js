// The face of the package. Types are checked here, everything is decided in the wasm module.
import initialise, {
  Checker as WasmChecker,
  describe as wasmDescribe,
  policy as wasmPolicy,
} from "./wasm/passgate.js";

let ready = false;
let starting;

/**
 * Loads the wasm module once. Without arguments it is fetched from beside this file.
 * @param {import("./index.d.ts").Source} [source]
 * @returns {Promise<void>}
 */
export default function init(source) {
  starting ??= start(source);
  return starting;
}

async function start(source) {
  try {
    const given = await source;
    await initialise(given === undefined ? undefined : { module_or_path: given });
    ready = true;
  } catch (error) {
    starting = undefined; // A failed download can be tried again.
    throw error;
  }
}

export class Checker {
  #wasm;

  constructor(policy, identity) {
    insistReady();
    this.#wasm = new WasmChecker(policy, identity);
  }

  check(password) {
    return this.#open().check(text(password));
  }

  accepts(password) {
    return this.#open().accepts(text(password));
  }

  checklist(locale) {
    return this.#open().checklist(String(locale));
  }

  refuse(password, violations) {
    this.#open().refuse(text(password), violations);
  }

  passwordRules() {
    return this.#open().passwordRules();
  }

  generate() {
    return this.#open().generate();
  }

  free() {
    this.#wasm?.free();
    this.#wasm = undefined;
  }

  #open() {
    return this.#wasm ?? fail("FreedError", "this Checker was freed");
  }
}

export function describe(violation, locale) {
  insistReady();
  return wasmDescribe(violation, String(locale));
}

export function policy(product) {
  insistReady();
  return JSON.parse(wasmPolicy(String(product)));
}

function text(password) {
  if (typeof password !== "string") throw new TypeError("the password must be a string");
  return password;
}

function insistReady() {
  if (!ready) fail("NotReadyError", "await init() first");
}

function fail(name, message) {
  const error = new Error(message);
  error.name = name;
  throw error;
}
