// Starts Chromium, current or old, for the tests and the benchmark.

import { chromium } from "playwright-core";

import { PATIENCE, started } from "./engines/started.mjs";

const EXECUTABLE = process.env.PASSGATE_CHROMIUM ?? "/usr/bin/chromium";
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const launch = (executablePath = EXECUTABLE) =>
  started("Chromium", () => chromium.launch({ executablePath, args: ARGUMENTS, timeout: PATIENCE }));
