// The one way Chromium is opened, by the tests of the forms and by the bench.

import { chromium } from "playwright-core";

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

export const launch = () => chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });
