// A composable of Vue: `passgate/vue`.
import { onScopeDispose, shallowRef, toValue, watch } from "vue";

import { Field } from "./field.js";

export function usePassword(policy, identity, { locale } = {}) {
  const [rows, accepted, error] = [shallowRef([]), shallowRef(false), shallowRef()];
  const ref = shallowRef(null);
  const field = new Field((state) => {
    rows.value = state.rows;
    accepted.value = state.accepted;
    error.value = state.error;
  });
  watch(() => toValue(locale), (tag) => field.speak(tag), { immediate: true });
  watch(() => toValue(policy), (given) => field.check(given, toValue(identity)), { immediate: true });
  watch(() => toValue(identity), (person) => field.identify(person), { deep: true });
  watch(ref, (given) => field.attach(inputOf(given)), { flush: "post" });
  onScopeDispose(() => field.close());
  return { ref, rows, accepted, error, refuse: field.refuse, generate: field.generate };
}

/** The input of an element or of a component, such as Element Plus' own. */
function inputOf(given) {
  const element = given?.$el ?? given;
  if (!element || element.localName === "input") return element;
  return element.querySelector?.("input") ?? null;
}
