/** Where a language is added: one file of sentences each, and its line here. */

import en from "./words-en.js";
import zhCn from "./words-zh-cn.js";

export const words = { "zh-CN": zhCn, en };
