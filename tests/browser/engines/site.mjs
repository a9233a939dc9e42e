// An empty page that may import the package, with or without a Content Security Policy; and what a
// misconfigured host may send instead of the module.

import { readFile } from "node:fs/promises";

import { file, serving } from "../server.mjs";

const root = new URL("../../../", import.meta.url);
const SHARED = /^\/(pkg\/dist|tests\/vectors|tests\/browser\/engines)\/[\w.-]+$/;
const PAGE = '<!doctype html><html lang="en"><title>somebody’s page</title><link rel="icon" href="data:,"></html>';

/** The address from which a page imports the package. */
export const PACKAGE = "/pkg/dist/index.js";
const MODULE = "pkg/dist/passgate_bg.wasm";

/** What a host sends instead of the module, and what the error must mention. */
const INSTEAD = {
  page: { what: "a page", told: /text\/html/, answer: () => [200, "text/html", PAGE] },
  nothing: { what: "nothing", told: /empty/, answer: () => [200, "application/wasm", ""] },
  half: { what: "half of the module", told: /truncated/, answer: async () => [200, "application/wasm", await half()] },
  missing: { what: "a 404", told: /404/, answer: () => [404, "text/html", PAGE] },
};

/**
 * Starts the server. Returns the address of a page under `policy`, the addresses with something else
 * than the module, and `close`.
 */
export async function site() {
  const { base, close } = await serving(answer);
  return {
    page: (policy) => `${base}/?${new URLSearchParams({ policy })}`,
    instead: Object.entries(INSTEAD).map(([id, { what, told }]) => ({ what, told, address: `${base}/instead/${id}` })),
    close,
  };
}

async function answer({ pathname, searchParams }) {
  if (pathname === "/") {
    const policy = searchParams.get("policy");
    return [200, "text/html", PAGE, policy && { "Content-Security-Policy": policy }];
  }
  const instead = INSTEAD[pathname.replace("/instead/", "")];
  if (instead) return instead.answer();
  return file(pathname, SHARED);
}

async function half() {
  const module = await readFile(new URL(MODULE, root));
  return module.subarray(0, module.length / 2);
}
