// The elements of the package in Chromium.

import { after } from "node:test";
import { close } from "./browser.mjs";
import { host } from "./elements/page.mjs";
import "./elements/rules.mjs";
import "./elements/several.mjs";
import "./elements/given.mjs";
import "./elements/field.mjs";
import "./elements/generator.mjs";
import "./elements/labels.mjs";
import "./elements/look.mjs";

after(async () => {
  await close();
  host.close();
});
