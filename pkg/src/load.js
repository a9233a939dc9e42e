// From wherever the wasm module comes to its exports. Whatever keeps it from being had is a `PartError`
// that names the address, says what came instead, and what to do.
import * as glue from "./passgate_bg.js";

import { passgateError } from "./error.js";

/** How every module of wasm begins: `\0asm` and the version. By itself it is an empty module. */
const EMPTY = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
const MAGIC = 4;

// What to do.
const SERVE = "serve the package's dist/passgate_bg.wasm there, or give init() its address";
const VITE = 'with Vite before 8, configure optimizeDeps: { exclude: ["passgate"] }';
const NETWORK = "check the network, CORS, and connect-src of the Content-Security-Policy";
const BUNDLED = "keep the package out of the server's bundle, or import passgate/inline";
const POLICY = "allow 'wasm-unsafe-eval' in script-src of the Content-Security-Policy (Chromium knows it from 97 on)";
const SAME_BUILD = "take the module and the JavaScript from the same build of the package";
const UNREAD = "give init() a response that nobody has read, or its clone()";
const COPY = "give init() a copy of them";
const SERVER = "let the server judge";

/**
 * Has the module and lends its exports to the glue; resolves to its memory.
 * @param {unknown} source
 * @param {(address: unknown) => unknown} get What an address leads to: a response, or bytes.
 */
export async function load(source, get) {
  const given = await step("the promise given to init()", "was rejected", NETWORK, () => source);
  const address = addressOf(given);
  if (typeof WebAssembly !== "object") throw part(address, "there is no WebAssembly here", SERVER);
  const module = await compiled(await had(given, address, get));
  const imports = await step(address, "no module came", SERVE, () => WebAssembly.Module.imports(module));
  const exports = imports.some((wanted) => wanted.module === GLUE) && (await started(address, module)).exports;
  if (!exports.memory) {
    throw part(address, "another WebAssembly module came, or that of another build of passgate", SAME_BUILD);
  }
  glue.__wbg_set_wasm(exports);
  return exports.memory;
}

/** The module or its bytes, where they are from, and what their sender calls them. */
async function had(given, address, get) {
  const isGiven = isModule(given) || isBytes(given) || isResponse(given);
  const came = isGiven ? given : await step(address, "no answer", reach(address), () => get(given));
  if (!isResponse(came)) return { came, address };
  const from = came.redirected ? `${address} (redirected to ${came.url})` : address;
  if (came.type === "opaque") throw part(from, "an opaque response came, as of no-cors", NETWORK);
  if (!came.ok) throw part(from, `HTTP ${came.status}`, serve(address));
  if (came.bodyUsed) throw part(from, "a response came whose body was read before", UNREAD);
  const bytes = await step(from, "the body broke off", NETWORK, () => came.arrayBuffer());
  return { came: bytes, address: from, type: came.headers?.get("Content-Type") };
}

async function compiled({ came, address, type }) {
  if (isModule(came)) return came;
  const view = await step(address, "the bytes are no longer there", COPY, () =>
    ArrayBuffer.isView(came) ? new Uint8Array(came.buffer, came.byteOffset, came.byteLength) : new Uint8Array(came),
  );
  const size = `${view.length} bytes${type ? `, ${type}` : ""}`;
  if (EMPTY.subarray(0, MAGIC).some((byte, at) => byte !== view[at])) {
    throw part(address, `${look(view)} came instead of WebAssembly (${size})`, serve(address));
  }
  try {
    return await WebAssembly.compile(view);
  } catch (error) {
    await mayRun(address);
    throw part(address, `a damaged or truncated module came (${size}: ${error.message})`, serve(address), error);
  }
}

async function started(address, module) {
  try {
    return await WebAssembly.instantiate(module, { [GLUE]: glue });
  } catch (error) {
    await mayRun(address);
    throw part(address, `the module could not be started (${error.message})`, SAME_BUILD, error);
  }
}

/** What a page forbids, Chromium and Firefox refuse to compile and WebKit to instantiate. */
const mayRun = (address) =>
  step(address, "this page may not run WebAssembly", POLICY, () => WebAssembly.instantiate(EMPTY));

/** What bytes that are no module look like. */
function look(view) {
  if (view.length === 0) return "an empty body";
  if (/^(ï»¿)?\s*</.test(String.fromCharCode(...view.subarray(0, 64)))) return "HTML";
  const hex = Array.from(view.subarray(0, MAGIC), (byte) => byte.toString(16).padStart(2, "0"));
  return `something that begins with ${hex.join(" ")}`;
}

/** A server's bundle has moved the JavaScript away from the module; Next.js has made it an address of a page. */
const reach = (address) => (/^(file:|\/_next\/)/.test(address) ? BUNDLED : NETWORK);

/** Vite's development server moves the JavaScript of packages, and leaves the module where it was. */
const serve = (address) => (address.includes("/.vite/") ? VITE : SERVE);

function addressOf(given) {
  if (isModule(given)) return "the module given to init()";
  if (isBytes(given)) return "the bytes given to init()";
  if (isResponse(given)) return given.url || "the response given to init()";
  return words(given?.url ?? given);
}

/** By what they are called and have: they may be of another window. */
const isModule = (given) => nameOf(given) === "[object WebAssembly.Module]";
const isBytes = (given) => ArrayBuffer.isView(given) || nameOf(given) === "[object ArrayBuffer]";
const isResponse = (given) => typeof given?.ok === "boolean";
export const nameOf = (given) => Object.prototype.toString.call(given);

/** Takes one step; what it throws becomes a `PartError`. */
async function step(address, what, remedy, take) {
  try {
    return await take();
  } catch (error) {
    throw part(address, `${what} (${words(error?.message ?? error)})`, remedy, error);
  }
}

/** A value as text, also one that has none, as what `import * as` gives. */
function words(value) {
  try {
    return String(value);
  } catch {
    return nameOf(value);
  }
}

function part(address, what, remedy, cause) {
  return Object.assign(passgateError("PartError", `${address}: ${what}; ${remedy}`), { cause });
}
