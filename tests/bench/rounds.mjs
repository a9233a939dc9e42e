// Alternating rounds: each contender runs a few milliseconds, then the next one, many times over,
// so that what else the machine does meets all of them alike.

/** A number that depends on every result, so that no call is optimised away. */
let sink = 0;

/**
 * Nanoseconds per call of each contender, one figure a round.
 * @param {{ id: string, call: (text: string) => number, texts: string[] }[]} contenders
 * @param {{ rounds: number, milliseconds: number, pause?: () => Promise<void> }} options
 */
export async function measure(contenders, { rounds, milliseconds, pause }) {
  const runs = contenders.map((contender) => ({
    ...contender,
    passes: passesFor(contender, milliseconds),
    samples: [],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const run of runs) {
      run.samples.push((time(run, run.passes) * 1e6) / (run.passes * run.texts.length));
    }
    await pause?.();
  }
  if (!Number.isFinite(sink)) throw new Error("nothing was measured");
  return Object.fromEntries(runs.map(({ id, samples }) => [id, samples]));
}

/** How often the texts go into one round; finding out also warms the code up. */
function passesFor(run, milliseconds) {
  let passes = 1;
  let took = time(run, passes);
  while (took < milliseconds && passes < 2 ** 24) {
    passes *= 2;
    took = time(run, passes);
  }
  return passes;
}

function time({ call, texts }, passes) {
  const start = performance.now();
  for (let pass = 0; pass < passes; pass += 1) for (const text of texts) sink += call(text);
  return performance.now() - start;
}
