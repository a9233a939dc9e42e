// Pages of somebody's own with the elements, under a policy that forbids inline scripts and styles and enforces
// trusted types.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const root = new URL("../../../", import.meta.url);
const TYPES = { js: "text/javascript", wasm: "application/wasm", css: "text/css" };
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:; " +
  "require-trusted-types-for 'script'; form-action 'none'";

/** The script that has the elements. */
export const SCRIPT = "/pkg/dist/element-page.js";

/** axe takes a page without a background for white, also in the dark. */
const STYLE = "body { margin: 0; padding: 1rem; font-family: system-ui; color: CanvasText; background: Canvas }";

const page = ({ head = "", body, lang = "en" }) => `<!doctype html>
<html lang="${lang}">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="icon" href="data:,">
  <title>somebody’s page</title>
  <link rel="stylesheet" href="/page.css">
  ${head}
  <body>${body}</body>
</html>`;

export const LOADED = `<script type="module" src="${SCRIPT}"></script>`;

/** Starts it: `page(parts)` gives the address of a page; `requests` are the paths that were asked for. */
export async function site() {
  const pages = [];
  const requests = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    requests.push(pathname);
    const number = pathname.match(/^\/page\/(\d+)$/)?.[1];
    if (number) {
      return response.writeHead(200, { "Content-Type": "text/html", "Content-Security-Policy": POLICY }).end(pages[number]);
    }
    if (pathname === "/page.css") return response.writeHead(200, { "Content-Type": TYPES.css }).end(STYLE);
    const bytes = /^\/pkg\/(dist\/)?[\w.-]+$/.test(pathname) && (await readFile(new URL(`.${pathname}`, root)).catch(() => undefined));
    if (!bytes) return response.writeHead(404).end();
    return response.writeHead(200, { "Content-Type": TYPES[pathname.split(".").pop()] ?? "text/plain" }).end(bytes);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${server.address().port}`;
  return {
    requests,
    page(parts) {
      pages.push(page({ head: LOADED, ...parts }));
      return `${base}/page/${pages.length - 1}`;
    },
    close: () => server.close(),
  };
}
