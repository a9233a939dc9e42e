/** One visit: from the link to the form, and from the form to its end. */

import { keptOutcome } from "./answers.js";
import { sendDelivery, sendPassword, showTicket } from "./api.js";
import { Claim } from "./claim.js";
import { copyLink } from "./copy-link.js";
import { DeliveryForm } from "./delivery.js";
import { element } from "./dom.js";
import { PasswordForm } from "./form.js";
import { Limits } from "./limits.js";
import { notice } from "./notice.js";
import { describePlainly, PlainChecker } from "./plain-checker.js";
import { PRODUCTS } from "./products.js";
import { Submissions, USED_UP } from "./submissions.js";
import { forgetTicket, hideTicket, rememberEnd } from "./ticket.js";
import { VisitRecord } from "./visit-record.js";
import { words } from "./words.js";

/** After these the form stays open, so that the person can go on in it. */
const STAYS_OPEN = new Set(Object.keys(words.en.problems));
/** After these it is unknown how the submission ended: the same one can be sent again. */
const UNDECIDED = new Set(["offline", "conflict", "unknown"]);
/** Before there is a form: worth another try with the same link. */
const RETRIABLE = new Set(["offline", "too-often", "misconfigured", "no-credential", "broken"]);
/** What another tab has learned of the link, where this one has sent something later. */
const BEFORE_THIS = { done: "done-earlier", unknown: "unknown-several" };
/** The longest wait for the core; the form works without it. */
const CORE_PATIENCE_MS = 15_000;

export class Visit {
  #product;
  #ticket;
  #earlierEnd;
  #sent;
  #record;
  #stage;
  #announcer;
  #shown;
  #passgate;
  #limits;
  #inApp;
  #submissions;
  #form;
  #hasSent = false;
  #isSending = false;
  #isOver = false;

  /**
   * `end` is how an earlier visit with the same link ended, if it did; `sent` what it has sent without an
   * answer; `inApp` whether this is a chat application's own browser.
   */
  constructor({ product, ticket, end, sent, inApp, stage, announcer }) {
    this.#sent = sent;
    this.#inApp = inApp;
    this.#product = product;
    this.#ticket = ticket;
    this.#earlierEnd = end;
    this.#stage = stage;
    this.#announcer = announcer;
  }

  /** Asks the edge what the link is for, and shows the form for it. A fault of this page is told as one. */
  async open() {
    this.#isOver = false;
    try {
      await this.#open();
    } catch {
      this.#end({ kind: "broken", retry: () => location.reload() });
    }
  }

  async #open() {
    if (this.#earlierEnd) return this.#end(this.#earlierEnd);
    if (!this.#ticket) return this.#end({ kind: "no-ticket" });
    this.#stage.show(loading);
    this.#announcer.say((words) => words.loading);
    this.#record ??= await VisitRecord.of(this.#ticket);
    this.#submissions ??= new Submissions({ ticket: this.#ticket, record: this.#record, sent: this.#sent });
    const earlier = this.#submissions.isUndecided ? await this.#waitForEarlier() : undefined;
    if (this.#isOver) return undefined;
    const [passgate, outcome] = await Promise.all([loadPassgate(), showTicket(this.#ticket)]);
    if (outcome.kind !== "shown") return this.#refuseEntry(outcome);
    this.#shown = outcome.shown;
    if (this.#shown.product !== this.#product) return this.#moveToItsPage();
    if (this.#shown.action === "rest-password") this.#offerDelivery();
    else this.#offerPassword(passgate);
    if (earlier) this.#tellEarlier(earlier);
    return undefined;
  }

  #tellEarlier(earlier) {
    const attempts = this.#shown.attempts_left;
    this.#limits.attempts = attempts;
    this.#form?.complain({ ...earlier, attempts });
  }

  /**
   * An earlier page of this visit has sent something and got no answer. Ends the visit where it has changed,
   * or may have changed, the password, or where the form can do nothing more. Otherwise the outcome, if it is
   * certain that nothing has changed.
   */
  async #waitForEarlier() {
    let isTold = false;
    const became = await this.#submissions.resolved(() => {
      if (isTold) return;
      isTold = true;
      this.#stage.show(inProgress, { focus: true });
      this.#announcer.say((words) => words.inProgress.body);
    });
    if (became.problem) this.#refuseEntry(became.problem);
    else if (became.outcome) this.#endAs(became);
    else return this.#withoutChange(became);
    return undefined;
  }

  /** The edge says that nothing has changed. Returns the outcome if the form stays open. */
  #withoutChange({ isCertain, answer }) {
    this.#submissions.forget();
    if (!isCertain) return undefined;
    const outcome = answer ? keptOutcome(answer) : { kind: "unchanged" };
    if (STAYS_OPEN.has(outcome.kind)) return outcome;
    this.#end(outcome);
    return undefined;
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
    this.#passgate = passgate;
    let checker;
    try {
      checker = this.#newChecker();
    } catch (error) {
      return this.#end({ kind: "misconfigured", id: error.path || error.name });
    }
    const describe = passgate?.describe ?? describePlainly;
    const { policy } = this.#shown;
    const send = (password) => this.#carry((key) => sendPassword(this.#ticket, this.#shown, password, key));
    this.#offer((common) => new PasswordForm({ ...common, checker, policy, describe, send, account: accountOf(this.#shown) }));
  }

  #newChecker() {
    const { policy, identity } = this.#shown;
    return this.#passgate ? new this.#passgate.Checker(policy, identity) : new PlainChecker(policy);
  }

  #offerDelivery() {
    const send = (mode) => this.#carry((key) => sendDelivery(this.#ticket, this.#shown, mode, key), mode);
    this.#offer((common) => new DeliveryForm({ ...common, send }));
  }

