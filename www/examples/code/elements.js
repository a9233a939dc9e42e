// The elements in a page, in React and in Vue.

import { escaped, htmlAttribute, jsxAttribute, literal, tag } from "../literal.js";
import { OWN, elementAttributes } from "../state.js";

const nameOf = ({ kind }) => (kind === "field" ? "passgate-field" : "passgate-rules");
const isOwn = ({ product }) => product === OWN;

export function html(state, words) {
  const name = nameOf(state);
  const lines = [...inputOf(state, words, ""), tag(name, elementAttributes(state).map(htmlAttribute), `></${name}>`, "")];
  const start = `document.querySelector("${name}").policy = `;
  const script = [
    '  import "passgate/element";',
    ...(isOwn(state) ? ["", `  ${start}${literal(state.document, { indent: "  ", before: start.length })};`] : []),
  ];
  return [...lines, '<script type="module">', ...script, "</script>"].join("\n");
}

export function react(state, words) {
  const attributes = elementAttributes(state).map(jsxAttribute);
  if (isOwn(state)) attributes.push("policy={policy}");
  const body =
    state.kind === "field"
      ? [tag("passgate-field", attributes, " />", "    ")]
      : [
          "    <>",
          `      <label htmlFor="password">${words.password}</label>`,
          '      <input id="password" name="password" type="password" autoComplete="new-password" />',
          tag("passgate-rules", attributes, " />", "      "),
          "    </>",
        ];
  return [
    'import "passgate/element";',
    "",
    ...policyLines(state),
    "export default function NewPassword() {",
    "  return (",
    ...body,
    "  );",
    "}",
  ].join("\n");
}

export function vue(state, words) {
  const attributes = elementAttributes(state).map(htmlAttribute);
  if (isOwn(state)) attributes.push(':policy="policy"');
  return [
    "<script setup>",
    'import "passgate/element";',
    ...(isOwn(state) ? ["", ...policyLines(state).slice(0, -1)] : []),
    "</script>",
    "",
    "<template>",
    ...inputOf(state, words, "  "),
    tag(nameOf(state), attributes, " />", "  "),
    "</template>",
  ].join("\n");
}

/** The page's own input, whose checklist the element is. */
function inputOf({ kind }, words, indent) {
  if (kind === "field") return [];
  return [
    `${indent}<label for="password">${escaped(words.password)}</label>`,
    `${indent}<input id="password" name="password" type="password" autocomplete="new-password">`,
  ];
}

function policyLines(state) {
  const start = "const policy = ";
  return isOwn(state) ? [`${start}${literal(state.document, { before: start.length })};`, ""] : [];
}
