// Values as source text: JavaScript, JSON, and the attributes of HTML and JSX.

/** Characters per line of generated text. */
const WIDTH = 100;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/**
 * A value as JavaScript. No string in it ends the script element that it may be in.
 * `indent` is the indentation of the line that the text begins on, `before` the length of what is before it there.
 */
export function literal(value, { indent = "", before = 0 } = {}) {
  const key = (name) => (IDENTIFIER.test(name) ? name : quoted(name));
  return printed(value, { indent, before: indent.length + before, key, text: quoted });
}

/** A value as JSON, for reading. */
export function json(value) {
  return printed(value, { indent: "", before: 0, key: JSON.stringify, text: JSON.stringify });
}

function quoted(text) {
  return JSON.stringify(text).replace(/<(?=[/!])|[\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function printed(value, style) {
  const line = onOneLine(value, style);
  if (style.before + line.length <= WIDTH || typeof value !== "object" || value === null) return line;
  const indent = `${style.indent}  `;
  const inner = (prefix, item) => indent + prefix + printed(item, { ...style, indent, before: indent.length + prefix.length });
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const items = Array.isArray(value)
    ? value.map((item) => inner("", item))
    : Object.entries(value).map(([name, item]) => inner(`${style.key(name)}: `, item));
  return `${open}\n${items.join(",\n")}\n${style.indent}${close}`;
}

function onOneLine(value, style) {
  if (typeof value === "string") return style.text(value);
  if (Array.isArray(value)) return `[${value.map((item) => onOneLine(item, style)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const members = Object.entries(value).map(([name, item]) => `${style.key(name)}: ${onOneLine(item, style)}`);
  return members.length ? `{ ${members.join(", ")} }` : "{}";
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A text in the markup of HTML or of a Vue template. */
export function escaped(text) {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]);
}

/** An attribute of HTML. `true` is an attribute without a value. */
export function htmlAttribute([name, value]) {
  return value === true ? name : `${name}="${escaped(value)}"`;
}

/** An attribute of JSX, where a text in quotes has entities but no escapes. */
export function jsxAttribute([name, value]) {
  if (value === true) return name;
  return /^[^"&\\<>{}\p{Cc}]*$/u.test(value) ? `${name}="${value}"` : `${name}={${quoted(value)}}`;
}

/** A tag with its attributes: on one line, or each on its own. `close` ends the opening tag. */
export function tag(name, attributes, close, indent) {
  const line = `${indent}<${[name, ...attributes].join(" ")}${close}`;
  if (line.length <= WIDTH) return line;
  return `${indent}<${name}\n${attributes.map((attribute) => `${indent}  ${attribute}`).join("\n")}\n${indent}${close.trim()}`;
}
