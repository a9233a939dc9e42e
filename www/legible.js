import { codePoint } from "../pkg/src/element/marks.js";

/** Control characters and marks of direction, which make a name read as another one. */
const DISARMED = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** A text from outside, with its invisible characters as code points: `user\u202egpj.exe` does not read `userexe.jpg`. */
export function legible(text) {
  return text.replace(DISARMED, (mark) => `[${codePoint(mark)}]`);
}
