// The elements in templates of Vue, as its language tools read them. `@ts-expect-error` marks what must not compile.
import "passgate/element";
import type { GlobalComponents } from "vue";
import type { Report } from "passgate";

type Props<Name extends keyof GlobalComponents> = GlobalComponents[Name] extends new () => { $props: infer P } ? P : never;

export const rules: Props<"passgate-rules"> = { for: "pw", product: "eiam", phones: [], class: "mine", key: 1 };
export const field: Props<"passgate-field"> = { confirm: "", generator: "readable", onPassgateVerdict: ({ detail }: { detail: Report }) => detail.accepted };
// @ts-expect-error: no such generator
export const wrong: Props<"passgate-field"> = { generator: "pronounceable" };
// @ts-expect-error: `for` is of the other element
export const other: Props<"passgate-field"> = { for: "pw" };
export const generate = (element: InstanceType<GlobalComponents["passgate-field"]>): Promise<string | undefined> => element.generate();
