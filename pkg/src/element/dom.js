// Creates and finds nodes without markup strings, because pages may enforce Trusted Types.

const PREFIX = "passgate-";
const SVG = "http://www.w3.org/2000/svg";

/** A node with attributes, listeners (`onclick: fn`) and children. Pages style it by its class or as a part. */
export function make(tag, part, attributes = {}, ...children) {
  const node = document.createElement(tag);
  node.className = PREFIX + part;
  node.setAttribute("part", part);
  write(node, attributes);
  node.append(...children);
  return node;
}

/** The node of that part which `root` already has, for example from a server; else a new one. */
export function takeOrMake(root, tag, part, attributes = {}) {
  const found = root.querySelector(`${tag}.${PREFIX}${part}`);
  if (!found) return make(tag, part, attributes);
  write(found, attributes);
  return found;
}

/** Sets attributes and adds listeners. `true` sets an empty attribute, `false` and `undefined` remove it. */
export function write(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value === undefined || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : value);
  }
}

/** Writes only a text that differs: a screen reader may repeat one that is written again. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

const PASSWORD = {
  autocomplete: "new-password",
  autocapitalize: "off",
  autocorrect: "off",
  spellcheck: "false",
};

/** Gives an input for a new password an id and the attributes that it lacks. Without a type its text is readable. */
export function prepare(input) {
  input.id ||= freshId();
  if (!input.hasAttribute("type")) input.type = "password";
  for (const [name, value] of Object.entries(PASSWORD)) if (!input.hasAttribute(name)) input.setAttribute(name, value);
}

let made = 0;

/** An id that no other node of the document has. */
export function freshId() {
  do made += 1;
  while (document.getElementById(`${PREFIX}${made}`));
  return `${PREFIX}${made}`;
}

const CIRCLE = "M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 1 0 0-13";
export const SHAPES = {
  idle: [CIRCLE],
  met: ["M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 1 0 0-15", "M6.6 10.3l2.3 2.3 4.6-5"],
  unmet: [CIRCLE, "M7.6 7.6l4.8 4.8M12.4 7.6l-4.8 4.8"],
  unsure: [CIRCLE, "M8.2 8.2c.1-1.1.9-1.7 1.9-1.7 1.1 0 1.9.7 1.9 1.6 0 1.3-1.9 1.4-1.9 2.7M10.1 13.4v.1"],
  advice: ["M10 3.2l7.2 12.8H2.8z", "M10 8.2v3.6M10 13.7v.1"],
  eye: ["M2.5 10S5.2 4.8 10 4.8 17.5 10 17.5 10 14.8 15.2 10 15.2 2.5 10 2.5 10z", "M10 7.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 1 0 0-4.6"],
  "eye-off": [
    "M4 4l12 12M8.3 5a7.3 7.3 0 0 1 1.7-.2C14.8 4.8 17.5 10 17.5 10a13 13 0 0 1-2.1 2.7M12.6 14.6a7 7 0 0 1-2.6.6C5.2 15.2 2.5 10 2.5 10a13 13 0 0 1 2.9-3.4",
  ],
  key: ["M6.4 6.4a3.6 3.6 0 1 0 0 7.2 3.6 3.6 0 1 0 0-7.2", "M10 10h7.5M14 10v3M17.5 10v2.5"],
};

export function icon(name) {
  return drawing(SHAPES[name], { class: `${PREFIX}icon`, part: "icon" });
}

/** A line drawing. A screen reader skips it: the words beside it say the same. */
export function drawing(shapes, attributes) {
  const picture = document.createElementNS(SVG, "svg");
  write(picture, { viewBox: "0 0 20 20", "aria-hidden": "true", ...attributes });
  for (const shape of shapes) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", shape);
    picture.append(path);
  }
  return picture;
}
