// The forms in Chromium against the running stack. All parts are in one file because they must run one
// after another: they change the simulated vendors' rules, which all parts share.

import { after } from "node:test";
import { close } from "./browser.mjs";
import "./loading.mjs";
import "./typing.mjs";
import "./input.mjs";
import "./live.mjs";
import "./suggestion.mjs";
import "./link.mjs";
import "./mangled.mjs";
import "./happy-path.mjs";
import "./siblings.mjs";
import "./refusal.mjs";
import "./failures.mjs";
import "./lost.mjs";
import "./tabs.mjs";
import "./outcomes.mjs";
import "./elsewhere.mjs";
import "./access.mjs";
import "./secrecy.mjs";
import "./learning.mjs";
import "./stale.mjs";

after(close);
