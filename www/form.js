/** The form of a person who chooses the new password. */

import { ConfirmField } from "./confirm.js";
import { element } from "./dom.js";
import { PasswordField } from "./field.js";
import { legible } from "./legible.js";
import { rowsOf } from "./rows.js";
import { sentenceOf, Submission } from "./submit.js";
import { Suggestion } from "./suggestion.js";

export class PasswordForm {
  #checker;
  #policy;
  #language;
  #announcer;
  #product;
  #send;
  #onedit;
  #password;
  #confirm;
  #submission;
  #suggestion;

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
    const shared = { checker, policy, describe, language, announcer, product };
    this.#password = new PasswordField({ id: "new-password", ...shared });
    this.#confirm = new ConfirmField({ id: "confirm-password", first: this.#password, onedit: () => this.#submission.edited(), ...shared });
    this.#submission = new Submission({ language, announcer, onproblem, label: (words) => words.password.submit });
    this.#build(account, limits);
  }

  /** Says above the fields what came of something that was sent before. */
  complain(outcome) {
    const { violations } = outcome;
    const rules = violations && rowsOf(violations, this.#policy.rules.map(({ rule }) => rule));
    this.#submission.complain(this.#sentence(outcome, rules));
  }

  close() {
    this.#password.close();
    this.#confirm.close();
    this.#suggestion?.close();
    this.#submission.close();
    this.#checker.free();
  }

  #build(account, limits) {
    const isLive = this.#checker.isLive !== false;
    if (isLive) this.#suggestion = this.#newSuggestion();
    this.element = element(
      "form",
      {
        class: "reset",
        method: "post",
        novalidate: true,
        onsubmit: (event) => this.#submit(event),
        onkeydown: (event) => this.#suggestion?.pressed(event),
      },
      this.#submission.problem,
      ...this.#accountLine(account),
      usernameForManagers(account),
      element(
        "div",
        { class: "columns" },
        this.#password.element,
        ...(isLive ? [this.#suggestion.element] : []),
        this.#password.requirements,
        this.#confirm.element,
        this.#submission.button,
        element("div", { class: "fine-print" }, limits, this.#privacyLine(isLive)),
      ),
    );
    this.#password.addEventListener("edited", () => this.#edited());
  }

  #newSuggestion() {
    return new Suggestion({
      generate: () => this.#checker.generate(),
      password: this.#password,
      confirm: this.#confirm,
      language: this.#language,
      announcer: this.#announcer,
    });
  }

  /** Whose password this is, where the link says it in a name a person knows. */
  #accountLine(account) {
    if (!account) return [];
    const name = element("span", { class: "account-label" });
    this.#language.write(name, (words) => words.account);
    return [element("p", { class: "account" }, name, element("bdi", {}, legible(account)))];
  }

  #privacyLine(isLive) {
    const line = element("p");
    this.#language.write(line, (words) => (isLive ? words.privacy : words.privacyOfEdge));
    return line;
  }

  #edited() {
    this.#onedit();
    this.#password.invalid = false;
    this.#submission.edited();
  }

  async #submit(event) {
    event.preventDefault();
    if (!this.#submission.ready) return;
    if (this.#objects()) return;
    const shown = this.#password.revealed;
    this.#password.revealed = false; // So that no browser offers the text again later.
    this.#submission.start();
    this.#lock(true);
    const password = this.#password.value;
    const outcome = await this.#send(password);
    if (!outcome) return;
    this.#submission.stop();
    this.#lock(false);
    this.#password.revealed = shown;
    this.#show(outcome, password);
  }

  /** What keeps this from being sent: said, and the focus put where it can be mended. */
  #objects() {
    const unmet = this.#password.unmet;
    if (this.#password.value === "") return this.#stop(this.#password, ({ summary }) => summary.empty);
    if (unmet.length) return this.#stop(this.#password, ({ summary }) => summary.unmet({ unmet }));
    const problem = this.#confirm.problem;
    this.#confirm.judge();
    return problem ? this.#stop(this.#confirm, ({ summary }) => summary[problem]) : false;
  }

  #stop(field, sentence) {
    this.#password.invalid = field === this.#password;
    this.#submission.complain(sentence);
    field.focus();
    return true;
  }

  #show(outcome, password) {
    const { violations, seconds, checker, policy } = outcome;
    if (checker) this.#adopt(checker, policy);
    if (violations) this.#password.refuse(password, violations);
    const rules = violations && this.#password.unmet;
    this.#stop(this.#password, this.#sentence(outcome, rules));
    this.#password.invalid = Boolean(violations);
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
    this.#password.adopt(checker, policy);
    before.free();
    this.#announcer.now(this.#language.words.checklist.changed);
  }

  #lock(locked) {
    this.#password.locked = locked;
    this.#confirm.locked = locked;
    if (this.#suggestion) this.#suggestion.locked = locked;
  }
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
