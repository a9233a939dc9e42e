// A consumer of the adapters. `@ts-expect-error` marks what must not compile.
import type { StandardSchemaV1 } from "@standard-schema/spec";
import init, { Checker, type Row } from "passgate";
import { init as sameInit, Checker as InlineChecker } from "passgate/inline";
import "passgate/element";
import { PassgateField, PassgateRules, type Sentences } from "passgate/element/define";
import { antd, arco, asyncValidator, formily, result } from "passgate/rules";
import { password } from "passgate/schema";
import { usePassword } from "passgate/react";
import { usePassword as useVue } from "passgate/vue";

const schema: StandardSchemaV1<string> = password("eiam", { username: "wangxm" }, { locale: "zh-Hant-TW" });
export const output: StandardSchemaV1.InferOutput<typeof schema> = "Tide*Lamp72";

export const rules = [antd("eiam"), asyncValidator(new URL("https://reset.example.com/v1/policies/eiam")), arco("feishu"), result("lark"), formily("eiam")];
export const warnings = [antd("eiam", undefined, { warnings: true }), formily("eiam", { username: "wangxm" }, { warnings: true })];
// @ts-expect-error: TDesign's warnings block
result("eiam", undefined, { warnings: true });

export async function rows(): Promise<Row[]> {
  await init();
  await sameInit();
  const checker: Checker = new InlineChecker("eiam");
  checker.identify({ username: "wangxm" });
  antd(checker);
  const { state, says } = checker.rows("", "en-US")[0] ?? { state: "idle" };
  const idle: boolean = state === "idle";
  // @ts-expect-error: no such state
  const waiting: boolean = state === "waiting";
  return idle || waiting || says ? checker.rows("") : [];
}

export function form(locale: string | undefined): boolean {
  const { ref, rows: shown, accepted, refuse } = usePassword("eiam", { username: "wangxm" }, { locale });
  ref(null);
  refuse([{ code: "reused" }]);
  // @ts-expect-error: no such product
  antd("dingtalk");
  const vue = useVue(() => "eiam" as const, () => ({ username: "wangxm" }));
  return accepted && vue.accepted.value && shown.length === vue.rows.value.length;
}

export function elements(username: string | undefined): string | undefined {
  const rules: PassgateRules = document.createElement("passgate-rules");
  rules.product = "eiam";
  rules.phones = [];
  rules.username = username;
  rules.addEventListener("passgate-verdict", ({ detail }) => detail.findings.map(({ rule }) => rule));
  rules.addEventListener("passgate-error", ({ detail }) => detail.message);
  const sentences: Sentences = { title: "House rules", row: ({ shown }, locale) => (shown === "advice" ? { says: locale } : undefined) };
  rules.sentences = sentences;
  // @ts-expect-error: `report` is read-only
  rules.report = undefined;
  // @ts-expect-error: no such sentence
  rules.sentences = { heading: "House rules" };
  const field = document.querySelector("passgate-field");
  return field instanceof PassgateField ? field.confirmed : undefined;
}
