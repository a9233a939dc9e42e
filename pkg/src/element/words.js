// The languages of the elements. A test compares the negotiation with the checker's.

import en from "./words/en.js";
import zhCn from "./words/zh-cn.js";
import zhTw from "./words/zh-tw.js";

export const words = { "zh-CN": zhCn, "zh-TW": zhTw, en };

/** The language for a BCP 47 tag. Other languages and invalid tags get English. */
export function negotiate(tag) {
  const { language, script, region } = parsed(tag);
  if (language !== "zh") return "en";
  const isTraditional = script ? script === "Hant" : ["TW", "HK", "MO"].includes(region);
  return isTraditional ? "zh-TW" : "zh-CN";
}

/** The sentences of a language. The page's own sentences override those of the same name. */
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
