// The package's calls. An engine must return the same results as Node.

/** Plain data, identical in every engine. */
export function calls({ Checker, describe, policy }) {
  const person = { username: "wangxm", name: "王小明", phones: ["13800138000"], emails: ["xm.wang@corp.example"] };
  const checker = new Checker("eiam", person);
  const text = "Kx7#mQ2$vL9p";
  const report = checker.check("Wangxm@1");
  const before = checker.accepts(text);
  checker.refuse(text, [{ code: "reused" }, { code: "not-accepted", message: "复杂度不足" }]);
  const refused = checker.check(text);
  const made = Array.from({ length: 20 }, () => checker.generate());
  const said = ["zh-CN", "en"].map((locale) => [
    checker.checklist(locale),
    report.findings.map(({ violation }) => violation && describe(violation, locale)),
  ]);
  const seen = {
    report,
    accepted: [before, checker.accepts(text)],
    refused,
    generated: { different: new Set(made).size, accepted: made.filter((password) => checker.accepts(password)).length },
    said,
    attribute: checker.passwordRules(),
    policies: ["feishu", "eiam"].map((product) => policy(product)),
    misuse: [() => new Checker("gmail"), () => checker.check(7), () => describe({ code: "bad" }, "en")].map(thrown),
  };
  checker.free();
  return { ...seen, freed: thrown(() => checker.check("x")) };
}

function thrown(call) {
  try {
    return { given: call() };
  } catch ({ name, message, path }) {
    return { name, message, path };
  }
}
