// The checker of an element: the page's own, or one for a policy, created when it is first needed.

import { fetched } from "../policy-document.js";

export class Source {
  /** `undefined` until it is created. */
  checker;
  /** The policy in force: that of the checker, if it is known. */
  policy;
  #given = {};
  #making;
  #renewed;
  #failed;
  #hasFailed = false;
  /** Whether a checker has been asked for: what the page gives later is then loaded at once. */
  #isWanted = false;

  /**
   * `renewed` is called when the checker or its identity changes, also when there is no checker any more; `failed` with
   * the error if one cannot be created.
   */
  constructor({ renewed, failed }) {
    this.#renewed = renewed;
    this.#failed = failed;
  }

  /** Whether the page has given anything from which to judge. */
  get isGiven() {
    const { checker, policy, src, product } = this.#given;
    return Boolean(checker || policy || src || product);
  }

  /** The policy that the page has given, else the one in force. */
  get wanted() {
    return this.#given.policy ?? this.policy;
  }

  /** `what` is `checker`, `policy`, `src`, `product` or `identity`. */
  give(what, value) {
    if (this.#given[what] === value) return;
    this.#given = { ...this.#given, [what]: value };
    const { checker, policy } = this.#given;
    if (what === "identity") return this.#identify(value ?? {});
    if (checker) return this.#attempt(() => this.#use(checker, policy));
    this.#making = undefined;
    this.#hasFailed = false;
    if (!this.isGiven) this.#drop();
    else if (this.#isWanted) this.load();
  }

  /** Creates the checker if there is none. After a failure it tries again only with `again`. */
  async load({ again = true } = {}) {
    this.#isWanted = true;
    if (this.#given.checker || !this.isGiven || (this.#hasFailed && !again)) return;
    this.#making ??= this.#make();
    await this.#making;
  }

  async #make() {
    const { policy, src, product } = this.#given;
    const isCurrent = () => {
      const now = this.#given;
      return !now.checker && now.policy === policy && now.src === src && now.product === product;
    };
    try {
      const [passgate, document] = await Promise.all([started(), policy ?? (src ? fetched(src) : undefined)]);
      if (!isCurrent()) return;
      this.#use(new passgate.Checker(document ?? product), document ?? passgate.policy(product));
    } catch (error) {
      if (!isCurrent()) return;
      this.#making = undefined;
      this.#hasFailed = true;
      // What an earlier policy asked for is asked no more.
      this.#drop();
      this.#failed(error);
    }
  }

  #use(checker, policy) {
    this.checker = checker;
    this.policy = policy;
    this.#isWanted = true;
    if (this.#given.identity) this.#identify(this.#given.identity);
    else this.#renewed();
  }

  #drop() {
    if (!this.checker) return;
    this.checker = undefined;
    this.policy = undefined;
    this.#renewed();
  }

  /** After an invalid identity nothing is known: the text is not compared with another person. */
  #identify(identity) {
    if (!this.checker) return;
    if (!this.#attempt(() => this.checker.identify(identity))) this.#attempt(() => this.checker.identify({}));
    this.#attempt(() => this.#renewed());
  }

  /** Returns whether it succeeded. */
  #attempt(act) {
    try {
      act();
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }
}

/** The package with its module loaded. */
async function started() {
  const passgate = await import("passgate");
  await passgate.init();
  return passgate;
}
