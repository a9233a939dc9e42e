// `node --import`: replaces one file of www/ by a mutant, in the script of every page that the tests open and in the
// tests' own imports. PASSGATE_MUTANT names the file, PASSGATE_MUTANT_TEXT the file with the changed text.

import { readFileSync } from "node:fs";
import { register } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";

import { script } from "../../../crates/xtask/node/page-script.mjs";

const { PASSGATE_MUTANT: name, PASSGATE_MUTANT_TEXT: path } = process.env;
/** Playwright's default is half a minute; a shorter timeout detects a broken form sooner. */
const PATIENCE_MS = 12_000;

const text = readFileSync(path, "utf8");
const www = new URL("../../../www/", import.meta.url);
const mutant = fileURLToPath(new URL(name, www));
register("./loader.mjs", { parentURL: import.meta.url, data: { url: new URL(name, www).href, body: text } });

const { outputFiles: [{ text: body }] } = await build({
  ...script,
  absWorkingDir: fileURLToPath(www),
  write: false,
  plugins: [{ name: "mutant", setup: ({ onLoad }) => onLoad({ filter: /\.js$/ }, (file) => (file.path === mutant ? { contents: text } : undefined)) }],
});

const launch = chromium.launch.bind(chromium);
chromium.launch = async (options) => {
  const browser = await launch(options);
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (more) => {
    const context = await newContext(more);
    context.setDefaultTimeout(PATIENCE_MS);
    await context.route(
      (url) => url.pathname.endsWith("/page.js"),
      (route) => route.fulfill({ contentType: "text/javascript", body }),
    );
    return context;
  };
  return browser;
};
