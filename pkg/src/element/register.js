// Registers the elements, if the environment has a registry.

const NAMES = { PassgateRules: "passgate-rules", PassgateField: "passgate-field" };

/** Registers the given classes. A name that is registered already, by another copy of the package, stays. */
export function register(classes) {
  const registry = globalThis.customElements;
  for (const [name, element] of Object.entries(classes)) {
    if (registry && !registry.get(NAMES[name])) registry.define(NAMES[name], element);
  }
}
