// From nothing to the first verdict in this fresh Node process, in milliseconds: `node first.mjs ID`.
import { PERSON } from "./person.mjs";
import { FIRST } from "./sets.mjs";

const id = process.argv[2];
const start = performance.now();
const figures = id === "passgate" ? await passgate() : await peer();
console.log(JSON.stringify(figures));

async function passgate() {
  const module = await import("passgate");
  await module.default();
  const made = performance.now();
  const checker = new module.Checker("eiam", PERSON);
  const asked = performance.now();
  checker.accepts(FIRST);
  const first = performance.now();
  return { ready: first - start, checker: asked - made, first: first - asked };
}

async function peer() {
  const { default: call } = await import(`./peers/${id}.mjs`);
  const asked = performance.now();
  call(id === "pinyin-pro" ? PERSON.name : FIRST);
  const first = performance.now();
  return { ready: first - start, first: first - asked };
}
