// The engines that run the package: real browsers, installed by `cargo xtask test`. All have the same
// interface, so that each test is written once:
//
//   engine.launch() → { version, open(address), close() }
//   open(address)   → { evaluate(use, argument), picture(), close() }, in a fresh profile
//
// `use` runs in the page, may be asynchronous, and cannot use variables outside of it; its argument and
// result are JSON.

import { launch as chromium } from "./chromium.mjs";
import { launch as firefox } from "./firefox.mjs";
import { launch as webkit } from "./webkit.mjs";

const programs = JSON.parse(process.env.PASSGATE_ENGINES ?? "null");
if (!programs) throw new Error("PASSGATE_ENGINES is not set: run `cargo xtask test --only browser`");

/**
 * `stated` is the engine's row in docs/package.md. `pinned` marks an exact version; without it, the
 * version is Debian's. `forms` says whether the engine is new enough for the forms with live rows.
 */
const engine = (name, stated, start, { pinned = false, forms = true } = {}) => ({
  name,
  stated,
  pinned,
  forms,
  launch: () => start(programs[name]),
});

export const ENGINES = [
  engine("chromium-92", "Chromium", chromium, { pinned: true, forms: false }),
  engine("chromium-109", "Chromium", chromium, { pinned: true }),
  engine("chromium", "Chromium", chromium),
  engine("firefox", "Firefox", firefox),
  engine("webkit", "WebKitGTK", webkit),
];
