// The examples of the documentation, which tests run as they are written.

/** The block after `<!-- example: NAME -->`. */
export function example(document, name, language) {
  const mark = `<!-- example: ${name} -->\n\`\`\`${language}\n`;
  const [, rest] = document.split(mark);
  if (rest === undefined) throw new Error(`there is no block after ${mark}`);
  return rest.slice(0, rest.indexOf("\n```"));
}

/** What an example says it prints: the comments behind `console.log(…);` and on lines of their own. */
export function printed(code) {
  return [...code.matchAll(/^(?:console\.log\(.*\); \/\/|\/\/|#) (.+)$/gm)].map(([, text]) => text);
}
