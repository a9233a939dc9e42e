// Every failure to load the module is a `PartError`. Its message has the address, what arrived instead,
// and the remedy; a later call can succeed.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import test, { after } from "node:test";

const wasm = await readFile(new URL("../../pkg/dist/passgate_bg.wasm", import.meta.url));
/** A separate instance of the JavaScript module, as in a newly opened page. */
let pages = 0;
const page = (face = "index.js") => import(`../../pkg/dist/${face}?page=${(pages += 1)}`);

const HTML = "<!doctype html><title>passgate</title>";
const OTHER = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
/** What the server answers at each path. */
const ANSWERS = {
  "/right.wasm": [200, "application/wasm", wasm],
  "/untyped.wasm": [200, undefined, wasm],
  "/html.wasm": [200, "text/html; charset=utf-8", `\ufeff \n${HTML}`],
  "/typed-html.wasm": [200, "application/wasm", HTML],
  "/empty.wasm": [200, "application/wasm", ""],
  "/truncated.wasm": [200, "application/wasm", wasm.subarray(0, 50_000)],
  "/three-bytes.wasm": [200, "application/wasm", wasm.subarray(0, 3)],
  "/json.wasm": [200, "application/json", '{"error":"no such file"}'],
  "/other.wasm": [200, "application/wasm", OTHER],
  "/.vite/deps/passgate_bg.wasm": [200, "text/html", HTML],
};

