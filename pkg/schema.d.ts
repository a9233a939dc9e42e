import type { Checker, Identity, Issue, Policy, Product } from "passgate";

/** The part of the Standard Schema specification (version 1) that this schema is. */
export interface PasswordSchema {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "passgate";
    /** At once where the checker is there, else a promise, which the first call starts. */
    readonly validate: (value: unknown) => PasswordResult | Promise<PasswordResult>;
    readonly types?: { readonly input: string; readonly output: string } | undefined;
  };
}

/** The password, or a sentence for each unmet row, with its rule and its violation. */
export type PasswordResult =
  | { readonly value: string; readonly issues?: undefined }
  | { readonly issues: readonly Issue[] };

/**
 * A schema that accepts what the policy accepts. A URL is that of a policy document, such as
 * `/v1/policies/eiam` of an edge. A checker needs no identity.
 */
export function password(
  policy: Product | Policy | URL | Checker,
  identity?: Identity,
  options?: { locale?: string | undefined },
): PasswordSchema;
