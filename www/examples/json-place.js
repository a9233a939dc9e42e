// Where in a JSON text the value at a path is, such as `rules[2].max`.

const SPACE = /[ \t\r\n]*/y;
/** A string, or whatever has no structure of its own: a number, `true`, `null`. */
const SCALAR = /"(?:[^"\\]|\\.)*"|[^\s,:[\]{}"]+/y;

/** The range of the value in a valid JSON text; of the value around it if the path leads to none. */
export function placeOf(text, path) {
  const steps = path.match(/[^.[\]]+/g) ?? [];
  let at = 0;

  const skip = (pattern) => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [""];
    at += found.length;
    return found;
  };
  /** Reads the value that begins here. Returns the range of the value at the remaining steps, if that is wanted. */
  const read = (depth) => {
    skip(SPACE);
    const start = at;
    const opened = text[at];
    if (opened !== "{" && opened !== "[") {
      skip(SCALAR);
      return { start, end: at };
    }
    let wanted;
    at += 1;
    for (let index = 0; ; index += 1) {
      skip(SPACE);
      if (text[at] === "," ) at += 1;
      skip(SPACE);
      if (at >= text.length || text[at] === "}" || text[at] === "]") break;
      let name = String(index);
      if (opened === "{") {
        name = JSON.parse(skip(SCALAR));
        skip(SPACE);
        at += 1; // The colon.
      }
      const isWanted = depth !== undefined && name === steps[depth];
      const inner = read(isWanted ? depth + 1 : undefined);
      if (isWanted) wanted = inner;
    }
    at += 1;
    return wanted ?? { start, end: at };
  };
  return read(0);
}

/** Where the text stops being JSON, as far as the engine's message says. */
export function placeOfSyntax(text, message) {
  const [, position] = message.match(/position (\d+)/) ?? [];
  const [, line, column] = message.match(/line (\d+) column (\d+)/) ?? [];
  if (position === undefined && line === undefined) return undefined;
  const before = text.split("\n").slice(0, Number(line) - 1).join("\n").length;
  const start = position === undefined ? before + Number(column) : Number(position);
  return { start: Math.min(start, text.length), end: Math.min(start + 1, text.length) };
}

export const lineOf = (text, offset) => text.slice(0, offset).split("\n").length;