const server = createServer((request, response) => {
  if (request.url === "/moved.wasm") return response.writeHead(302, { Location: "/html.wasm" }).end();
  if (request.url === "/broken.wasm") {
    response.writeHead(200, { "Content-Type": "application/wasm", "Content-Length": wasm.length });
    return response.write(wasm.subarray(0, 9_000), () => response.destroy());
  }
  const [status, type, body] = ANSWERS[request.url] ?? [404, "text/html", HTML];
  response.writeHead(status, type ? { "Content-Type": type } : {}).end(body);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const base = `http://127.0.0.1:${server.address().port}`;
const closed = await new Promise((resolve) => {
  const other = createServer().listen(0, "127.0.0.1", () => {
    const address = `http://127.0.0.1:${other.address().port}/passgate_bg.wasm`;
    other.close(() => resolve(address));
  });
});
after(() => server.close());

const SERVE = /serve the package's dist\/passgate_bg\.wasm there, or give init\(\) its address$/;
const NETWORK = /check the network, CORS, and connect-src of the Content-Security-Policy$/;
const SAME_BUILD = /take the module and the JavaScript from the same build of the package$/;
const UNREAD = /give init\(\) a response that nobody has read, or its clone\(\)$/;

/** The module with another build id. */
function ofAnotherBuild() {
  const [{ module }] = WebAssembly.Module.imports(new WebAssembly.Module(wasm));
  const bytes = new Uint8Array(wasm);
  for (let at = 0; (at = Buffer.from(bytes).indexOf(module, at)) >= 0; ) {
    const digit = at + module.indexOf("_") + 1;
    bytes[digit] = bytes[digit] === 0x30 ? 0x31 : 0x30;
  }
  return bytes;
}

/** A module without exports that imports one function, which our module imports, too. */
function asksForOurs() {
  const [{ module, name }] = WebAssembly.Module.imports(new WebAssembly.Module(wasm));
  const text = (it) => [it.length, ...Buffer.from(it)];
  const wanted = [1, ...text(module), ...text(name), 0, 0];
  return Uint8Array.of(...OTHER, 1, 4, 1, 0x60, 0, 0, 2, wanted.length, ...wanted);
}

function moved() {
  const bytes = new Uint8Array(wasm);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes.buffer;
}

async function read(response) {
  await response.arrayBuffer();
  return response;
}

/** For each failure: the source, the address in the message, what arrived, the remedy. */
const failures = {
  "HTML in its place": [() => `${base}/html.wasm`, `${base}/html.wasm`, /HTML came .*\(\d+ bytes, text\/html/, SERVE],
  "HTML that calls itself wasm": [() => new URL(`${base}/typed-html.wasm`), `${base}/typed-html.wasm`, /HTML came/, SERVE],
  "HTML after a redirect": [() => `${base}/moved.wasm`, `${base}/moved.wasm (redirected to ${base}/html.wasm)`, /HTML came/, SERVE],
  "HTML where Vite moved the package": [
    () => `${base}/.vite/deps/passgate_bg.wasm`,
    `${base}/.vite/deps/passgate_bg.wasm`,
    /HTML came/,
    /optimizeDeps: { exclude: \["passgate"\] }$/,
  ],
  "nothing under that address": [() => new Request(`${base}/gone.wasm`), `${base}/gone.wasm`, /HTTP 404/, SERVE],
  "an empty body": [() => `${base}/empty.wasm`, `${base}/empty.wasm`, /an empty body came .*\(0 bytes, application\/wasm\)/, SERVE],
  "a truncated module": [() => `${base}/truncated.wasm`, `${base}/truncated.wasm`, /a damaged or truncated module came \(50000 bytes/, SERVE],
  "three bytes": [() => `${base}/three-bytes.wasm`, `${base}/three-bytes.wasm`, /something that begins with 00 61 73 came/, SERVE],
  "something else": [() => `${base}/json.wasm`, `${base}/json.wasm`, /begins with 7b 22 65 72 came .*application\/json/, SERVE],
  "another module": [() => `${base}/other.wasm`, `${base}/other.wasm`, /another WebAssembly module came/, SAME_BUILD],
  "the module of another build": [ofAnotherBuild, "the bytes given to init()", /that of another build/, SAME_BUILD],
  "another compiled module": [() => new WebAssembly.Module(OTHER), "the module given to init()", /another WebAssembly module/, SAME_BUILD],
  "a connection that breaks": [() => `${base}/broken.wasm`, `${base}/broken.wasm`, /the body broke off \(/, NETWORK],
  "no server at the address": [() => closed, closed, /no answer \(/, NETWORK],
  "no address at all": [() => "http://", "http://", /no answer \(/, NETWORK],
  "a response of HTML": [() => new Response(HTML), "the response given to init()", /HTML came/, SERVE],
  "a response with an error": [() => fetch(`${base}/gone.wasm`), `${base}/gone.wasm`, /HTTP 404/, SERVE],
  "a response that was read before": [async () => read(await fetch(`${base}/right.wasm`)), `${base}/right.wasm`, /read before/, UNREAD],
  "an opaque response": [() => ({ ok: false, type: "opaque", url: "" }), "the response given to init()", /opaque/, NETWORK],
  "a network error as a response": [() => Response.error(), "the response given to init()", /HTTP 0/, SERVE],
  "a promise that is rejected": [() => Promise.reject(new Error("offline")), "the promise given to init()", /was rejected \(offline\)/, NETWORK],
  "a promise that is rejected with nothing": [() => Promise.reject(), "the promise given to init()", /was rejected \(undefined\)/, NETWORK],
  "no bytes": [() => new ArrayBuffer(0), "the bytes given to init()", /an empty body/, SERVE],
  "damaged bytes": [() => wasm.map((byte, at) => (at > 200 ? 0xff : byte)), "the bytes given to init()", /a damaged or truncated module/, SERVE],
  "a view of other bytes": [() => new DataView(wasm.buffer, wasm.byteOffset + 8, 64), "the bytes given to init()", /something that begins with/, SERVE],
  "a buffer that was moved": [() => moved(), "the bytes given to init()", /the bytes are no longer there \(/, /give init\(\) a copy of them$/],
  "an object that has only the tag of a module": [() => ({ [Symbol.toStringTag]: "WebAssembly.Module" }), "the module given to init()", /no module came \(/, SERVE],
  "a foreign module with one of our imports": [asksForOurs, "the bytes given to init()", /another WebAssembly module/, SAME_BUILD],
  "an object without toString(), such as a module namespace": [() => Object.create(null), "[object Object]", /no answer \(/, NETWORK],
  "a promise that is rejected with such an object": [() => Promise.reject(Object.create(null)), "the promise given to init()", /was rejected \(\[object Object\]\)/, NETWORK],
  "null": [() => null, "null", /no answer \(/, NETWORK],
  "a number": [() => 7, "7", /no answer \(/, NETWORK],
};

for (const [why, [given, address, came, remedy]] of Object.entries(failures)) {
  test(`${why}: a PartError, and the next call succeeds`, async () => {
    const { init, Checker } = await page();
    await assert.rejects(init(given()), ({ name, message }) => {
      assert.equal(name, "PartError");
      assert.equal(message.slice(0, address.length + 2), `${address}: `, message);
      assert.match(message, came);
      assert.match(message, remedy);
      return true;
    });
    assert.throws(() => new Checker("eiam"), { name: "NotReadyError" });
    await init(`${base}/right.wasm`);
    assert.equal(new Checker("eiam").accepts("P@ssw0rd123"), true);
  });
}

test("the platform's error is the cause of the PartError", async () => {
  const { init } = await page();
  const cause = new RangeError("why");
  await assert.rejects(init(Promise.reject(cause)), (error) => error instanceof Error && error.cause === cause);
});

test("without WebAssembly the error says so, with the remedy", async () => {
  const { init } = await page();
  const { WebAssembly: platform } = globalThis;
  delete globalThis.WebAssembly;
  try {
    const message = `${base}/right.wasm: there is no WebAssembly here; let the server judge`;
    await assert.rejects(init(`${base}/right.wasm`), { name: "PartError", message });
  } finally {
    globalThis.WebAssembly = platform;
  }
  await init(`${base}/right.wasm`);
});

// A Content Security Policy without 'wasm-unsafe-eval' blocks these calls, whatever the bytes are.
for (const [engine, refused] of [
  ["Chromium and Firefox", ["compile", "instantiate"]],
  ["WebKit", ["instantiate"]],
]) {
  test(`if the page's policy blocks WebAssembly, the error names the keyword to allow: as in ${engine}`, async () => {
    const { init } = await page();
    const { compile, instantiate } = WebAssembly;
    for (const name of refused) {
      WebAssembly[name] = async () => {
        throw new WebAssembly.CompileError("disallowed by embedder");
      };
    }
    try {
      await assert.rejects(init(`${base}/right.wasm`), {
        name: "PartError",
        message: /right\.wasm: this page may not run .*allow 'wasm-unsafe-eval' in script-src of the Content-Security-Policy/,
      });
    } finally {
      Object.assign(WebAssembly, { compile, instantiate });
    }
    await init(`${base}/right.wasm`);
  });
}

const sources = {
  "an address": () => `${base}/right.wasm`,
  "an address without a Content-Type": () => new URL(`${base}/untyped.wasm`),
  "a request": () => new Request(`${base}/right.wasm`),
  "a response": () => fetch(`${base}/right.wasm`),
  "bytes": () => wasm,
  "a buffer": () => new Uint8Array(wasm).buffer,
  "a view": () => new DataView(wasm.buffer, wasm.byteOffset, wasm.byteLength),
  "a module": () => new WebAssembly.Module(wasm),
  "a promise of a module": () => WebAssembly.compile(wasm),
};

for (const [why, given] of Object.entries(sources)) {
  test(`${why} is a source`, async () => {
    const { default: init, Checker } = await page();
    await init(given());
    assert.equal(new Checker("eiam").accepts("P@ssw0rd123"), true);
  });
}

test("the module is loaded once; a second source is ignored, even if it is rejected", async () => {
  const { init } = await page();
  await Promise.all([init(wasm), init(Promise.reject(new Error("a second one")))]);
  await init(Promise.reject(new Error("a third one")));
});

test("in Node, a missing file is a PartError, too", async () => {
  const { init, Checker } = await page("node.js");
  const gone = new URL("../../pkg/dist/gone.wasm", import.meta.url);
  await assert.rejects(init(gone), ({ name, message }) => {
    assert.equal(name, "PartError");
    assert.ok(message.startsWith(`${gone}: no answer (ENOENT`), message);
    assert.match(message, /keep the package out of the server's bundle, or import passgate\/inline$/);
    return true;
  });
  await init(new URL("../../pkg/dist/passgate_bg.wasm", import.meta.url).href);
  assert.equal(new Checker("eiam").accepts("P@ssw0rd123"), true);
});
