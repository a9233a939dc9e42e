// The checklist of one input: it has the checker, follows the input, shows the rows, and announces changes.

import { onTyping } from "../input.js";
import { Announcer } from "./announcer.js";
import { setText, takeOrMake } from "./dom.js";
import { List } from "./list.js";
import { Source } from "./source.js";
import { standing, traits } from "./standing.js";
import { Tie } from "./tie.js";
import { negotiate, sentencesOf } from "./words.js";

export class Checklist {
  #host;
  #hooks;
  #source;
  #tie;
  #stop;
  #parts;
  #announcer;
  #own;
  #locale = "en";
  #isRevealed = false;
  /** Whether a checker's rows are shown. */
  #isShown = false;
  /** The verdict on `#text`; none without a checker, and while an input method composes. */
  #report;
  #text = "";
  #firing;

  /**
   * `place` is called with the nodes once they exist, `drawn` after each drawing with the rows of the verdict, and
   * `attached` with the `Tie` when the input changes.
   */
  constructor(host, hooks) {
    this.#host = host;
    this.#hooks = hooks;
    this.#source = new Source({ renewed: () => this.renew(), failed: (error) => this.#tell(error) });
  }

  get checker() {
    return this.#source.checker;
  }

  /** The policy that the page has given, else the one in force. */
  get policy() {
    return this.#source.wanted;
  }

  get isGiven() {
    return this.#source.isGiven;
  }

