// The examples of the documentation, which tests run unchanged.

/** The block after `<!-- example: NAME -->`. */
export function example(document, name, language) {
  const mark = `<!-- example: ${name} -->\n\`\`\`${language}\n`;
  const [, rest] = document.split(mark);
  if (rest === undefined) throw new Error(`there is no block after ${mark}`);
  return rest.slice(0, rest.indexOf("\n```"));
}

/** The output that an example documents: the comments after `console.log(…);` and on separate lines. */
export function printed(code) {
  return [...code.matchAll(/^(?:console\.log\(.*\); \/\/|\/\/|#) (.+)$/gm)].map(([, text]) => text);
}
