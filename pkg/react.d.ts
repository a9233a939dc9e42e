import type { Checker, GenerateOptions, Identity, Policy, Product, Row, Violation } from "passgate";

/** What the hook gives. */
export interface PasswordField {
  /** The `ref` of the input. The input may be controlled or uncontrolled. */
  ref: (input: HTMLInputElement | null) => void;
  /** The rows of the checklist; none until the checker is there. */
  rows: Row[];
  /** Whether the typed text is accepted; `false` until the checker is there. */
  accepted: boolean;
  /** Why there is no checker: a `PassgateError`, or what `fetch` threw. */
  error: Error | undefined;
  /** Takes the vendor's refusal of the typed text in. */
  refuse: (violations: Violation[]) => void;
  /** Puts a password into the input and gives it; nothing until the checker is there. */
  generate: (options?: GenerateOptions) => string | undefined;
}

/** Follows an input. A URL is that of a policy document. */
export function usePassword(
  policy: Product | Policy | URL | Checker,
  identity?: Identity,
  options?: { locale?: string | undefined },
): PasswordField;
