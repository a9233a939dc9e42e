// Registers the elements, where there are any.

const NAMES = { PassgateRules: "passgate-rules", PassgateField: "passgate-field" };

/** Registers the given classes. A second copy of the package leaves the first one alone. */
export function register(classes) {
  const registry = globalThis.customElements;
  for (const [name, element] of Object.entries(classes)) {
    if (registry && !registry.get(NAMES[name])) registry.define(NAMES[name], element);
  }
}
