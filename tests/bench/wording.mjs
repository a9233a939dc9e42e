// Figures as people read them.

/** Nanoseconds in the unit that suits them. */
export function time(nanoseconds) {
  if (nanoseconds >= 1e6) return `${digits(nanoseconds / 1e6)} ms`;
  return nanoseconds >= 1e4 ? `${digits(nanoseconds / 1e3)} µs` : `${grouped(Math.round(nanoseconds))} ns`;
}

/** Milliseconds. */
export const milliseconds = (value) => `${digits(value)} ms`;

/** Bytes in KiB. */
export const kibibytes = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;

/** How many times `value` is `reference`. */
export const times = (value, reference) => `${digits(value / reference)} ×`;

/** Half the distance from the tenth to the ninetieth of a hundred, in percent of the median. */
export const plusMinus = ({ median, low, high }) => `± ${Math.round(((high - low) / 2 / median) * 100)} %`;

function digits(value) {
  if (value >= 100) return grouped(Math.round(value));
  return value.toFixed(value >= 10 ? 1 : 2);
}

const grouped = (whole) => String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
