// A Standard Schema (https://standardschema.dev, version 1): `passgate/schema`.
import { asked } from "./provider.js";

export function password(policy, identity, { locale } = {}) {
  const validate = asked(policy, identity, (checker, value) => {
    const issues = checker.issues(value, locale);
    return issues.length ? { issues } : { value };
  });
  return { "~standard": { version: 1, vendor: "passgate", validate } };
}
