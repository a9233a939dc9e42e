import type { Checker, Identity, Policy, Product } from "passgate";

interface Options {
  locale?: string | undefined;
  /**
   * The rule warns instead of refusing: with the sentence of the first unsure row of an accepted password. Use it as a
   * second rule beside the first.
   */
  warnings?: boolean | undefined;
}

type Given = [policy: Product | Policy | URL | Checker, identity?: Identity, options?: Options];

/** A rule of Ant Design: `rules={[antd("eiam")]}`. */
export function antd(...given: Given): {
  warningOnly?: true;
  validator(rule: unknown, value: unknown): Promise<void>;
};

/** A rule of async-validator: Element Plus, Naive UI, the `rules` of Semi. Only Naive UI has warnings. */
export function asyncValidator(...given: Given): {
  level?: "warning";
  trigger: string[];
  validator(rule: unknown, value: unknown, callback: (error?: Error) => void): void;
};

/** A rule of Arco Design. */
export function arco(...given: Given): {
  validateLevel?: "warning";
  validator(value: unknown, callback: (message?: string) => void): Promise<void>;
};

/** A validator of Formily. */
export function formily(...given: Given): (value: unknown) => Promise<string | { type: "warning"; message: string }>;

/** `validator` for a rule of TDesign, `validate` for a field of Semi. Neither has warnings that do not block. */
export function result(
  policy: Product | Policy | URL | Checker,
  identity?: Identity,
  options?: Pick<Options, "locale">,
): {
  validator(value: unknown): Promise<{ result: boolean; message: string; type?: "error" }>;
  validate(value: unknown): Promise<string>;
};
