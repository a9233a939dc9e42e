import type { Checker, Identity, Policy, Product } from "passgate";

type Given = [
  policy: Product | Policy | URL | Checker,
  identity?: Identity,
  options?: { locale?: string | undefined },
];

/** A rule of Ant Design: `rules={[antd("eiam")]}`. */
export function antd(...given: Given): {
  validator(rule: unknown, value: unknown): Promise<void>;
};

/** A rule of async-validator: Element Plus, Naive UI, the `rules` of Semi. */
export function asyncValidator(...given: Given): {
  validator(rule: unknown, value: unknown, callback: (error?: Error) => void): void;
};

/** A rule of Arco Design. */
export function arco(...given: Given): {
  validator(value: unknown, callback: (message?: string) => void): void;
};

/** `validator` for a rule of TDesign, `validate` for a field of Semi. */
export function result(...given: Given): {
  validator(value: unknown): Promise<{ result: boolean; message: string; type?: "error" }>;
  validate(value: unknown): Promise<string>;
};
