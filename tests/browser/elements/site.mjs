// Pages with the elements, under a policy that forbids inline scripts and styles and enforces Trusted Types.

import { file, serving } from "../server.mjs";

const PACKAGE = /^\/pkg\/dist\/[\w.-]+$/;
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:; " +
  "require-trusted-types-for 'script'; form-action 'none'";

/** The script that registers the elements. */
export const SCRIPT = "/pkg/dist/element-page.js";

/** Without a background, axe assumes a white one, even in dark mode. */
const STYLE = "body { margin: 0; padding: 1rem; font-family: system-ui; color: CanvasText; background: Canvas }";

const page = ({ head = "", body, lang = "en" }) => `<!doctype html>
<html lang="${lang}">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="icon" href="data:,">
  <title>test page</title>
  <link rel="stylesheet" href="/page.css">
  ${head}
  <body>${body}</body>
</html>`;

export const LOADED = `<script type="module" src="${SCRIPT}"></script>`;
/** The head of a page that supports dark mode. */
export const DARK = '<meta name="color-scheme" content="light dark">';

/** Starts the server. `page(parts)` returns the address of a page; `requests` lists the requested paths. */
export async function site() {
  const pages = [];
  const requests = [];
  const { base, close } = await serving(({ pathname }) => {
    requests.push(pathname);
    const number = pathname.match(/^\/page\/(\d+)$/)?.[1];
    if (number) return [200, "text/html", pages[number], { "Content-Security-Policy": POLICY }];
    if (pathname === "/page.css") return [200, "text/css", STYLE];
    return file(pathname, PACKAGE);
  });
  return {
    requests,
    page(parts) {
      pages.push(page({ head: LOADED, ...parts }));
      return `${base}/page/${pages.length - 1}`;
    },
    close,
  };
}
