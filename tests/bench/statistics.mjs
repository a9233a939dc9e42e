// A sample of figures in four: the median, and what a tenth of them is below, above, and the least.

/** @param {number[]} samples */
export function summary(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  return { median: at(sorted, 0.5), low: at(sorted, 0.1), high: at(sorted, 0.9), least: sorted[0], rounds: sorted.length };
}

/** The quantile, between its neighbours. */
function at(sorted, quantile) {
  const place = quantile * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  return below + (sorted[Math.ceil(place)] - below) * (place % 1);
}
