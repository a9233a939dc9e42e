/**
 * What this browser keeps of a visit, for another tab with the same link: the keys of its submissions without an
 * answer, and how it ended. Never a password, and of the ticket only its SHA-256. Where nothing may be stored, only
 * the history entry of the tab has it (ticket.js).
 */

import { base64url } from "./base64url.js";

const NAME = "passgate-visits";
/** The longest life of a ticket (`tickets.longest_seconds`), in milliseconds. */
const LONGEST_MS = 259_200_000;
/** The latest visits, and of each the latest submissions. */
const MOST = 20;

export class VisitRecord {
  #name;

  /** The record of the visits with this ticket. */
  static async of(ticket) {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(ticket));
    return new VisitRecord(base64url(digest));
  }

  constructor(name) {
    this.#name = name;
  }

  /** The submissions without an answer, of every tab. */
  get sent() {
    const { sent } = this.#read();
    return Array.isArray(sent) ? sent.filter(isSubmission) : [];
  }

  /** How the last visit ended; none while the link may still be of use. */
  get end() {
    const { end } = this.#read();
    return typeof end?.kind === "string" ? end : undefined;
  }

  set end(end) {
    this.#write({ sent: this.sent, end });
  }

  add(submission) {
    this.#write({ end: this.end, sent: [...this.sent, submission].slice(-MOST) });
  }

  remove(submissions) {
    const keys = new Set(submissions.map(({ key }) => key));
    if (this.sent.some(({ key }) => keys.has(key))) this.#write({ end: this.end, sent: this.sent.filter(({ key }) => !keys.has(key)) });
  }

  #read() {
    return stored()[this.#name] ?? {};
  }

  #write(visit) {
    const now = Date.now();
    const all = { ...stored(), [this.#name]: { ...visit, at: now } };
    const fresh = Object.entries(all).filter(([, { at }]) => Math.abs(now - at) < LONGEST_MS);
    const latest = fresh.sort(([, one], [, other]) => other.at - one.at).slice(0, MOST);
    try {
      localStorage.setItem(NAME, JSON.stringify(Object.fromEntries(latest)));
    } catch {
      // Nothing may be stored: the history entry has it.
    }
  }
}

/** All visits by the name of their ticket; none where nothing is stored, or something else. */
function stored() {
  try {
    const all = Object.entries(JSON.parse(localStorage.getItem(NAME) ?? "{}"));
    return Object.fromEntries(all.filter(([, visit]) => visit && typeof visit === "object"));
  } catch {
    return {};
  }
}

function isSubmission(submission) {
  return /^[0-9a-f]{32}$/.test(submission?.key ?? "");
}
