// The forms on an origin that is not the edge's: one that the edge allows, and one that it does not.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { formOf, goodPassword, reads, visit } from "./browser.mjs";
import { allowedOrigin, base, isPassword, newAccount, newLink } from "./stack.mjs";

const files = new URL("../../dist/www/", import.meta.url);
const types = {
  css: "text/css",
  html: "text/html; charset=utf-8",
  js: "text/javascript",
  svg: "image/svg+xml",
  wasm: "application/wasm",
};
const POLICY = [
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'",
  `connect-src 'self' ${base}`,
  "require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; form-action 'self'",
].join("; ");

/** Serves the forms from another origin: the same files, and one `<meta>` element with the edge's address. */
const server = () =>
  createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://x");
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    try {
      let body = await readFile(new URL(`.${path}`, files));
      if (path.endsWith(".html")) {
        const meta = `<meta name="passgate-edge" content="${base}">`;
        body = body.toString().replace("<title>", `${meta}\n    <title>`);
      }
      const type = types[path.split(".").pop()] ?? "application/octet-stream";
      response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": POLICY });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });

const listeners = [];

after(() => {
  for (const listener of listeners) listener.close();
});

async function listening(port) {
  const listener = server();
  await new Promise((resolve, reject) => listener.once("error", reject).listen(port, "127.0.0.1", resolve));
  listeners.push(listener);
  return `http://127.0.0.1:${listener.address().port}`;
}

for (const product of ["feishu", "eiam"]) {
  test(`${product}: a form on an allowed origin resets the password`, async () => {
    const origin = await elsewhere();
    const account = await newAccount();
    const link = (await newLink(product, account)).replace(base, origin);
    const password = goodPassword();
    await visit(link, {}, async (page) => {
      const asked = new Set();
      page.on("request", (request) => asked.add(`${request.method()} ${new URL(request.url()).origin}`));
      const form = formOf(page);
      await form.password.pressSequentially(password);
      await form.confirm.fill(password);
      assert.equal(new URL(page.url()).origin, origin);
      await form.submit.click();
      await reads(form.heading, form.words.notices.done.title);
      assert.ok(asked.has(`${product === "feishu" ? "POST" : "PUT"} ${base}`), [...asked].join());
    });
    assert.ok(await isPassword(product, account, password));
  });
}

test("a form on an origin that is not allowed gets no answer, and the link stays valid", async () => {
  const stranger = await listening(0);
  const account = await newAccount();
  const link = await newLink("feishu", account);
  await visit(link.replace(base, stranger), {}, async (page, { logged }) => {
    const form = formOf(page);
    await reads(form.heading, form.words.notices.offline.title);
    assert.ok(logged.some((line) => line.includes("blocked by CORS policy")), logged.join("\n"));
    logged.length = 0;
  });
  await visit(link, {}, (page) => formOf(page).password.waitFor());
});

let listed;

/** The address of the forms on the origin that the edge allows. */
export function elsewhere() {
  listed ??= listening(new URL(allowedOrigin).port);
  return listed;
}
