/**
 * The key of this browser: 256 random bits, made once and kept in the storage of this origin. It
 * leaves it never. The edge gives a ticket to the first browser that presents it and to no other, and
 * knows it again by a proof that the key makes of that ticket: one that was seen (in a log, say)
 * proves nothing of another ticket, and two of them do not show that they are of one browser.
 */

const NAME = "passgate-browser";
const SHAPE = /^[\w-]{43}$/;

let inMemory;

const encoder = new TextEncoder();

/** HMAC-SHA-256 over the ticket with this browser's key, in base64url without padding. */
export async function browserProof(ticket) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const bytes = encoder.encode(read() ?? keep(newKey()));
  const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
  return base64url(await crypto.subtle.sign("HMAC", key, encoder.encode(ticket)));
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
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes) {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replace("=", "");
}
