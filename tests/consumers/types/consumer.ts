// A consumer of the package. `@ts-expect-error` marks what must not compile.
import init, {
  Checker,
  describe,
  policy,
  type Finding,
  type Identity,
  type Locale,
  type Policy,
  type Product,
  type Report,
  type Violation,
} from "passgate";

export async function verdict(password: string, identity: Identity): Promise<string[]> {
  await init();
  const checker = new Checker("eiam", identity);
  const report: Report = checker.check(password);
  const fast: boolean = checker.accepts(password);
  const unmet = report.findings.filter((finding: Finding) => finding.status === "unmet");
  const sentences = unmet.flatMap(({ violation }) => (violation ? [describe(violation, "zh-CN")] : []));
  const { attribute, exact }: { attribute: string; exact: boolean } = checker.passwordRules();
  const rows: { rule: string; text: string }[] = checker.checklist("en");
  const generated: string = checker.generate();
  checker.free();
  return [...sentences, attribute, generated, `${exact} ${fast} ${rows.length}`];
}

/** A policy as a JSON module gives it, whose words have the type `string`. */
export function ofFile(document: { product: string; rules: { rule: string; min?: number }[] }): string {
  // @ts-expect-error The words are any text.
  new Checker(document);
  return describe({ code: "too-short", min: new Checker(document as Policy).checklist().length });
}

export function spansOf(finding: Finding): [number, number][] {
  return finding.spans ?? [];
}

/** The code distinguishes the violations; only then are the parameters known. */
export function lengthOf(violation: Violation): number | undefined {
  switch (violation.code) {
    case "too-short":
      return violation.min;
    case "too-long":
      return violation.max;
    default:
      // @ts-expect-error: not every violation has a minimum
      return violation.min;
  }
}

export function own(product: Product): Policy {
  const shipped: Policy = policy(product);
  const first = shipped.rules[0];
  return first ? { product, rules: [first] } : shipped;
}

export function misuse(checker: Checker, locale: Locale): void {
  // @ts-expect-error: no such product
  new Checker("dingtalk");
  // @ts-expect-error: not a text
  checker.check(42);
  // @ts-expect-error: not a text
  checker.checklist(7);
  // @ts-expect-error: no such violation
  describe({ code: "too-shrot", min: 8 }, locale);
  // @ts-expect-error: the identity has a list of phones
  new Checker("eiam", { phones: "13800138000" });
  // @ts-expect-error: a rule needs its parameters
  new Checker({ product: "eiam", rules: [{ rule: "repetition" }] });
}
