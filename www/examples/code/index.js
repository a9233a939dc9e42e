// The code to paste, for each framework.

import { antDesign, elementPlus, schema } from "./rules.js";
import { html, react, vue } from "./elements.js";

/** By the name of the framework: its name for people, and a function from the state and the words to the code. */
export const FRAMEWORKS = {
  html: { name: "HTML", code: html },
  react: { name: "React", code: react },
  vue: { name: "Vue", code: vue },
  antd: { name: "Ant Design", code: antDesign },
  "element-plus": { name: "Element Plus", code: elementPlus },
  schema: { name: "Schema / zod", code: schema },
};
