// What a page does until its first verdict: the script of each page behind `/first/ID`, and the links
// that tell the browser beforehand what the script will ask for, as the README has them for
// passgate; peers get theirs.
import { PERSON } from "./person.mjs";
import { FIRST } from "./sets.mjs";

/** passgate as it ships, without a bundler. */
export const PASSGATE = [
  `
const start = performance.now();
const module = await import("/pkg/index.js");
await module.default();
const made = performance.now();
const checker = new module.Checker("eiam", ${JSON.stringify(PERSON)});
const asked = performance.now();
checker.accepts(${JSON.stringify(FIRST)});
const first = performance.now();
await fetch("/first-verdict");
const { whole } = await import("/bench/passgate.mjs");
await whole(module);
globalThis.figures = { ready: first - start, checker: asked - made, first: first - asked };
`,
  `<link rel="modulepreload" href="/pkg/index.js">
<link rel="preload" href="/pkg/passgate_bg.wasm" as="fetch" type="application/wasm" crossorigin>`,
];

/** A peer, bundled and minified. */
export const PEER = (id) => [
  `
const start = performance.now();
const { default: call } = await import("/bundle/${id}.js");
const asked = performance.now();
call(${JSON.stringify(id === "pinyin-pro" ? PERSON.name : FIRST)});
const first = performance.now();
await fetch("/first-verdict");
globalThis.figures = { ready: first - start, first: first - asked };
`,
  `<link rel="modulepreload" href="/bundle/${id}.js">`,
];
