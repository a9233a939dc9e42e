// Servers of test pages on the loopback, and the files of the checkout that those pages may load.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const root = new URL("../../", import.meta.url);
const TYPES = { js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm", css: "text/css" };

/** Serves what `answer(url)` returns: a status, a type, a body and, optionally, further headers. */
export async function serving(answer) {
  const server = createServer(async (request, response) => {
    const [status, type, body, headers] = await answer(new URL(request.url, "http://localhost"));
    response.writeHead(status, { "Content-Type": type, ...headers }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { base: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** The answer with a file of the checkout, if `allowed` matches its path; else a 404. */
export async function file(pathname, allowed) {
  const bytes = allowed.test(pathname) && (await readFile(new URL(`.${pathname}`, root)).catch(() => undefined));
  return bytes ? [200, TYPES[pathname.split(".").pop()] ?? "text/plain", bytes] : [404, "text/plain", ""];
}
