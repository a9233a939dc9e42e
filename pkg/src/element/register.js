// Registers the elements, where there are any.

export function register({ PassgateField, PassgateRules }) {
  const registry = globalThis.customElements;
  for (const [name, element] of [["passgate-rules", PassgateRules], ["passgate-field", PassgateField]]) {
    // A second copy of the package leaves the first one alone.
    if (registry && !registry.get(name)) registry.define(name, element);
  }
}
