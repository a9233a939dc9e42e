// The checker of an element: the page's own, or one for a policy, created when it is first needed.

import { fetched } from "../policy-document.js";

export class Source {
  /** `undefined` until it is created. */
  checker;
  /** The policy document, if it is known. */
  policy;
  #given = {};
  #making;
  #renewed;
  #failed;
  #hasFailed = false;

  /** `renewed` is called when the checker or its identity changes, `failed` with the error if it cannot be created. */
  constructor({ renewed, failed }) {
    this.#renewed = renewed;
    this.#failed = failed;
  }

  /** `what` is `checker`, `policy`, `src`, `product` or `identity`. */
  give(what, value) {
    if (this.#given[what] === value) return;
    this.#given = { ...this.#given, [what]: value };
    const { checker, policy } = this.#given;
    if (what === "identity") return this.#attempt(() => this.#identify(value ?? {}));
    if (checker) return this.#attempt(() => this.#use(checker, policy));
    const isWanted = this.checker || this.#making;
    this.#making = undefined;
    this.#hasFailed = false;
    if (isWanted) this.load();
  }

  /** Creates the checker if there is none. After a failure it tries again only with `again`. */
  async load({ again = true } = {}) {
    const { checker, policy, src, product } = this.#given;
    if (checker || !(policy || src || product) || (this.#hasFailed && !again)) return;
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
      // The identity may have changed while the module was loading.
      const checker = new passgate.Checker(document ?? product, this.#given.identity);
      this.#use(checker, document ?? passgate.policy(product));
    } catch (error) {
      if (!isCurrent()) return;
      this.#making = undefined;
      this.#hasFailed = true;
      this.#failed(error);
    }
  }

  #use(checker, policy) {
    if (this.#given.checker && this.#given.identity) checker.identify(this.#given.identity);
    this.checker = checker;
    this.policy = policy;
    this.#renewed();
  }

  #identify(identity) {
    if (!this.checker) return;
    this.checker.identify(identity);
    this.#renewed();
  }

  #attempt(act) {
    try {
      act();
    } catch (error) {
      this.#failed(error);
    }
  }
}

/** The package with its module loaded. */
async function started() {
  const passgate = await import("passgate");
  await passgate.init();
  return passgate;
}
