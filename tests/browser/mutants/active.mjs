// `node --import`: replaces one file of www/ or the elements by a mutant, in the scripts of every page that the tests
// open and in the tests' own imports. PASSGATE_MUTANT names the file, PASSGATE_MUTANT_TEXT the file with the changed text.

import { readFileSync } from "node:fs";
import { register } from "node:module";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

import { bundles } from "./bundles.mjs";

const { PASSGATE_MUTANT: name, PASSGATE_MUTANT_TEXT: path } = process.env;
/** Playwright's default is half a minute; a shorter timeout detects a broken form sooner. */
const PATIENCE_MS = 12_000;

const text = readFileSync(path, "utf8");
const url = new URL(name, new URL("../../../www/", import.meta.url));
register("./loader.mjs", { parentURL: import.meta.url, data: { url: url.href, body: text } });

const scripts = Object.entries(await bundles({ path: fileURLToPath(url), text }));

const launch = chromium.launch.bind(chromium);
chromium.launch = async (options) => {
  const browser = await launch(options);
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (more) => {
    const context = await newContext(more);
    context.setDefaultTimeout(PATIENCE_MS);
    for (const [end, body] of scripts) {
      await context.route(
        ({ pathname }) => pathname.endsWith(end),
        (route) => route.fulfill({ contentType: "text/javascript", body }),
      );
    }
    return context;
  };
  return browser;
};
