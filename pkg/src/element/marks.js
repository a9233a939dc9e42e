// The part of the text that a row is about: the row names it, and it is marked while the text is shown.

import { make } from "./dom.js";

/**
 * One grapheme: a flag, a base character with its marks and what emoji add to it, or emoji that zero-width joiners
 * join. Firefox before 125 has no `Intl.Segmenter`.
 */
const GRAPHEME = /\p{RI}\p{RI}|\p{Extended_Pictographic}[\p{M}\p{EMod}\u{e0020}-\u{e007f}]*(?:\u200d\p{Extended_Pictographic}[\p{M}\p{EMod}]*)*|[^\p{M}\p{C}]\p{M}+|./gsu;
const PICTURE = /^[\p{Extended_Pictographic}\p{RI}]/u;
/** The row names at most this many, then the total. */
const NAMED = 4;
const UNSEEN = /[\p{Cc}\p{Cf}\p{Z}\p{Cs}]/u;

/**
 * The part of the text that a row is about, as words. It always names unsupported characters, because the person has
 * to remove them. It quotes a part of the text only while the text is shown; otherwise it gives the position.
 */
export function about({ rule, spans = [] }, text, { isRevealed, words }) {
  if (spans.length === 0) return "";
  if (rule === "charset") return words.characters({ names: named(spans, text, words) });
  if (rule !== "identity") return "";
  if (isRevealed) return words.parts({ parts: spans.slice(0, NAMED).map(([from, to]) => text.slice(from, to)) });
  return words.places({ places: spans.slice(0, NAMED).map(([from, to]) => ({ from: from + 1, to })) });
}

/** Whether a row names characters of different kinds: the checker's advice is about the first one only. */
export function isMixed({ rule, spans = [] }, text) {
  if (rule !== "charset") return false;
  return new Set(partsOf(spans, text).map(({ part }) => kindOf(part))).size > 1;
}

/** The text in pieces, each marked or not; no piece if no row has a span. */
export function pieces(rows, text) {
  const spans = merged(rows.flatMap(({ status, spans = [] }) => (status === "met" ? [] : spans)));
  if (spans.length === 0) return [];
  const all = [];
  let end = 0;
  for (const [from, to] of spans) {
    all.push({ text: text.slice(end, from), isMarked: false }, { text: text.slice(from, to), isMarked: true });
    end = to;
  }
  return [...all, { text: text.slice(end), isMarked: false }];
}

/** The pieces as nodes. `show` returns the text to write for a piece. */
export function nodes(all, show) {
  return all.map(({ text, isMarked }) => (isMarked ? make("mark", "mark", {}, show(text)) : show(text)));
}

/** The text with a visible form of every invisible character. */
export function seen(text) {
  const shown = (character) => {
    if (character === " ") return "␣";
    return UNSEEN.test(character) ? `[${codePoint(character)}]` : character;
  };
  // The joiners of an emoji are a part of what one sees.
  return graphemes(text).map((grapheme) => (PICTURE.test(grapheme) ? grapheme : Array.from(grapheme, shown).join(""))).join("");
}

function merged(spans) {
  const sorted = [...spans].sort(([a], [b]) => a - b);
  const joined = [];
  for (const [from, to] of sorted) {
    const last = joined[joined.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

function named(spans, text, words) {
  const all = [...new Set(partsOf(spans, text).map((found) => nameOf(found, text, words)))];
  return all.length > NAMED ? [...all.slice(0, NAMED), words.more({ total: all.length })] : all;
}

function graphemes(text) {
  return text.match(GRAPHEME) ?? [];
}

/** The graphemes of which a span has a part: their text, or what of it nobody sees alone, and where it begins. */
function partsOf(spans, text) {
  let end = 0;
  return graphemes(text).flatMap((whole) => {
    const at = end;
    end += whole.length;
    const inside = spans.filter(([from, to]) => from < end && to > at);
    const part = inside.map(([from, to]) => text.slice(Math.max(from, at), Math.min(to, end))).join("");
    if (part === "") return [];
    return /^[\p{Cc}\p{Cf}\p{Z}\p{Cs}]+$/u.test(part) ? Array.from(part, (unseen) => ({ part: unseen, at })) : [{ part: whole, at }];
  });
}

function kindOf(character) {
  if (character === " ") return "space";
  const kinds = { picture: PICTURE, unseen: UNSEEN, letter: /[\p{L}\p{M}\p{N}]/u };
  return Object.keys(kinds).find((kind) => kinds[kind].test(character)) ?? "sign";
}

function nameOf({ part: character, at }, text, words) {
  if (character === " ") return at === 0 ? words.leading : at === text.length - 1 ? words.trailing : words.space;
  if (character === "\t") return words.tab;
  if (character === "\u3000") return words.wide;
  return UNSEEN.test(character) && !PICTURE.test(character) ? codePoint(character) : words.quoted(character);
}

/** The notation of Unicode: U+202E. */
export const codePoint = (character) => `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
