/**
 * Binds the link to this browser at the person's first act. The act is no submission, so a claim that fails
 * may be made again at a later one, and a submission claims by itself.
 */

import { claimTicket } from "./api.js";

/** What a person does first: a key, a paste, a button. Looking is none of it. */
const ACTS = ["keydown", "input", "change", "paste", "click"];
/** After a failure no claim is made for this long, twice as long after each more, in milliseconds. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

export class Claim {
  #ticket;
  #onclaimed;
  #onfailed;
  #isOver;
  #isAsking = false;
  #failures = 0;
  #notBefore = 0;

  /** `isClaimed` says that it is this browser's already. `onfailed` gets the outcome of a claim that failed. */
  constructor({ ticket, isClaimed, onclaimed, onfailed }) {
    this.#ticket = ticket;
    this.#isOver = isClaimed;
    this.#onclaimed = onclaimed;
    this.#onfailed = onfailed;
  }

  /** Claims at the first act in that form. */
  watch(form) {
    for (const name of ACTS) form.addEventListener(name, () => this.#act());
  }

  async #act() {
    if (this.#isOver || this.#isAsking || Date.now() < this.#notBefore) return;
    this.#isAsking = true;
    const outcome = await claimTicket(this.#ticket).catch(() => ({ kind: "broken" }));
    this.#isAsking = false;
    if (outcome.kind === "claimed") {
      this.#isOver = true;
      this.#onclaimed();
    } else {
      this.#notBefore = Date.now() + this.#pause(outcome.seconds);
      this.#onfailed(outcome);
    }
  }

  /** Never less than the edge asks for; spread, so that browsers that failed together do not come together. */
  #pause(seconds) {
    const doubled = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
    this.#failures += 1;
    return (seconds ? seconds * 1000 : doubled / 2) + (Math.random() * doubled) / 2;
  }
}
