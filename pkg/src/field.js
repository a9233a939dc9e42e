// The state behind the hook and the composable: a checker, the text that it judges, and the rows.
import { follow, type } from "./input.js";
import { after, provider } from "./provider.js";

const NOTHING = { rows: [], accepted: false, error: undefined };

export class Field {
  state = NOTHING;
  #show;
  #checker;
  #identity;
  #locale;
  #input;
  #stop;
  #turn = 0;
  /** The text that was judged last. */
  #judged = "";

  /** `show` is called when `state` changes. */
  constructor(show) {
    this.#show = show;
  }

  /** Another policy. The rows of the one before stay until its checker is ready. */
  check(policy, identity) {
    this.#checker = undefined;
    this.#identity = identity;
    this.#turn += 1;
    const turn = this.#turn;
    const isCurrent = () => turn === this.#turn;
    const use = (checker) => {
      if (!isCurrent()) return;
      // The newest identity: it may have become known while the checker was loading.
      if (this.#identity != null) checker.identify(this.#identity);
      this.#checker = checker;
      this.#draw();
    };
    const fail = (error) => isCurrent() && this.#become({ ...NOTHING, error });
    try {
      const pending = after(provider(policy)(), use);
      if (pending) pending.catch(fail);
    } catch (error) {
      fail(error);
    }
  }

  /** Ignores a checker that is still loading. */
  abandon() {
    this.#turn += 1;
  }

  close() {
    this.abandon();
    this.attach(null);
  }

  /** Changes or removes the person. Without one, a checker that the page made keeps its own. */
  identify(identity) {
    if (identity == null && this.#identity == null) return;
    this.#identity = identity;
    if (this.#attempt((checker) => checker.identify(identity ?? {}))) this.#draw();
  }

  speak(locale) {
    this.#locale = locale;
    this.#draw();
  }

  attach(input) {
    this.#stop?.();
    this.#stop = undefined;
    this.#input = input;
    if (!input) return;
    this.#stop = follow(input, { changed: () => this.#draw(), judged: () => this.#judged });
    if (input.value) this.#draw();
  }

  refuse = (violations) => {
    this.#checker?.refuse(this.#read(), violations);
    this.#draw();
  };

  generate = (options) => {
    const text = this.#checker?.generate(options);
    if (text === undefined) return undefined;
    if (this.#input) type(this.#input, text);
    return text;
  };

  #read() {
    return this.#input?.value ?? "";
  }

  #draw() {
    this.#attempt((checker) => {
      const text = this.#read();
      this.#judged = text;
      this.#become({ rows: checker.rows(text, this.#locale), accepted: checker.accepts(text), error: undefined });
    });
  }

  /**
   * Whether the checker performed `act`. What it throws becomes the state's error: an exception in an effect would
   * unmount the whole application.
   */
  #attempt(act) {
    if (!this.#checker) return false;
    try {
      act(this.#checker);
      return true;
    } catch (error) {
      this.#become({ ...NOTHING, error });
      return false;
    }
  }

  #become(state) {
    this.state = state;
    this.#show(state);
  }
}
