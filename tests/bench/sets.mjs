// The texts, the same on every machine.

const CHARACTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#$%&*+-";

/** 64 random passwords of 16 ASCII characters: nothing in them lets a check end early. */
export function sixteen() {
  return Array.from({ length: 64 }, (_, index) => random(index, 16));
}

/** One random text of so many ASCII characters. */
export function random(seed, length) {
  let state = Math.imul(seed + 1, 2_654_435_761) >>> 0;
  const text = [];
  while (text.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const character = CHARACTERS[(state >>> 16) % CHARACTERS.length];
    if (character !== text.at(-1)) text.push(character);
  }
  return text.join("");
}

/** At most `most` entries of a list, evenly spread over it. */
export function spread(list, most) {
  const step = Math.max(1, Math.ceil(list.length / most));
  return list.filter((_, index) => index % step === 0);
}

/** What a fresh engine is asked first. */
export const FIRST = "Kx7#mQ2$vL9pTz4!";
