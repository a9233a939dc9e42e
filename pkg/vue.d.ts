import type { Checker, GenerateOptions, Identity, Policy, Product, Row, Violation } from "passgate";
import type { MaybeRefOrGetter, ShallowRef } from "vue";

/** What the composable gives. */
export interface PasswordField {
  /** The template ref of the input, or of a component that has one. */
  ref: ShallowRef<any>;
  /** The rows of the checklist; none until the checker is there. */
  rows: ShallowRef<Row[]>;
  /** Whether the typed text is accepted; `false` until the checker is there. */
  accepted: ShallowRef<boolean>;
  /** Why there is no checker: a `PassgateError`, or what `fetch` threw. */
  error: ShallowRef<Error | undefined>;
  /** Takes the vendor's refusal of the typed text in. */
  refuse: (violations: Violation[]) => void;
  /** Puts a password into the input and gives it; nothing until the checker is there. */
  generate: (options?: GenerateOptions) => string | undefined;
}

/** Follows an input. A URL is that of a policy document. */
export function usePassword(
  policy: MaybeRefOrGetter<Product | Policy | URL | Checker>,
  identity?: MaybeRefOrGetter<Identity | undefined>,
  options?: { locale?: MaybeRefOrGetter<string | undefined> },
): PasswordField;