  get sentences() {
    return sentencesOf(this.#locale, this.#own);
  }

  get announcer() {
    return this.#announcer ?? this.parts.announcer;
  }

  /** A page may announce in a live region of its own. */
  set announcer(announcer) {
    this.#announcer = announcer;
  }

  get input() {
    return this.#tie?.input;
  }

  /** The verdict on the input's present text. */
  get report() {
    if (this.checker && this.input && (!this.#report || this.input.value !== this.#text)) this.#check();
    return this.#report;
  }

  /** The nodes, created at first use. */
  get parts() {
    if (!this.#parts) {
      this.#parts = this.#newParts();
      this.#hooks.place(this.#parts);
    }
    return this.#parts;
  }

  give(what, value) {
    this.#source.give(what, value);
  }

  load() {
    return this.#source.load();
  }

  speak(tag) {
    const locale = negotiate(tag);
    if (locale === this.#locale) return;
    this.#locale = locale;
    this.#silence();
    this.#draw();
    this.#announce();
  }

  /** Replaces sentences by the page's own. */
  say(own) {
    this.#own = own;
    this.#draw();
  }

  reveal(isRevealed) {
    this.#isRevealed = isRevealed;
    this.#draw();
  }

  /** Follows this input instead of the present one. */
  attach(input) {
    if (input === this.input) return;
    this.detach();
    if (!input) return;
    this.#tie = new Tie(input);
    this.#stop = onTyping(input, {
      settled: () => this.#check(),
      composing: () => this.#wait(),
      focused: () => this.load(),
      judged: () => this.#text,
    });
    if (input.matches(":focus")) this.load();
    this.renew();
    this.#hooks.attached(this.#tie);
  }

  /** Leaves the input, and restores its attributes. */
  detach() {
    this.#stop?.();
    this.#tie?.undo();
    this.#tie = undefined;
    this.#silence();
  }

  /** Cancels the pending announcement. The earlier one is no longer found in the element either. */
  #silence() {
    this.#announcer?.forget();
    this.#parts?.announcer.now("");
  }

  /** Draws again after a change of the checker, the input, the person, or the place in the document. */
  renew() {
    if (!this.#host.isConnected) return;
    if (this.#parts) this.#hooks.place(this.#parts);
    if (this.checker) this.#dress();
    else this.#undress();
    const isJudged = this.#report || this.input?.value;
    if (this.checker && isJudged) this.#check();
    else this.#draw();
  }

  refuse(violations) {
    if (!this.checker || !this.input) return;
    this.checker.refuse(this.input.value, violations);
    this.#check();
  }

  /** A password that the checker accepts; `undefined` without a checker. */
  async make(options) {
    await this.load();
    return this.checker?.generate(options);
  }

  #newParts() {
    const root = this.#host.shadowRoot ?? this.#host;
    const spoken = takeOrMake(root, "p", "spoken", { role: "status" });
    // An input is never in the shadow root, and ids do not cross it.
    const summary = takeOrMake(this.#host, "p", "summary", { slot: "summary" });
    return { summary, spoken, list: new List(root), announcer: new Announcer(spoken) };
  }

  /** Gives the input its description and the attribute for password managers. */
  #dress() {
    if (!this.#tie) return;
    const { summary } = this.parts;
    summary.id ||= this.#tie.idFor("summary");
    this.#tie.describe(summary.id);
    this.#tie.rule(this.checker.passwordRules().attribute);
  }

  /** Withdraws what a checker has said that is no more. */
  #undress() {
    this.#report = undefined;
    clearTimeout(this.#firing);
    if (!this.#isShown) return;
    this.#isShown = false;
    this.#silence();
    this.parts.list.clear();
    setText(this.parts.summary, "");
    this.#tie?.rule(undefined);
    this.#tie?.object("");
  }

  #check() {
    const { checker, input } = this;
    // After a failure the next focus tries again, not each key.
    if (!checker) return this.#source.load({ again: false });
    this.#text = input.value;
    this.#report = checker.check(this.#text);
    this.#draw();
    this.#announce();
    return this.#fireVerdict();
  }

  /** Withdraws the verdict while an input method composes. */
  #wait() {
    if (!this.checker) return;
    clearTimeout(this.#firing);
    this.#report = undefined;
    this.announcer.forget();
    this.#draw();
  }

  #draw() {
    if (!this.#host.isConnected) return;
    if (!this.checker) return void this.#hooks.drawn();
    const isJudged = this.#report && this.#text !== "";
    const rows = this.#rows(isJudged ? this.#text : "");
    const { sentences } = this;
    const known = traits(this.#source.policy);
    this.#isShown = true;
    this.parts.list.show(rows, {
      traits: known,
      sentences,
      locale: this.#locale,
      text: this.#text,
      isRevealed: this.#isRevealed,
    });
    const sentence = standing(rows, known.advised, sentences);
    setText(this.parts.summary, sentence);
    this.#tie?.object(rows.some(({ status }) => status === "unmet") ? sentence : "");
    this.#hooks.drawn(isJudged ? rows : undefined);
  }

  /** The findings with their sentences: the checker returns both in the same order. */
  #rows(text) {
    const rows = this.checker.rows(text, this.#locale);
    if (text === "") return rows.map(({ state, ...row }) => ({ ...row, status: state }));
    return this.#report.findings.map((finding, index) => ({ ...rows[index], ...finding }));
  }

  /** Announces the summary, unless the checker judges nothing while the person types. */
  #announce() {
    if (!this.#report || this.#text === "") return this.#silence();
    if (this.#report.findings.some(({ status }) => status === "idle")) return;
    this.announcer.whenQuiet(this.parts.summary.textContent);
  }

  /**
   * Fires the event once the key's event is over, and of several verdicts only the last: React handles a key's event
   * last, and a re-render before that would restore the old value of a controlled input.
   */
  #fireVerdict() {
    clearTimeout(this.#firing);
    this.#firing = setTimeout(() => this.#fire("passgate-verdict", this.#report));
  }

  /** A page that handles the error itself prevents the line in the console. */
  #tell(error) {
    if (this.#fire("passgate-error", error)) console.warn(`<${this.#host.localName}>: ${error.name}: ${error.message}`, this.#host);
  }

  /** Returns `false` if a listener has prevented the default. */
  #fire(name, detail) {
    return this.#host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
  }
}
