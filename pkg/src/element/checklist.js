// The checklist of one input: it has the checker, follows the input, shows the rows, and says what has changed.

import { Announcer } from "./announcer.js";
import { setText, takeOrMake } from "./dom.js";
import { List } from "./list.js";
import { Source } from "./source.js";
import { standing, traits } from "./standing.js";
import { Tie } from "./tie.js";
import { onTyping } from "./typing.js";
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
  /** The verdict on `#text`; none before there is a checker, and while an input method composes. */
  #report;
  #text = "";
  #telling;

  /**
   * `place` is called with the nodes when there are any, `drawn` after each drawing with the judged rows, and
   * `attached` with the tie to another input.
   */
  constructor(host, hooks) {
    this.#host = host;
    this.#hooks = hooks;
    this.#source = new Source({ renewed: () => this.renew(), failed: (error) => this.#tell("passgate-error", error) });
  }

  get checker() {
    return this.#source.checker;
  }

  get policy() {
    return this.#source.policy;
  }

  get sentences() {
    return sentencesOf(this.#locale, this.#own);
  }

  get announcer() {
    return this.#announcer ?? this.parts.announcer;
  }

  /** A page may have a live region of its own. */
  set announcer(announcer) {
    this.#announcer = announcer;
  }

  get input() {
    return this.#tie?.input;
  }

  /** The verdict on what the input holds now. */
  get report() {
    if (this.checker && this.input && (!this.#report || this.input.value !== this.#text)) this.#check();
    return this.#report;
  }

  /** The nodes, which `place` puts where they belong. */
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
    this.#draw();
    this.#announce();
  }

  /** A page's own sentences. */
  say(own) {
    this.#own = own;
    this.#draw();
  }

  reveal(isRevealed) {
    this.#isRevealed = isRevealed;
    this.#draw();
  }

  /** Follows this input from now on. */
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

  /** The input is as it was. */
  detach() {
    this.#stop?.();
    this.#tie?.undo();
    this.#tie = undefined;
    this.#announcer?.forget();
    this.#parts?.announcer.forget();
  }

  /** Another checker, another input, another person, or another place in the document. */
  renew() {
    if (!this.#host.isConnected) return;
    if (this.#parts) this.#hooks.place(this.#parts);
    if (this.checker) this.#dress();
    const isJudged = this.#report || this.input?.value;
    if (this.checker && isJudged) this.#check();
    else this.#draw();
  }

  refuse(violations) {
    if (!this.checker || !this.input) return;
    this.checker.refuse(this.input.value, violations);
    this.#check();
  }

  /** A password that the checker accepts; nothing where there can be no checker. */
  async make(options) {
    await this.load();
    return this.checker?.generate(options);
  }

  #newParts() {
    const root = this.#host.shadowRoot ?? this.#host;
    const spoken = takeOrMake(root, "p", "spoken", { role: "status" });
    // It describes an input, which is never in the shadow root.
    const summary = takeOrMake(this.#host, "p", "summary", { slot: "summary" });
    return { summary, spoken, list: new List(root), announcer: new Announcer(spoken) };
  }

  /** What assistive technology and password managers learn of the requirements. */
  #dress() {
    if (!this.#tie) return;
    const { summary } = this.parts;
    summary.id ||= this.#tie.idFor("summary");
    this.#tie.describe(summary.id);
    this.#tie.set("passwordrules", this.checker.passwordRules().attribute);
  }

  #check() {
    const { checker, input } = this;
    // A policy that cannot be had is asked for again at the next focus, not at each key.
    if (!checker) return this.#source.load({ again: false });
    this.#text = input.value;
    this.#report = checker.check(this.#text);
    this.#draw();
    this.#announce();
    return this.#tellVerdict();
  }

  /** No verdict on half a syllable. */
  #wait() {
    if (!this.checker) return;
    clearTimeout(this.#telling);
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
    const known = traits(this.policy);
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

  /** Findings with their sentences: the checker gives both in the same order. */
  #rows(text) {
    const rows = this.checker.rows(text, this.#locale);
    if (text === "") return rows.map(({ state, ...row }) => ({ ...row, status: state }));
    return this.#report.findings.map((finding, index) => ({ ...rows[index], ...finding }));
  }

  /** Where nothing is judged while typing, nothing is said either. */
  #announce() {
    if (!this.#report || this.#text === "") return;
    if (this.#report.findings.some(({ status }) => status === "idle")) return;
    this.announcer.whenQuiet(this.parts.summary.textContent);
  }

  /**
   * The event comes when the event of the key is over: React handles that one last, and a re-render before it would
   * restore the old value of a controlled input. Of several verdicts the last one is told.
   */
  #tellVerdict() {
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => this.#tell("passgate-verdict", this.#report));
  }

  #tell(name, detail) {
    this.#host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
