// docs/alerts.yml and docs/grafana.json use only existing metrics and labels. Prometheus' own grammar parses the
// expressions; docs/metrics.md, which is generated from the code, lists the metrics.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parser } from "@prometheus-io/lezer-promql";
import { parse } from "yaml";

const read = (path) => readFileSync(new URL(`../../docs/${path}`, import.meta.url), "utf8");
const ROW = /^\| `(passgate_\w+)` \| (\w+) \| ([\w, ]*) \|/gm;
const metrics = new Map(Array.from(read("metrics.md").matchAll(ROW), ([, name, kind, labels]) => [name, { kind, labels: labels.split(", ") }]));
/** The series of a histogram, and the metrics that Prometheus itself adds. */
const SUFFIXES = /_(bucket|sum|count)$/;
const ADDED = { up: ["job", "instance"] };

const alerts = parse(read("alerts.yml")).groups.flatMap(({ rules }) => rules);
const { panels } = JSON.parse(read("grafana.json"));
const asked = [
  ...alerts.map(({ alert, expr }) => [alert, expr]),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr.replaceAll("$__rate_interval", "5m")])),
];

/** The selectors of an expression: each metric with the labels that it is matched by. */
function selectorsOf(expression) {
  const found = [];
  parser.parse(expression).iterate({
    enter: ({ node, name, from, to }) => {
      assert.notEqual(name, "⚠", `${expression}: not PromQL at ${from}`);
      if (name !== "VectorSelector") return;
      const metric = node.getChild("Identifier");
      const labels = Array.from(expression.slice(from, to).matchAll(/[{,]\s*(\w+)\s*=/g), ([, label]) => label);
      found.push({ metric: expression.slice(metric.from, metric.to), labels });
    },
  });
  return found;
}

const groupedBy = (expression) => Array.from(expression.matchAll(/\bby \(([^)]*)\)/g), ([, labels]) => labels.split(/, */)).flat();

for (const [where, expression] of asked) {
  test(`${where} uses existing metrics and labels`, () => {
    const selectors = selectorsOf(expression);
    assert.ok(selectors.length > 0);
    for (const { metric, labels } of selectors) {
      const known = metrics.get(metric) ?? (metrics.get(metric.replace(SUFFIXES, ""))?.kind === "histogram" && metrics.get(metric.replace(SUFFIXES, "")));
      const has = known ? [...known.labels, "le"] : ADDED[metric];
      assert.ok(has, `there is no metric ${metric}`);
      for (const label of [...labels, ...(known ? groupedBy(expression) : [])]) {
        assert.ok(has.includes(label), `${metric} has no label ${label}`);
      }
    }
  });
}

test("every alert has a severity, a meaning and an action", () => {
  assert.ok(alerts.length >= 12 && new Set(alerts.map(({ alert }) => alert)).size === alerts.length);
  for (const { alert, labels, annotations } of alerts) {
    assert.ok(["critical", "warning", "info"].includes(labels.severity), alert);
    assert.ok(annotations.summary && annotations.description.includes(". "), alert);
  }
});
