/**
 * The submissions with this link that have no answer yet. Their keys, never a password, are kept in the state of the
 * history entry and in the record of the visit, so that the page can ask for their outcome after a reload, and so
 * can another tab with the same link.
 */

import { newKey, showTicket } from "./api.js";
import { rememberSent } from "./ticket.js";
import { SUBMISSION_MS } from "./times.js";

/** What the edge says of a ticket that opens nothing any more. */
export const USED_UP = new Set(["unauthenticated", "ticket-expired", "ticket-spent"]);
/** After these the ticket is used up: the password is, or may be, another. */
const MAY_HAVE_CHANGED = new Set(["done", "unknown", "delivery-failed"]);
/** How often a submission in progress is asked about, in milliseconds. */
const ASK_EVERY_MS = 1000;

export class Submissions {
  #ticket;
  #record;
  #open;
  #current;
  #isRepeated = false;

  /** `sent` is what an earlier page of this history entry has kept, `record` what every tab of this browser has. */
  constructor({ ticket, record, sent = [] }) {
    this.#ticket = ticket;
    this.#record = record;
    const own = new Set(sent.map(({ key }) => key));
    this.#open = [...record.sent.filter(({ key }) => !own.has(key)), ...sent];
  }

  /** Whether there is one without an answer. */
  get isUndecided() {
    return this.#open.length > 0;
  }

  /** Whether there are several: what was typed was changed before the answer to the earlier one came. */
  get areSeveral() {
    return this.#open.length > 1;
  }

  /** Whether the last submission is the only one without an answer, and was sent once. */
  get isFirst() {
    return this.#open.length === 1 && !this.#isRepeated;
  }

  /** The key of what is sent now: that of the last submission while it has no answer and is the same. */
  begin(mode) {
    this.#isRepeated = this.#current !== undefined;
    if (!this.#current) {
      this.#current = { key: newKey(), mode };
      this.#keep([...this.#open, this.#current]);
      this.#record.add(this.#current);
    }
    return this.#current.key;
  }

  /** What is sent next is another submission. */
  edited() {
    this.#current = undefined;
  }

  /** The last submission has its answer. */
  answered() {
    const { key } = this.#current ?? {};
    this.#drop(this.#open.filter((submission) => submission.key === key));
  }

  /**
   * What became of them, once none is in progress: the `outcome` and the `mode` of the one that has, or may
   * have, changed the password, and whether it `isLast`. Without an outcome, none of them has: `isCertain` says
   * whether the edge knows each of them, and `answer` is its answer to the last one. `problem` says why the edge could
   * not be asked. While one is in progress, `onwait` is called.
   */
  async resolved(onwait) {
    const last = this.#open.at(-1);
    let [isUsedUp, isCertain, lastAnswer] = [false, true, undefined];
    for (const submission of [...this.#open].reverse()) {
      const answer = await this.#over(submission, onwait);
      const { state, outcome, answer: body } = answer.shown?.submission ?? {};
      if (submission === last) lastAnswer = body;
      const end = { mode: submission.mode, isLast: submission === last, shown: answer.shown };
      if (state === "in-progress") return { ...end, outcome: "unknown" };
      if (MAY_HAVE_CHANGED.has(outcome)) return { ...end, outcome };
      if (!answer.shown && !USED_UP.has(answer.kind)) return { problem: answer };
      isUsedUp ||= !answer.shown;
      isCertain &&= state === "ended";
    }
    // Something has used the ticket up, or it is over: these may have been it.
    return isUsedUp ? { outcome: "unknown", mode: last.mode, isLast: true } : { isCertain, answer: lastAnswer };
  }

  /** None of them has changed anything. */
  forget() {
    this.#drop(this.#open);
  }

  /** What the edge says of a submission when it is not in progress, or when it should long be over. */
  async #over({ key }, onwait) {
    for (const end = Date.now() + SUBMISSION_MS; ; ) {
      const answer = await showTicket(this.#ticket, key);
      if (answer.shown?.submission?.state !== "in-progress" || Date.now() > end) return answer;
      onwait();
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
  }

  #drop(submissions) {
    this.#current = undefined;
    this.#record.remove(submissions);
    this.#keep(this.#open.filter((submission) => !submissions.includes(submission)));
  }

  #keep(open) {
    this.#open = open;
    rememberSent(open);
  }
}
