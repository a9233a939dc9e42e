/** The form of a person who chooses the new password. */

import { PassgateField } from "../pkg/src/element/classes.js";
import { register } from "../pkg/src/element/register.js";
import { element } from "./dom.js";
import { legible } from "./legible.js";
import { rowsOf } from "./rows.js";
import { sentenceOf, Submission } from "./submit.js";
import { wording } from "./wording.js";

register({ PassgateField });

/** The error for each state of the second entry. */
const UNCONFIRMED = { empty: "again", differs: "differs" };

export class PasswordForm {
  #checker;
  #policy;
  #language;
  #announcer;
  #product;
  #send;
  #onedit;
  #field;
  #news;
  #submission;
  #seen = "";
  #isClosed = false;

  /**
   * `send` carries a password to the edge and resolves to the outcome that leaves the form
   * open, or to nothing when the visit is over. `onedit` is told when the text changes, `onproblem` when
   * the form begins or ceases to say that something is wrong.
   */
  constructor({ product, account, limits, checker, policy, describe, language, announcer, send, onedit, onproblem }) {
    this.heading = (words) => words.titles.password({ product });
    this.#checker = checker;
    this.#policy = policy;
    this.#language = language;
    this.#announcer = announcer;
    this.#product = product;
    this.#send = send;
    this.#onedit = onedit;
    this.#field = this.#newField({ product, describe });
    this.#news = element("p", { class: "hint checklist-news" });
    this.#submission = new Submission({ language, announcer, onproblem, label: (words) => words.submit });
    this.#build(account, limits);
  }

  /** Says above the fields what came of something that was sent before. */
  complain(outcome) {
    const { violations } = outcome;
    const rules = violations && rowsOf(violations, this.#policy.rules.map(({ rule }) => rule));
    this.#submission.complain(this.#sentence(outcome, rules));
  }

  close() {
    this.#isClosed = true;
    this.#field.clear();
    this.#submission.close();
    this.#checker.free();
  }

  get #isLive() {
    return this.#checker.isLive !== false;
  }

  #build(account, limits) {
    const fine = element("div", { class: "fine-print" }, limits, this.#privacyLine());
    this.element = element(
      "form",
      { class: "reset", method: "post", novalidate: true, onsubmit: (event) => this.#submit(event) },
      this.#submission.problem,
      ...this.#accountLine(account),
      usernameForManagers(account),
      this.#news,
      element("div", { class: "columns" }, this.#field, this.#submission.button, fine),
    );
    if (!this.#isLive) this.#language.write(this.#news, (words) => words.checklist.withoutCore);
  }

  #newField({ product, describe }) {
    const field = element(
      "passgate-field",
      { confirm: true, generator: this.#isLive },
      passwordInput({ slot: "input", id: "new-password", enterkeyhint: "next" }),
      passwordInput({ slot: "confirm", id: "confirm-password", enterkeyhint: "done" }),
    );
    const sentences = { row: wording({ product, describe }) };
    Object.assign(field, { checker: this.#checker, policy: this.#policy, announcer: this.#announcer, sentences });
    this.#language.follow(() => (field.lang = this.#language.locale));
    for (const name of ["input", "change"]) field.addEventListener(name, () => this.#edited(), true);
    return field;
  }

  /** Whose password this is, where the link says it in a name a person knows. */
  #accountLine(account) {
    if (!account) return [];
    const name = element("span", { class: "account-label" });
    this.#language.write(name, (words) => words.account);
    return [element("p", { class: "account" }, name, element("bdi", {}, ...breakable(legible(account))))];
  }

  #privacyLine() {
    const line = element("p");
    const isLive = this.#isLive;
    this.#language.write(line, (words) => (isLive ? words.privacy : words.privacyOfEdge));
    return line;
  }

  #edited() {
    if (this.#isClosed) return;
    this.#submission.edited();
    if (this.#field.value === this.#seen) return;
    this.#seen = this.#field.value;
    this.#onedit();
    this.#invalid = false;
  }

  set #invalid(isInvalid) {
    if (isInvalid) this.#field.input.setAttribute("aria-invalid", "true");
    else this.#field.input.removeAttribute("aria-invalid");
  }

  async #submit(event) {
    event.preventDefault();
    if (!this.#submission.ready) return;
    if (this.#objects()) return;
    const shown = this.#field.revealed;
    this.#field.revealed = false; // So that no browser offers the text again later.
    this.#submission.start();
    this.#field.toggleAttribute("readonly", true);
    const password = this.#field.value;
    const outcome = await this.#send(password);
    if (!outcome) return;
    this.#submission.stop();
    this.#field.toggleAttribute("readonly", false);
    this.#field.revealed = shown;
    this.#show(outcome);
  }

  /** What keeps this from being sent: said, and the focus put where it can be mended. */
  #objects() {
    const unmet = this.#unmet;
    const { value, confirmed, input, confirmInput } = this.#field;
    if (value === "") return this.#stop(input, ({ summary }) => summary.empty);
    if (unmet.length) return this.#stop(input, ({ summary }) => summary.unmet({ unmet }));
    const problem = UNCONFIRMED[confirmed];
    this.#field.judgeConfirm();
    return problem ? this.#stop(confirmInput, ({ summary }) => summary[problem]) : false;
  }

  /** The rules that the present text breaks, in the policy's order. */
  get #unmet() {
    return this.#field.report.findings.filter(({ status }) => status === "unmet").map(({ rule }) => rule);
  }

  #stop(input, sentence) {
    this.#invalid = input === this.#field.input;
    this.#submission.complain(sentence);
    input.focus();
    return true;
  }

  #show(outcome) {
    const { violations, seconds, checker, policy } = outcome;
    if (checker) this.#adopt(checker, policy);
    if (violations) this.#field.refuse(violations);
    const rules = violations && this.#unmet;
    this.#stop(this.#field.input, this.#sentence(outcome, rules));
    this.#invalid = Boolean(violations);
    if (seconds) this.#submission.wait(seconds);
  }

  #sentence(outcome, rules) {
    const told = outcome.violations?.some(({ message }) => message);
    return sentenceOf(outcome, { product: this.#product, rules, told });
  }

  /** The requirements have changed while the page was open: the new ones, for what has been typed. */
  #adopt(checker, policy) {
    const before = this.#checker;
    this.#checker = checker;
    this.#policy = policy;
    Object.assign(this.#field, { checker, policy });
    before.free();
    this.#language.write(this.#news, (words) => words.checklist.changed);
    this.#announcer.now(this.#language.words.checklist.changed);
  }
}

function passwordInput(attributes) {
  return element("input", { class: "passgate-input", type: "password", required: true, ...attributes });
}

/** An address whose line breaks before the `@`, if it must. */
function breakable(account) {
  return account.split(/(?=@)/).flatMap((part, at) => (at === 0 ? [part] : [element("wbr"), part]));
}

/** Password managers file a password under the account that stands before it. */
function usernameForManagers(account) {
  return element("input", {
    class: "for-managers",
    type: "text",
    autocomplete: "username",
    value: account ?? "",
    readonly: true,
    tabindex: "-1",
    "aria-hidden": "true",
  });
}
