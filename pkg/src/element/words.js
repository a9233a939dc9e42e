// The languages of the elements. A test compares the choice with the checker's.

import en from "./words/en.js";
import zhCn from "./words/zh-cn.js";
import zhTw from "./words/zh-tw.js";

export const words = { "zh-CN": zhCn, "zh-TW": zhTw, en };

/** The language for a reader of that BCP 47 tag; English for every other language, and for what is no tag. */
export function negotiate(tag) {
  const { language, script, region } = parsed(tag);
  if (language !== "zh") return "en";
  const isTraditional = script ? script === "Hant" : ["TW", "HK", "MO"].includes(region);
  return isTraditional ? "zh-TW" : "zh-CN";
}

/** The sentences of a language. A page's own, of the same names, take their place. */
export function sentencesOf(locale, own = {}) {
  const all = { ...words[locale] };
  for (const [name, value] of Object.entries(own)) {
    const isGroup = typeof value === "object" && typeof all[name] === "object";
    all[name] = isGroup ? { ...all[name], ...value } : value;
  }
  return all;
}

function parsed(tag) {
  try {
    return new Intl.Locale(tag);
  } catch {
    return {};
  }
}
