// The state behind a hook and a composable: a checker, the text it judges, the rows it shows.
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

  /** `show` is called when `state` is another one. */
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

  /** What is still on its way is not used any more. */
  abandon() {
    this.#turn += 1;
  }

  close() {
    this.abandon();
    this.attach(null);
  }

  /** Another person, or none any more. A checker of the page's own keeps its person where none is given. */
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
    this.#stop = follow(input, () => this.#draw());
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
      this.#become({ rows: checker.rows(text, this.#locale), accepted: checker.accepts(text), error: undefined });
    });
  }

  /**
   * Whether there is a checker that takes it. What it refuses is a state too: an exception in an effect would end the
   * whole application.
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
