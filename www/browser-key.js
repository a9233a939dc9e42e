/**
 * The key of this browser: 256 random bits, made once and kept in the storage of this origin. It
 * leaves it never. The edge binds a ticket to the browser that claims it and to no other, and knows it
 * again by a proof that the key makes of that ticket: one that was seen (in a log, say) proves nothing
 * of another ticket, and two of them do not show that they are of one browser.
 *
 * Where nothing may be stored, the key is kept beside the ticket, in the state of the history entry: a
 * reload still knows it.
 */

import { base64url } from "./base64url.js";
import { entryState, replaceEntry } from "./history-entry.js";

const NAME = "passgate-browser";
const SHAPE = /^[\w-]{43}$/;

const encoder = new TextEncoder();

/** HMAC-SHA-256 over the ticket with this browser's key, in base64url without padding. */
export async function browserProof(ticket) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const bytes = encoder.encode(stored() ?? besideTicket() ?? keep(newKey()));
  const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
  return base64url(await crypto.subtle.sign("HMAC", key, encoder.encode(ticket)));
}

function stored() {
  try {
    return shaped(localStorage.getItem(NAME));
  } catch {
    return undefined;
  }
}

function besideTicket() {
  return shaped(entryState().browser);
}

function keep(key) {
  try {
    localStorage.setItem(NAME, key);
  } catch {
    replaceEntry({ ...entryState(), browser: key });
  }
  return key;
}

function shaped(key) {
  return SHAPE.test(key ?? "") ? key : undefined;
}

function newKey() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}
