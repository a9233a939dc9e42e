/** One visit: from the link to the form, and from the form to its end. */

import { newKey, sendDelivery, sendPassword, showTicket } from "./api.js";
import { DeliveryForm } from "./delivery.js";
import { element } from "./dom.js";
import { PasswordForm } from "./form.js";
import { Limits } from "./limits.js";
import { notice } from "./notice.js";
import { forgetTicket, rememberEnd } from "./ticket.js";
import { words } from "./words.js";

/** After these the form stays open, so that the person can go on in it. */
const STAYS_OPEN = new Set(Object.keys(words.en.problems));
/** After these nobody knows how the submission ended: the same one can be sent again. */
const UNDECIDED = new Set(["offline", "conflict"]);
/** Before there is a form: worth another try with the same link. */
const RETRIABLE = new Set(["offline", "too-often", "misconfigured"]);
const USED_UP = new Set(["unauthenticated", "ticket-expired", "ticket-spent"]);

export class Visit {
  #product;
  #ticket;
  #earlierEnd;
  #stage;
  #announcer;
  #shown;
  #passgate;
  #limits;
  #key;
  #undecided = false;

  /** `end` is how an earlier visit with the same link ended, if it did. */
  constructor({ product, ticket, end, stage, announcer }) {
    this.#product = product;
    this.#ticket = ticket;
    this.#earlierEnd = end;
    this.#stage = stage;
    this.#announcer = announcer;
  }

  /** Asks the edge what the link is for, and shows the form for it. */
  async open() {
    if (this.#earlierEnd) return this.#end(this.#earlierEnd);
    if (!this.#ticket) return this.#end({ kind: "no-ticket" });
    this.#stage.show(loading);
    const loadingPassgate = loadPassgate();
    const outcome = await showTicket(this.#ticket);
    if (outcome.kind !== "shown") return this.#refuseEntry(outcome);
    this.#shown = outcome.shown;
    if (this.#shown.product !== this.#product) return this.#moveToItsPage();
    if (this.#shown.action === "rest-password") return this.#offerDelivery();
    return this.#offerPassword(await loadingPassgate);
  }

  #refuseEntry(outcome) {
    const retry = RETRIABLE.has(outcome.kind) ? () => this.open() : undefined;
    this.#end({ ...outcome, retry });
  }

  #moveToItsPage() {
    forgetTicket();
    location.replace(`/${this.#shown.product}/${location.search}#${this.#ticket}`);
  }

  #offerPassword(passgate) {
    if (!passgate) return this.#end({ kind: "checker-missing", retry: () => location.reload() });
    this.#passgate = passgate;
    let checker;
    try {
      checker = this.#newChecker();
    } catch (error) {
      return this.#end({ kind: "misconfigured", id: error.path || error.name });
    }
    const { describe } = passgate;
    const send = (password) => this.#carry((key) => sendPassword(this.#ticket, this.#shown, password, key));
    this.#offer((common) => new PasswordForm({ ...common, checker, describe, send, account: accountOf(this.#shown) }));
  }

  #newChecker() {
    return new this.#passgate.Checker(this.#shown.policy, this.#shown.identity);
  }

  #offerDelivery() {
    const send = (mode) => this.#carry((key) => sendDelivery(this.#ticket, this.#shown, mode, key), mode);
    this.#offer((common) => new DeliveryForm({ ...common, send }));
  }

  #offer(make) {
    const { expires_at: expiresAt, attempts_left: attempts } = this.#shown;
    this.#stage.show((language) => {
      this.#limits = new Limits({ language, expiresAt, attempts });
      const onedit = () => (this.#key = undefined);
      const limits = this.#limits.element;
      return make({ product: this.#product, limits, language, announcer: this.#announcer, onedit });
    });
  }

  /** Sends; then either ends the visit, or hands back the outcome that leaves the form open. */
  async #carry(send, mode) {
    this.#key ??= newKey();
    const outcome = await send(this.#key);
    if (UNDECIDED.has(outcome.kind)) this.#undecided = true;
    else this.#key = undefined;
    if (STAYS_OPEN.has(outcome.kind)) return this.#stillOpen(outcome);
    this.#end(this.#ending(outcome, mode));
    return undefined;
  }

  /** What reached the vendor has cost a try: how many are left, only the edge knows. */
  async #stillOpen(outcome) {
    if (UNDECIDED.has(outcome.kind) || outcome.seconds) return outcome;
    const now = await showTicket(this.#ticket);
    const attempts = now.shown?.attempts_left;
    if (USED_UP.has(now.kind) || attempts === 0) {
      this.#end({ ...outcome, kind: outcome.kind === "delivery-failed" ? outcome.kind : "attempts-used" });
      return undefined;
    }
    if (attempts !== undefined) this.#limits.attempts = attempts;
    return { ...outcome, attempts, checker: outcome.stale ? this.#checkerOf(now.shown) : undefined };
  }

  /** A checker for the policy in force; none where it cannot be had, and the page goes on with its own. */
  #checkerOf(shown) {
    if (!shown || shown.policy_etag === this.#shown.policy_etag) return undefined;
    this.#shown = shown;
    try {
      return this.#newChecker();
    } catch {
      return undefined;
    }
  }

  #ending(outcome, mode) {
    const { kind } = outcome;
    const details = { ...outcome, mode };
    const lost = kind === "unknown" || (this.#undecided && USED_UP.has(kind));
    if (lost) return { ...details, kind: mode ? "delivery-unknown" : "unknown" };
    if (kind === "done" && mode) return { ...details, kind: "delivered" };
    const late = kind === "unauthenticated" && Date.now() > Date.parse(this.#shown.expires_at);
    return late ? { ...details, kind: "ticket-expired" } : details;
  }

  #end({ retry, ...outcome }) {
    if (!retry) rememberEnd(outcome);
    this.#announcer.now("");
    const details = { ...outcome, retry, product: this.#product };
    this.#stage.show((language) => notice({ ...details, language }), { focus: true });
  }
}

function loading() {
  return { heading: (words) => words.loading, element: element("div", { class: "loading" }), close() {} };
}

/** The core in the browser; `undefined` where it does not run. */
async function loadPassgate() {
  try {
    const passgate = await import("/passgate/index.js");
    await passgate.default();
    return passgate;
  } catch {
    return undefined;
  }
}

/** What the person would call the account, where the link says it. */
function accountOf({ identity, user_id: userId, user_id_type: idType }) {
  if (identity?.username) return identity.username;
  return idType === "user_id" ? userId : undefined;
}
