/** The ticket: out of the address bar, into this tab's history entry, and nowhere else. */

/**
 * `rt1.`, 22 characters, a full stop, 43 characters. No letter or digit precedes it directly; whatever follows is not
 * part of it.
 */
const TICKET = /(?:^|[^\p{L}\p{N}_])(rt1\.[\w-]{22}\.[\w-]{43})/u;
/** A line that a mail client has broken, in quoted-printable or in a quotation. */
const BROKEN_LINE = /=?[\r\n]+(?:\s*>)*/g;
/** Characters of a link and its line ends in quoted-printable (RFC 2045, section 6.7). */
const QUOTED = /=(0D|0A|09|20|23|25|2D|2E|2F|3D|5F)/g;
/** The full stops that an input method or a mail client writes instead of `.`. */
const FULL_STOPS = /[．。｡]/g;
/** Spaces and what nobody sees: a mail client may put them anywhere. */
const UNSEEN = /[\s\p{Cc}\p{Cf}\ufe00-\ufe0f]/gu;
/** Where a `#` ends the path that was encoded, once or twice, or is full-width (`worker/src/http/files.rs`). */
const ENCODED_HASH = /\/?(?:%23|%2523|%EF%BC%83)/i;
/** A run of percent-encoded octets. */
const ENCODED = /(?:%[0-9A-Fa-f]{2})+/g;
/** An address is encoded once by whoever passes it on, rarely twice. */
const MOST_DECODINGS = 3;

/**
 * The ticket this page was opened with, if any, what an earlier page has sent with it (`sent`), and how an
 * earlier visit with it ended (`end`).
 *
 * The fragment is removed at once, so that it is not copied with the address; with `keep` it stays
 * until `hideTicket`. What a browser wrote of the visit before that (its list of visited addresses, its
 * session file) is the browser's. The ticket moves to the state of the history entry: a reload after a
 * broken connection still works, another tab does not have it. An address in which there is no whole
 * ticket stays as it is, so that it can be looked at.
 */
export function takeTicket({ keep = false } = {}) {
  const [folder, encoded] = parted(location.pathname);
  const fragment = encoded ?? location.hash.slice(1);
  if (fragment === "") return history.state ?? {};
  const ticket = ticketIn(fragment);
  if (!ticket) return {};
  // A page that keeps the fragment is loaded again with it.
  const state = history.state?.ticket === ticket ? history.state : { ticket };
  history.replaceState(state, "", folder + location.search + (keep ? `#${ticket}` : ""));
  return state;
}

/** The rest of a soft line break or a quotation inside a ticket whose line end a browser has removed. */
const LEFT_OVER = /[=>]/g;

/** The ticket in a fragment that a mail client or a chat may have changed. */
export function ticketIn(fragment) {
  const text = plain(fragment);
  const start = Math.max(text.indexOf("rt1."), 0);
  const mended = text.slice(0, start) + text.slice(start).replace(LEFT_OVER, "");
  return (TICKET.exec(text) ?? TICKET.exec(mended))?.[1];
}

function plain(fragment) {
  const unbroken = decoded(fragment).replace(BROKEN_LINE, "");
  const unquoted = unbroken.replace(QUOTED, (_, octet) => String.fromCharCode(Number.parseInt(octet, 16)));
  return decoded(unquoted).replace(UNSEEN, "").replace(FULL_STOPS, ".");
}

/** Takes a ticket that was kept in the address out of it. */
export function hideTicket() {
  if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
}

/** Keeps the submissions without an answer, for a reload. */
export function rememberSent(sent) {
  history.replaceState({ ...history.state, sent: sent.length ? sent : undefined }, "");
}

/** The ticket is used up: a reload shows again how it ended. */
export function rememberEnd(end) {
  remember({ end });
}

/** Leaves nothing of the visit in this history entry. */
export function forgetTicket() {
  remember(null);
}

/** Calls `reopen` when another link is opened in this very tab: only the fragment changes then. */
export function onAnotherTicket(reopen) {
  addEventListener("hashchange", () => {
    if (location.hash) reopen();
  });
}

function parted(path) {
  const { index, 0: hash } = ENCODED_HASH.exec(path) ?? {};
  return hash ? [`${path.slice(0, index).replace(/\/+$/, "")}/`, path.slice(index + hash.length)] : [path];
}

function decoded(text) {
  let current = text;
  for (let round = 0; round < MOST_DECODINGS; round += 1) current = current.replace(ENCODED, decodedRun);
  return current;
}

/** An invalid run stays as it is. */
function decodedRun(run) {
  try {
    return decodeURIComponent(run);
  } catch {
    return run;
  }
}

function remember(state) {
  history.replaceState(state, "", location.pathname + location.search);
}
