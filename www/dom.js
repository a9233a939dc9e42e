/** Making elements without markup strings: the page lives under trusted types. */

/** An element with attributes, listeners (`onclick: fn`) and children. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

const SHAPES = {
  met: ["M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 1 0 0-15", "M6.6 10.3l2.3 2.3 4.6-5"],
  alert: ["M10 2.500a7.5 7.5 0 1 0 0 15 7.5 7.5 0 1 0 0-15", "M10 6.200v4.600M10 13.600v.1"],
};

/** A line drawing that says nothing to a screen reader; the words beside it do. */
export function icon(name) {
  const namespace = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(namespace, "svg");
  drawing.setAttribute("viewBox", "0 0 20 20");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("class", `icon icon-${name}`);
  for (const shape of SHAPES[name]) {
    const path = document.createElementNS(namespace, "path");
    path.setAttribute("d", shape);
    drawing.append(path);
  }
  return drawing;
}
