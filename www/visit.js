/** One visit: from the link to the form, and from the form to its end. */

import { claimTicket, newKey, sendDelivery, sendPassword, showTicket } from "./api.js";
import { copyLink } from "./copy-link.js";
import { DeliveryForm } from "./delivery.js";
import { element } from "./dom.js";
import { PasswordForm } from "./form.js";
import { Limits } from "./limits.js";
import { notice } from "./notice.js";
import { describePlainly, PlainChecker } from "./plain-checker.js";
import { PRODUCTS } from "./products.js";
import { forgetTicket, hideTicket, rememberEnd } from "./ticket.js";
import { words } from "./words.js";

/** After these the form stays open, so that the person can go on in it. */
const STAYS_OPEN = new Set(Object.keys(words.en.problems));
/** After these nobody knows how the submission ended: the same one can be sent again. */
const UNDECIDED = new Set(["offline", "conflict"]);
/** Before there is a form: worth another try with the same link. */
const RETRIABLE = new Set(["offline", "too-often", "misconfigured", "no-credential", "broken"]);
/** What a person does first: a key, a paste, a button. Looking is none of it. */
const ACTS = ["keydown", "input", "change", "paste", "click"];
/** Longer nobody waits for the core: the form works without. */
const CORE_PATIENCE_MS = 15_000;
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
  #inApp;
  #claim;
  #isSending = false;
  #isOver = false;
  #key;
  #undecided = false;

  /**
   * `end` is how an earlier visit with the same link ended, if it did; `inApp` whether this is a chat
   * application's own browser.
   */
  constructor({ product, ticket, end, inApp, stage, announcer }) {
    this.#inApp = inApp;
    this.#product = product;
    this.#ticket = ticket;
    this.#earlierEnd = end;
    this.#stage = stage;
    this.#announcer = announcer;
  }

  /** Asks the edge what the link is for, and shows the form for it. A fault of this page is told as one. */
  async open() {
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
    const [passgate, outcome] = await Promise.all([loadPassgate(), showTicket(this.#ticket)]);
    if (outcome.kind !== "shown") return this.#refuseEntry(outcome);
    this.#shown = outcome.shown;
    if (this.#shown.product !== this.#product) return this.#moveToItsPage();
    if (this.#shown.action === "rest-password") return this.#offerDelivery();
    return this.#offerPassword(passgate);
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
      const onedit = () => (this.#key = undefined);
      const limits = this.#limits.element;
      const view = make({ product: this.#product, limits, language, announcer: this.#announcer, onedit, onproblem });
      this.#claimAtFirstAct(view.element);
      if (this.#inApp) view.aside = this.#wayOut(language);
      return view;
    };
    this.#announcer.now("");
    this.#stage.show(makeForm, { focus: true });
  }

  /** The link becomes this browser's when somebody does something with it. */
  #claimAtFirstAct(form) {
    const act = () => (this.#claim ??= this.#claimNow());
    for (const name of ACTS) form.addEventListener(name, act, { capture: true });
  }

  async #claimNow() {
    const outcome = await claimTicket(this.#ticket).catch(() => ({ kind: "broken" }));
    if (outcome.kind === "claimed") {
      hideTicket();
      document.querySelector(".copy-link")?.remove();
    } else if (USED_UP.has(outcome.kind) && !this.#isSending && !this.#isOver) {
      this.#end(outcome);
    } else {
      // Not now: the next act tries again, and a submission claims by itself.
      this.#claim = undefined;
    }
  }

  #wayOut(language) {
    const link = `${location.origin}/${this.#product}/${location.search}#${this.#ticket}`;
    return copyLink({ link, language, announcer: this.#announcer });
  }

  /** Sends; then either ends the visit, or hands back the outcome that leaves the form open. */
  async #carry(send, mode) {
    this.#key ??= newKey();
    this.#isSending = true;
    const outcome = await send(this.#key).catch(() => ({ kind: "unknown" }));
    this.#isSending = false;
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
    const lost = kind === "unknown" || (this.#undecided && USED_UP.has(kind));
    if (lost) return { ...details, kind: mode ? "delivery-unknown" : "unknown" };
    if (kind === "done" && !mode) return { ...details, signInUrl: this.#shown.sign_in_url };
    if (kind === "done") return { ...details, kind: "delivered" };
    const late = kind === "unauthenticated" && Date.now() > Date.parse(this.#shown.expires_at);
    return late ? { ...details, kind: "ticket-expired" } : details;
  }

  #end({ retry, ...outcome }) {
    this.#isOver = true;
    // An address without a whole link stays as it is, so that it can be looked at.
    if (!retry && outcome.kind !== "no-ticket") rememberEnd(outcome);
    this.#announcer.now("");
    const details = { ...outcome, retry, product: this.#product };
    this.#stage.show((language) => notice({ ...details, language }), { focus: true });
  }
}

function loading(language) {
  const bar = element("div", { class: "loading", role: "progressbar" });
  language.follow(() => bar.setAttribute("aria-label", language.words.loading));
  return { heading: (words) => words.loading, element: bar, close() {} };
}

/** The core in the browser; `undefined` where it does not run, or does not come. */
function loadPassgate() {
  const late = new Promise((resolve) => setTimeout(resolve, CORE_PATIENCE_MS));
  return Promise.race([startedPassgate().catch(() => undefined), late]);
}

async function startedPassgate() {
  const passgate = await import("/passgate/index.js");
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