  #offer(make) {
    const { expires_at: expiresAt } = this.#shown;
    const makeForm = (language, onproblem) => {
      this.#limits = new Limits({ language, expiresAt });
      const onedit = () => this.#submissions.edited();
      const limits = this.#limits.element;
      const view = make({ product: this.#product, limits, language, announcer: this.#announcer, onedit, onproblem });
      this.#newClaim().watch(view.element);
      if (this.#inApp && !this.#shown.claimed) view.aside = this.#wayOut(language);
      this.#form = view;
      return view;
    };
    if (this.#shown.claimed) hideTicket();
    this.#announcer.now("");
    this.#stage.show(makeForm, { focus: true });
  }

  #newClaim() {
    return new Claim({
      ticket: this.#ticket,
      isClaimed: this.#shown.claimed,
      onclaimed: () => {
        hideTicket();
        document.querySelector(".copy-link")?.remove();
      },
      onfailed: (outcome) => {
        if (USED_UP.has(outcome.kind) && !this.#isSending && !this.#isOver) this.#end(this.#ending(outcome));
      },
    });
  }

  #wayOut(language) {
    const link = `${location.origin}/${this.#product}/${location.search}#${this.#ticket}`;
    return copyLink({ link, language, announcer: this.#announcer });
  }

  /** Sends; then either ends the visit, or hands back the outcome that leaves the form open. */
  async #carry(send, mode) {
    const key = this.#submissions.begin(mode);
    this.#hasSent = true;
    this.#isSending = true;
    const outcome = await send(key).catch(() => ({ kind: "unknown" }));
    this.#isSending = false;
    const isAnswer = USED_UP.has(outcome.kind) ? this.#submissions.isFirst : !UNDECIDED.has(outcome.kind);
    if (isAnswer) this.#submissions.answered();
    if (STAYS_OPEN.has(outcome.kind)) return this.#stillOpen(outcome);
    const isLost = outcome.kind === "unknown" || USED_UP.has(outcome.kind);
    if (isLost && this.#submissions.isUndecided) return this.#askEdge(outcome, mode);
    this.#end(this.#ending(outcome, mode));
    return undefined;
  }

  /** There is no answer to what was sent, or none to something before it: perhaps the edge has one. */
  async #askEdge(outcome, mode) {
    const became = await this.#submissions.resolved(() => {}).catch(() => ({}));
    if (became.isCertain && outcome.kind === "unknown") {
      const told = this.#withoutChange(became);
      return told && this.#stillOpen({ ...outcome, ...told });
    }
    // The ticket is good and the edge knows no such submission: what answered was not the edge (the page of
    // a hotel's network, say), and the same submission can be sent again under the same key.
    if (became.isCertain === false && outcome.kind === "unknown") return this.#stillOpen({ ...outcome, kind: "offline" });
    if (became.isCertain) this.#end(this.#ending(outcome, mode));
    else this.#endAs({ outcome: "unknown", mode, isLast: true, ...became }, outcome);
    return undefined;
  }

  /** The end that the edge tells of a submission that had no answer. `details` are those of the last answer. */
  #endAs({ outcome, mode, isLast, shown }, { id } = {}) {
    const signInUrl = shown?.sign_in_url;
    if (mode) return this.#end({ id, mode, kind: { done: "delivered", unknown: "delivery-unknown" }[outcome] ?? outcome });
    if (outcome === "done") return this.#end({ id, signInUrl, kind: isLast ? "done" : "done-earlier" });
    return this.#end({ id, kind: this.#submissions.areSeveral ? "unknown-several" : "unknown" });
  }

  /** What reached the vendor has cost a try: how many are left, only the edge knows. */
  async #stillOpen(outcome) {
    if (UNDECIDED.has(outcome.kind) || outcome.seconds) return outcome;
    const now = await showTicket(this.#ticket);
    const attempts = now.shown?.attempts_left;
    if (USED_UP.has(now.kind) || attempts === 0) {
      // The advice was for another attempt.
      this.#end(outcome.kind === "delivery-failed" ? outcome : { ...outcome, advice: undefined, kind: "attempts-used" });
      return undefined;
    }
    if (attempts !== undefined) this.#limits.attempts = attempts;
    const checker = outcome.stale ? this.#checkerOf(now.shown) : undefined;
    return { ...outcome, attempts, checker, policy: this.#shown.policy };
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
    if (kind === "done" && !mode) return { ...details, signInUrl: this.#shown.sign_in_url };
    if (kind === "done") return { ...details, kind: "delivered" };
    const late = kind === "unauthenticated" && Date.now() > Date.parse(this.#shown.expires_at);
    return late ? { ...details, kind: "ticket-expired" } : details;
  }

  #end({ retry, ...own }) {
    this.#isOver = true;
    const outcome = this.#elsewhere(own) ?? own;
    // An address without a whole link stays as it is, so that it can be looked at.
    if (!retry && outcome.kind !== "no-ticket") rememberEnd(outcome);
    if (!retry && this.#record && !USED_UP.has(own.kind)) this.#record.end = own;
    this.#announcer.now("");
    const details = { ...outcome, retry, product: this.#product };
    this.#stage.show((language) => notice({ ...details, language }), { focus: true });
  }

  /** What another tab of this browser knows of a link of which the edge only says that it is used up. */
  #elsewhere({ kind }) {
    const end = USED_UP.has(kind) ? this.#record?.end : undefined;
    if (!words.en.notices[end?.kind]) return undefined;
    return { ...end, kind: (this.#hasSent && BEFORE_THIS[end.kind]) || end.kind };
  }
}

/** What an earlier page of this visit has sent is still in progress. */
function inProgress(language) {
  const heading = (words) => words.inProgress.title;
  const body = element("p", { class: "notice-body" });
  language.write(body, (words) => words.inProgress.body);
  return { heading, element: element("div", {}, body, progress(language, heading)), close() {} };
}

function loading(language) {
  const heading = (words) => words.loading;
  return { heading, element: progress(language, heading), close() {} };
}

function progress(language, label) {
  const bar = element("div", { class: "loading", role: "progressbar" });
  language.follow(() => bar.setAttribute("aria-label", label(language.words)));
  return bar;
}

/** The core in the browser; `undefined` where it does not run, or does not come. */
function loadPassgate() {
  const late = new Promise((resolve) => setTimeout(resolve, CORE_PATIENCE_MS));
  return Promise.race([startedPassgate().catch(() => undefined), late]);
}

async function startedPassgate() {
  const passgate = await import("./passgate/index.js");
  await passgate.default();
  return passgate;
}

/** What the person signs in with, where the link says it: to mail with the address. */
function accountOf({ product, identity, user_id: userId, user_id_type: idType }) {
  const address = identity?.emails?.find((email) => email.includes("@"));
  if (PRODUCTS[product]?.signsInWithMail && address) return address;
  if (identity?.username) return identity.username;
  return idType === "user_id" ? userId : undefined;
}
