// `node --import`: puts one changed file of www/ in the place of the served one, in every page that the
// tests open, and in the place of the one that the tests themselves import. It is named in
// PASSGATE_MUTANT, the file with the changed text in PASSGATE_MUTANT_TEXT.

import { readFileSync } from "node:fs";
import { register } from "node:module";
import { chromium } from "playwright-core";

const { PASSGATE_MUTANT: name, PASSGATE_MUTANT_TEXT: path } = process.env;
/** Half of a form that does not work is found out sooner than after half a minute. */
const PATIENCE_MS = 12_000;

const body = readFileSync(path, "utf8");
register("./loader.mjs", { parentURL: import.meta.url, data: { url: new URL(`../../../www/${name}`, import.meta.url).href, body } });

const launch = chromium.launch.bind(chromium);
chromium.launch = async (options) => {
  const browser = await launch(options);
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (more) => {
    const context = await newContext(more);
    context.setDefaultTimeout(PATIENCE_MS);
    await context.route(
      (url) => url.pathname === `/${name}`,
      (route) => route.fulfill({ contentType: "text/javascript", body }),
    );
    return context;
  };
  return browser;
};
