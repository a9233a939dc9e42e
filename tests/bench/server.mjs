// What the pages load, served as a static host would: compressed by Brotli, never cached.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

import { bundle } from "./bundle.mjs";
import { WAYS } from "./first-page.mjs";
import { PEERS } from "./peers/index.mjs";

const compress = promisify(brotliCompress);
/** Where the package's files for browsers lie. */
const dist = new URL(".", import.meta.resolve("passgate/passgate.wasm"));
const TYPES = { js: "text/javascript", mjs: "text/javascript", json: "application/json", wasm: "application/wasm" };
const PAGE = (script, links = "") =>
  `<!doctype html><html lang="en"><title>bench</title><link rel="icon" href="data:,">${links}<script type="module">${script}</script>`;

/** Brotli, as strong as it gets: what a build step does once. */
export function shrunk(bytes) {
  return compress(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}

/** What is the product's or a peer's; the rest is the harness's own, and only has to arrive. */
const isMeasured = (path) => /^\/(pkg|bundle)\//.test(path);

/**
 * Starts the server. `transferred` says what one visitor (by its `User-Agent`) took: compressed
 * bytes by path.
 */
export async function serve() {
  const shelf = new Map();
  const visits = new Map();
  const load = async (path) => {
    const [, folder, name] = path.split("/", 3);
    if (folder === "bundle") return bundle(`peers/${name.replace(/\.js$/, ".mjs")}`);
    if (path === "/page.js") return bundle("page.mjs");
    if (folder === "data") return readFile(new URL(`data/${name}`, import.meta.url));
    if (folder === "bench") return readFile(new URL(name, import.meta.url));
    if (folder === "pkg") return readFile(new URL(path.slice("/pkg/".length), dist));
    throw new Error(`there is no ${path}`);
  };
  const stock = async (path) => {
    if (!shelf.has(path)) shelf.set(path, load(path).then((bytes) => (isMeasured(path) ? shrunk(bytes) : bytes)));
    return shelf.get(path);
  };
  const server = createServer(async (request, response) => {
    const path = request.url.split("?")[0];
    const visit = visits.get(request.headers["user-agent"]) ?? {};
    visits.set(request.headers["user-agent"], visit);
    const headers = {
      "Cache-Control": "no-store",
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    };
    try {
      const [, way, id] = path.split("/", 3);
      if (path === "/" || way in WAYS) {
        const page = path === "/" ? ['import "/page.js";'] : WAYS[way](id);
        return response.writeHead(200, { ...headers, "Content-Type": "text/html" }).end(PAGE(...page));
      }
      const body = await stock(path);
      const type = TYPES[path.split(".").pop()] ?? "application/octet-stream";
      const encoding = isMeasured(path) ? { "Content-Encoding": "br" } : {};
      response.writeHead(200, { ...headers, ...encoding, "Content-Type": type });
      response.end(body, () => {
        if (isMeasured(path)) visit[path] = body.length;
      });
    } catch (error) {
      response.writeHead(404, headers).end(error.message);
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  // No measurement includes the time of a bundler or a compressor.
  await Promise.all([...["nothing", ...Object.keys(PEERS)].map((id) => `/bundle/${id}.js`), "/page.js"].map(stock));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    transferred: (visitor) => visits.get(visitor),
    bytes: async (id) => (await stock(`/bundle/${id}.js`)).length,
    close: () => server.close(),
  };
}
