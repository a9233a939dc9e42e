// Pages in Chromium, served from a folder or opened as files, and what they print until their end.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { after } from "node:test";

import { launch } from "../browser/chromium.mjs";

const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/** Starts Chromium. It is closed after the tests of the file. */
export async function chromium() {
  const browser = await launch();
  after(() => browser.close());
  return browser;
}

/** Serves a folder on the loopback. */
export async function serve(folder, headers = {}) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    try {
      const bytes = await readFile(join(folder, path.endsWith("/") ? `${path}index.html` : path));
      response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "text/html", ...headers }).end(bytes);
    } catch {
      response.writeHead(404, { "Content-Type": "text/html" }).end("<!doctype html>");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => new Promise((resolve) => server.close(resolve));
  return { address: `http://127.0.0.1:${server.address().port}/`, close };
}

/** Everything that a page prints until its end, and its errors. */
export async function seen(browser, address) {
  const page = await browser.newPage();
  const printed = [];
  const errors = [];
  const through = new Promise((resolve) => {
    page.on("console", (message) => {
      if (message.type() === "error" && !errors.length) resolve(errors.push(message.text()));
      if (message.type() !== "log") return;
      if (message.text() === "end") resolve();
      else printed.push(message.text());
    });
    page.on("pageerror", ({ name, message }) => resolve(errors.push(`${name}: ${message}`)));
  });
  try {
    await page.goto(address);
    await through;
    return { printed, errors };
  } finally {
    await page.close();
  }
}

/** Everything that the page of a folder prints. */
export async function served(browser, folder, headers) {
  const server = await serve(folder, headers);
  try {
    return await seen(browser, server.address);
  } finally {
    await server.close();
  }
}

/** Calls `act` with the page of a folder. Fails if an error occurs in the page. */
export async function used(browser, folder, act) {
  const server = await serve(folder);
  try {
    await visited(browser, server.address, act);
  } finally {
    await server.close();
  }
}

/** Calls `act` with the page at an address. Fails if an error occurs in the page. */
export async function visited(browser, address, act) {
  const tab = await browser.newPage();
  const errors = [];
  tab.on("pageerror", ({ message }) => errors.push(message));
  try {
    await tab.goto(address);
    await act(tab, errors);
    assert.deepEqual(errors, []);
  } finally {
    await tab.close();
  }
}
