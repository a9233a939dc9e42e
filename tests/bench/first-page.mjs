// What a page does until its first verdict, once it has come to rest: while it opens, what the browser
// does for every page decides how long anything takes.
import { PERSON } from "./person.mjs";
import { FIRST } from "./sets.mjs";

/** The ways to get there: a script, and links. The pages behind `/WAY/ID`. */
export const WAYS = {
  /** The page names its files beforehand, passgate's as docs/package.md has them: they are there. */
  named: (id) => [REST + (id === "passgate" ? passgate(BEFOREHAND) : peer(id)), links(id)],
  /** It has not asked for anything of it. */
  unnamed: (id) => [REST + (id === "passgate" ? passgate(SIDE_BY_SIDE) : peer(id)), ""],
};

const REST = "await new Promise((done) => setTimeout(done, 500));";

/** As it ships, without a bundler. */
const BEFOREHAND = `
const module = await import("/pkg/index.js");
await module.default();
`;
const SIDE_BY_SIDE = `
const wasm = fetch("/pkg/passgate_bg.wasm");
const module = await import("/pkg/index.js");
await module.default(wasm);
`;

const passgate = (start) => `
const start = performance.now();
${start}
const made = performance.now();
const checker = new module.Checker("eiam", ${JSON.stringify(PERSON)});
const asked = performance.now();
checker.accepts(${JSON.stringify(FIRST)});
const first = performance.now();
globalThis.figures = { ready: first - start, checker: asked - made, first: first - asked };
`;

/** A peer, bundled and minified. */
const peer = (id) => `
const start = performance.now();
const { default: call } = await import("/bundle/${id}.js");
const asked = performance.now();
call(${JSON.stringify(id === "pinyin-pro" ? PERSON.name : FIRST)});
const first = performance.now();
globalThis.figures = { ready: first - start, first: first - asked };
`;

const links = (id) =>
  id === "passgate"
    ? `<link rel="modulepreload" href="/pkg/index.js">
<link rel="preload" href="/pkg/passgate_bg.wasm" as="fetch" type="application/wasm" crossorigin>`
    : `<link rel="modulepreload" href="/bundle/${id}.js">`;
