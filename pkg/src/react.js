"use client";
// A hook of React: `passgate/react`.
import { useCallback, useEffect, useState } from "react";

import { Field } from "./field.js";
import { isChecker } from "./provider.js";

export function usePassword(policy, identity, { locale } = {}) {
  const [field] = useState(() => new Field((state) => setState(state)));
  const [{ rows, accepted, error }, setState] = useState(field.state);
  // Callers pass new objects on every render, so the effects depend on the content, not on the identity of
  // the objects.
  const which = isChecker(policy) ? policy : JSON.stringify(policy);
  const who = JSON.stringify(identity);
  useEffect(() => {
    field.check(policy, identity);
    return () => field.abandon();
  }, [field, which]);
  useEffect(() => {
    field.identify(identity);
  }, [field, who]);
  useEffect(() => field.speak(locale), [field, locale]);
  const ref = useCallback((input) => field.attach(input), [field]);
  return { ref, rows, accepted, error, refuse: field.refuse, generate: field.generate };
}
