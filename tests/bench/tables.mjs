// The figures as tables of Markdown, by the name of the block they stand in.
import { COVERED, PEERS } from "./peers/index.mjs";
import { kibibytes, milliseconds, plusMinus, time, times } from "./wording.mjs";

/** What passgate's contenders are called in text. */
export const NAMES = {
  accepts: "**passgate** `accepts`",
  "accepts again": "the same once more",
  check: "**passgate** `check`",
  changes: "**passgate** `changes`",
  checker: "**passgate** `new Checker`",
};

/** @returns {Record<string, string>} */
export function tables(figures) {
  return {
    machine: machine(figures),
    sixteen: perCall(figures, "sixteen"),
    mixed: perCall(figures, "mixed"),
    long: long(figures),
    names: perCall(figures, "names", "checker"),
    start: start(figures),
    bytes: bytes(figures),
  };
}

function machine({ taken, machine, versions, rounds, milliseconds: each, starts, node, chromium }) {
  const peers = Object.entries(versions.peers).map(([name, version]) => `${name} ${version}`);
  const control = ({ cases: { sixteen } }) => times(sixteen["accepts again"].median, sixteen.accepts.median);
  return [
    `Taken on ${taken}: ${machine.cpu}, ${machine.memory}; Node ${versions.node}, Chromium ${versions.chromium}.`,
    `${rounds} alternating rounds of about ${each} ms per contender, ${starts} cold starts each. Figures are medians, with half`,
    `the range from the 10th to the 90th percentile.`,
    `Noise: the same call, measured as two contenders, differed by ${control(node)} in Node and`,
    `${control(chromium)} in Chromium. The machine's load was ${machine.loads.join(", ")}.`,
    ``,
    `Peers: ${peers.join(", ")}.`,
  ].join("\n");
}

function perCall({ node, chromium }, name, reference = "accepts") {
  const ids = Object.keys(node.cases[name]);
  const cells = ({ cases }, id) => {
    const figure = cases[name][id];
    return [time(figure.median), plusMinus(figure), times(figure.median, cases[name][reference].median)];
  };
  const few = ids.filter((id) => node.cases[name][id].texts < node.cases[name][reference].texts);
  const rows = ids.map((id) => [NAMES[id] ?? id, ...cells(node, id), ...cells(chromium, id)]);
  const note = few.length > 0 ? `\n\nMeasured on an evenly spaced part of the set, because they are slow: ${few.join(", ")}.` : "";
  return table(["per call", "Node", "", "ratio", "Chromium", "", "ratio"], rows) + note;
}

function long({ node, chromium }) {
  const names = Object.keys(node.cases).filter((name) => name.startsWith("long "));
  const ids = Object.keys(node.cases[names[0]]);
  const rows = ids.flatMap((id) =>
    [["Node", node], ["Chromium", chromium]].map(([engine, { cases }]) => [
      NAMES[id] ?? id,
      engine,
      ...names.map((name) => {
        const { median } = cases[name][id];
        return `${time(median)} (${(median / Number(name.slice(5))).toFixed(2)})`;
      }),
      cases.mebibyte[id] ? time(cases.mebibyte[id].median) : "",
    ]),
  );
  const lengths = names.map((name) => `${Number(name.slice(5)).toLocaleString("en")} characters (ns per character)`);
  return table(["per call", "engine", ...lengths, "1 MiB, too long"], rows);
}

function start({ node, chromium }) {
  const cells = (figure) => (figure ? [milliseconds(figure.median), plusMinus(figure)] : ["", ""]);
  const rows = Object.keys(node.first).map((id) => [
    id === "passgate" ? "**passgate**" : id,
    ...cells(node.first[id].ready),
    ...cells(chromium.named[id].ready),
    milliseconds(chromium.named[id].first.median),
    ...cells(chromium.unnamed[id].ready),
  ]);
  const { checker } = chromium.named.passgate;
  return `${table(["", "Node", "", "Chromium, files named", "", "of which the first call", "nothing named", ""], rows)}

In Chromium, building the checker takes ${milliseconds(checker.median)} of passgate's start.`;
}

function bytes({ bytes: sizes }) {
  const { passgate, ...peers } = sizes;
  const rows = Object.entries(peers).map(([id, { all }]) => [id, kibibytes(all), ...covered(PEERS[id].covers)]);
  const own = ["**passgate**", kibibytes(passgate.all), ...covered(COVERED)];
  const files = Object.entries(passgate.files).map(([path, size]) => `${path.split("/").pop()} ${kibibytes(size)}`);
  return `${table(["", "Brotli", ...COVERED], [own, ...rows])}\n\npassgate's files: ${files.join(", ")}.`;
}

const covered = (covers) => COVERED.map((what) => (covers.includes(what) ? "✓" : ""));

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index ? "--:" : "---"))), ...rows.map(line)].join("\n");
}
