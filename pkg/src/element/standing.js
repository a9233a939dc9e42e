// The kinds of rows beyond met and unmet: advice, and what only the service can decide.

/** `idle`, `met`, `unmet`, `unsure` or `advice`. If a rule only advises, its unsure row is advice. */
export function shownAs({ rule, status, violation }, advised) {
  if (status !== "unsure" || !violation || violation.code === "unknown-identity") return status;
  return advised.has(rule) && rule !== "charset" ? "advice" : status;
}

/** What the rows need from a policy document: the rules that only advise, and the allowed symbols. */
export function traits(policy) {
  const rules = policy?.rules ?? [];
  return {
    advised: new Set(rules.filter(({ advice }) => advice).map(({ rule }) => rule)),
    symbols: rules.find(({ rule }) => rule === "charset")?.symbols,
  };
}

/** The summary: one sentence for all rows. */
export function standing(rows, advised, sentences) {
  const [unmet, advice, unsure] = ["unmet", "advice", "unsure"].map((kind) =>
    rows.filter((row) => shownAs(row, advised) === kind).map(({ label }) => label),
  );
  if (unmet.length) return sentences.missing({ unmet });
  if (advice.length || unsure.length) return sentences.open({ advice, unsure });
  if (!rows.some(({ status }) => status === "idle")) return sentences.allMet;
  const total = rows.filter(({ rule }) => !advised.has(rule)).length;
  return sentences.asked({ total, advice: rows.length - total });
}
