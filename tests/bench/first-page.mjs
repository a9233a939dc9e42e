// What a page does until its first verdict: the scripts of the pages behind `/first/ID`.
import { PERSON } from "./person.mjs";
import { FIRST } from "./sets.mjs";

/** passgate as it ships, without a bundler. */
export const PASSGATE = `
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
`;

/** A peer, bundled and minified. */
export const PEER = (id) => `
const start = performance.now();
const { default: call } = await import("/bundle/${id}.js");
const asked = performance.now();
call(${JSON.stringify(id === "pinyin-pro" ? PERSON.name : FIRST)});
const first = performance.now();
await fetch("/first-verdict");
globalThis.figures = { ready: first - start, first: first - asked };
`;
