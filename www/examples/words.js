// The languages of the playground.

import { negotiate } from "../../pkg/src/element/words.js";
import en from "./words/en.js";
import zhCn from "./words/zh-cn.js";
import zhTw from "./words/zh-tw.js";

export const words = { en, "zh-CN": zhCn, "zh-TW": zhTw };

/** The languages by their own names. */
export const NAMES = { en: "English", "zh-CN": "简体", "zh-TW": "繁體" };

/** The language for the browser's list of preferences: the first one that the playground has, else English. */
export function chosen(preferences) {
  const tag = preferences.find((preference) => /^(en|zh)\b/i.test(preference));
  return negotiate(tag ?? "en");
}
