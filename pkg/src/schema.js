// A Standard Schema (https://standardschema.dev, version 1): `passgate/schema`.
import { after, issuesOf, provider } from "./provider.js";

export function password(policy, identity, { locale } = {}) {
  const checker = provider(policy, identity);
  const validate = (value) =>
    after(checker(), (made) => {
      const issues = issuesOf(made, value, locale);
      return issues.length ? { issues } : { value };
    });
  return { "~standard": { version: 1, vendor: "passgate", validate } };
}
