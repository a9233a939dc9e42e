/**
 * The key of this browser: 256 random bits, made once and kept in the storage of this origin. The
 * edge gives a ticket to the first browser that presents it and to no other, and knows it again
 * by this key. It says nothing of the person and opens nothing by itself.
 */

const NAME = "passgate-browser";
const SHAPE = /^[\w-]{43}$/;

let inMemory;

/** The key, in base64url without padding. */
export function browserKey() {
  return read() ?? keep(newKey());
}

function read() {
  try {
    const kept = localStorage.getItem(NAME) ?? inMemory;
    return SHAPE.test(kept ?? "") ? kept : undefined;
  } catch {
    return inMemory;
  }
}

/** Where nothing may be stored, the key lives as long as the page. */
function keep(key) {
  inMemory = key;
  try {
    localStorage.setItem(NAME, key);
  } catch {
    // The page goes on with the one in memory.
  }
  return key;
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replace("=", "");
}
