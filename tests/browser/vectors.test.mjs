// The corpus tests/vectors/*.json through the package, in Chromium.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import test, { after } from "node:test";

import { cases } from "../vectors/corpus.mjs";
import { close, visit } from "./browser.mjs";

const root = new URL("../../", import.meta.url);
const types = { js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm" };

const server = createServer(async (request, response) => {
  if (request.url === "/") {
    response.writeHead(200, { "Content-Type": "text/html" });
    response.end('<!doctype html><title>vectors</title><link rel="icon" href="data:,">');
    return;
  }
  try {
    const body = await readFile(new URL(`.${request.url}`, root));
    response.writeHead(200, { "Content-Type": types[request.url.split(".").pop()] ?? "text/plain" });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

after(async () => {
  await close();
  server.close();
});

const corpus = await cases();
const judged = await visit(`http://127.0.0.1:${server.address().port}/`, {}, (page) =>
  // Lone surrogates do not survive every way into a page; JSON text does.
  page.evaluate(async (text) => {
    const { default: init, Checker } = await import("/pkg/dist/index.js");
    const { judge } = await import("/tests/vectors/corpus.mjs");
    await init();
    return JSON.parse(text).map(({ entry }) => judge(Checker, entry));
  }, JSON.stringify(corpus)),
);

for (const [index, { file, entry }] of corpus.entries()) {
  test(`${file}: ${entry.why}`, () => {
    assert.equal(judged[index].findings, JSON.stringify(entry.findings));
    assert.equal(judged[index].accepts, !entry.findings.some((finding) => finding.status === "unmet"));
  });
}
