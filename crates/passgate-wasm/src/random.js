/** Fills the bytes from the platform's own source of randomness, in browsers and in Node. */
export function fill(bytes) {
  try {
    crypto.getRandomValues(bytes);
    return true;
  } catch {
    return false;
  }
}
