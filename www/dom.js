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

/** An entry for a new password: hidden, and left alone by whatever corrects what people type. */
export function passwordInput(attributes) {
  return element("input", {
    class: "text-input",
    type: "password",
    required: true,
    autocomplete: "new-password",
    autocapitalize: "off",
    autocorrect: "off",
    spellcheck: "false",
    ...attributes,
  });
}

const SHAPES = {
  idle: ["M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 1 0 0-13"],
  met: ["M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 1 0 0-15", "M6.6 10.3l2.3 2.3 4.6-5"],
  unmet: ["M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 1 0 0-13", "M7.6 7.6l4.8 4.8M12.4 7.6l-4.8 4.8"],
  unsure: [
    "M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 1 0 0-13",
    "M8.2 8.2c.1-1.1.9-1.7 1.9-1.7 1.1 0 1.9.7 1.9 1.6 0 1.3-1.9 1.4-1.9 2.7M10.1 13.4v.1",
  ],
  eye: ["M2.5 10S5.2 4.8 10 4.8 17.5 10 17.5 10 14.8 15.2 10 15.2 2.5 10 2.5 10z", "M10 7.700a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 1 0 0-4.6"],
  "eye-off": [
    "M4 4l12 12M8.3 5a7.3 7.3 0 0 1 1.7-.2C14.8 4.8 17.5 10 17.5 10a13 13 0 0 1-2.1 2.700M12.6 14.600a7 7 0 0 1-2.6.6C5.2 15.2 2.5 10 2.5 10a13 13 0 0 1 2.9-3.4",
  ],
  suggest: ["M6.4 6.4a3.6 3.6 0 1 0 0 7.2 3.6 3.6 0 1 0 0-7.2", "M10 10h7.5M14 10v3M17.5 10v2.5"],
  advice: ["M10 3.2l7.2 12.8H2.800z", "M10 8.200v3.600M10 13.700v.1"],
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
