/** The ticket: out of the address bar, into this tab's history entry, and nowhere else. */

import { carryEntry, entryState, replaceEntry } from "./history-entry.js";

/**
 * `rt1.`, 22 characters, a full stop, 43 characters. No letter or digit precedes it directly; whatever follows is not
 * part of it. A keyboard may have written its first letter in upper case.
 */
const TICKET = /(?:^|[^\p{L}\p{N}_])[Rr](t1\.[\w-]{22}\.[\w-]{43})/u;
/** What a fragment contains if it was meant as a link. */
const START = /[Rr]t1\./;
/** A line that a mail client has broken, in quoted-printable or in a quotation. */
const BROKEN_LINE = /=?[\r\n]+(?:\s*>)*/g;
/** Characters of a link and its line ends in quoted-printable (RFC 2045, section 6.7), in either letter case. */
const QUOTED = /=(0D|0A|09|20|23|25|2D|2E|2F|3D|5F)/gi;
/** A character as a number, in HTML. */
const REFERENCE = /&#(?:x([0-9a-f]{1,5})|([0-9]{1,6}));/gi;
/** The full stop of a Chinese input method. Full-width characters are mapped by NFKD. */
const FULL_STOPS = /。/g;
/** Hyphens, dashes and the minus sign, which editors write instead of `-`. */
const DASHES = /[\u2010-\u2015\u2212\u2e3a\u2e3b]/g;
/** The dashes that editors write instead of `--`. */
const LONG_DASHES = /[\u2013\u2014]/g;
/** Spaces and invisible characters: a mail client may put them anywhere. Markdown puts a backslash before `_`, `-` and `.`. */
const UNSEEN = /[\s\p{Cc}\p{Cf}\ufe00-\ufe0f]|\\(?=[-_.])/gu;
/** The rest of a soft line break or a quotation inside a ticket whose line end a browser has removed. */
const LEFT_OVER = /[=>]/g;
/** Where a `#` in the path was encoded or is full-width, or is missing (`worker/src/http/page_path.rs`). */
const IN_PATH = /\/?(?:[#＃﹟]|(?=rt1\.))/i;
/** A run of percent-encoded octets. */
const ENCODED = /(?:%[0-9A-Fa-f]{2})+/g;
/** A program that passes an address on encodes it once, rarely twice. */
const MOST_DECODINGS = 3;

/**
 * The ticket this page was opened with, if any, what an earlier page has sent with it (`sent`), and how an
 * earlier visit with it ended (`end`).
 *
 * The ticket is removed from the address at once, so that it is not copied with it; with `keep` it stays
 * until `hideTicket`. What a browser wrote of the visit before that (its list of visited addresses, its
 * session file) is the browser's. The ticket moves to the state of the history entry: a reload after a
 * broken connection still works, another tab does not have it. An address in which there is no whole
 * ticket stays as it is, so that it can be looked at.
 */
export function takeTicket({ keep = false } = {}) {
  const [folder, inPath] = parted(location.pathname);
  const inSearch = ticketIn(location.search.slice(1));
  const ticket = ticketIn(location.hash.slice(1)) ?? ticketIn(inPath) ?? inSearch;
  const kept = entryState();
  if (!ticket) return kept;
  // A page that keeps the fragment is loaded again with it.
  const state = kept.ticket === ticket ? kept : { ticket };
  replaceEntry(state, folder + (inSearch ? "" : location.search) + (keep ? `#${ticket}` : ""));
  return state;
}

/** The ticket in a text that a mail client or a chat may have changed. */
export function ticketIn(text) {
  const given = plain(text);
  for (const dash of ["-", "--"]) {
    const dashed = given.replace(LONG_DASHES, dash).replace(DASHES, "-");
    const start = Math.max(dashed.search(START), 0);
    const mended = dashed.slice(0, start) + dashed.slice(start).replace(LEFT_OVER, "");
    const found = TICKET.exec(dashed) ?? TICKET.exec(mended);
    if (found) return `r${found[1]}`;
  }
  return undefined;
}

function plain(text) {
  const unbroken = decoded(text).replace(BROKEN_LINE, "");
  const unquoted = unbroken.replace(QUOTED, (_, octet) => String.fromCharCode(Number.parseInt(octet, 16)));
  const referred = decoded(unquoted).replace(REFERENCE, (_, hex, decimal) =>
    String.fromCharCode(hex ? Number.parseInt(hex, 16) : Number.parseInt(decimal, 10)),
  );
  return referred.normalize("NFKD").replace(FULL_STOPS, ".").replace(UNSEEN, "");
}

/** Takes a ticket that was kept in the address out of it. */
export function hideTicket() {
  if (location.hash) replaceEntry(entryState(), location.pathname + location.search);
}

/** Keeps the submissions without an answer, for a reload. */
export function rememberSent(sent) {
  replaceEntry({ ...entryState(), sent: sent.length ? sent : undefined });
}

/** The ticket is used up: a reload shows again how it ended. */
export function rememberEnd(end) {
  replaceEntry({ end }, location.pathname + location.search);
}

/** Leaves nothing of the visit in this history entry. */
export function forgetTicket() {
  replaceEntry(null, location.pathname + location.search);
}

/**
 * Calls `reopen` when another link, or a part of one, is opened in this very tab: only the fragment changes then. With
 * any other fragment the visit goes on.
 */
export function onAnotherTicket(reopen) {
  addEventListener("hashchange", () => {
    if (START.test(plain(location.hash))) reopen();
    else carryEntry();
  });
}

/** The folder of the page, and what follows in the path. */
function parted(path) {
  const text = decoded(path);
  const { index, 0: mark } = IN_PATH.exec(text) ?? {};
  if (mark === undefined) return [path, ""];
  const folder = text.slice(0, index).replace(/[^A-Za-z0-9]+$/, "");
  return [`${folder.toLowerCase()}/`, text.slice(index + mark.length)];
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
