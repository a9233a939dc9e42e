// The figures as one picture: a bar a contender, on a logarithmic scale; readable on light and dark.
import { JUDGES } from "./peers/index.mjs";
import { kibibytes, milliseconds, time } from "./wording.mjs";

const WIDTH = 880;
const LABEL = 232;
const VALUE = 84;
const ROW = 24;
const HEAD = 58;
const GAP = 26;

/** @returns {string} an SVG */
export function picture(figures) {
  const { node, chromium, bytes } = figures;
  const speed = (cases) =>
    ["accepts", "check", ...JUDGES]
      .map((id) => ({ label: id.startsWith("accept") || id === "check" ? `passgate ${id}` : id, ...cases.sixteen[id] }))
      .sort((a, b) => a.median - b.median);
  const starts = Object.entries(chromium.unnamed)
    .map(([id, { ready }]) => ({ label: id === "nothing" ? "a module of one line" : id, ...ready }))
    .sort((a, b) => a.median - b.median);
  const sizes = Object.entries(bytes)
    .map(([label, { all }]) => ({ label, median: all }))
    .sort((a, b) => a.median - b.median);
  const panels = [
    { title: "One check of 16 characters, in Node", rows: speed(node.cases), unit: time },
    { title: "One check of 16 characters, in Chromium", rows: speed(chromium.cases), unit: time },
    { title: "From nothing to the first verdict, in Chromium", rows: starts, unit: milliseconds },
    { title: "To download, compressed (Brotli)", rows: sizes, unit: kibibytes, one: 1024 },
  ];
  let top = 8;
  const drawn = panels.map((panel) => {
    const text = draw(panel, top);
    top += HEAD + panel.rows.length * ROW + GAP;
    return text;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" width="${WIDTH}" height="${top}" role="img" aria-label="passgate beside its peers: time for a check, start, and size; shorter is better">
<style>
  text { font: 13px system-ui, "Segoe UI", "Noto Sans", sans-serif; fill: #1f2328; }
  .title { font-weight: 600; font-size: 15px; }
  .faint { fill: #59636e; font-size: 11px; }
  .bar { fill: #8c959f; }
  .own { fill: #0969da; }
  .line { stroke: #d1d9e0; }
  .whisker { stroke: #1f2328; stroke-width: 1.5; }
  .paper { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .faint { fill: #9198a1; }
    .bar { fill: #656c76; }
    .own { fill: #4493f8; }
    .line { stroke: #3d444d; }
    .whisker { stroke: #f0f6fc; }
    .paper { fill: #0d1117; }
  }
</style>
<rect class="paper" width="${WIDTH}" height="${top}" rx="6"/>
<text class="faint" text-anchor="end" x="${WIDTH - 16}" y="26">shorter is better; what is grey does a part of the job</text>
${drawn.join("\n")}
</svg>
`;
}

/** `one` is what a mark's round numbers are counted in. */
function draw({ title, rows, unit, one = 1 }, top) {
  const least = Math.min(...rows.map(({ low, median }) => low ?? median)) / 1.5;
  const from = one * 10 ** Math.floor(Math.log10(least / one));
  const to = Math.max(...rows.map(({ high, median }) => high ?? median));
  const room = WIDTH - LABEL - VALUE - 24;
  const x = (value) => LABEL + (Math.log10(Math.max(value, from) / from) / Math.log10(to / from)) * room;
  const parts = [`<text class="title" x="16" y="${top + 22}">${title}</text>`];
  const bottom = top + HEAD + rows.length * ROW;
  for (let mark = from; mark <= to; mark *= 10) {
    parts.push(`<line class="line" x1="${f(x(mark))}" x2="${f(x(mark))}" y1="${top + HEAD - 4}" y2="${bottom}"/>`);
    parts.push(`<text class="faint" text-anchor="middle" x="${f(x(mark))}" y="${top + HEAD - 10}">${unit(mark)}</text>`);
  }
  rows.forEach(({ label, median, low, high }, index) => {
    const y = top + HEAD + index * ROW;
    const own = label.startsWith("passgate");
    parts.push(`<text x="${LABEL - 8}" y="${y + 16}" text-anchor="end"${own ? ' font-weight="600"' : ""}>${label}</text>`);
    parts.push(`<rect class="${own ? "own" : "bar"}" x="${LABEL}" y="${y + 4}" width="${f(x(median) - LABEL)}" height="${ROW - 8}" rx="2"/>`);
    if (low !== undefined) {
      parts.push(`<line class="whisker" x1="${f(x(low))}" x2="${f(x(high))}" y1="${y + ROW / 2}" y2="${y + ROW / 2}"/>`);
    }
    parts.push(`<text x="${f(Math.max(x(median), x(high ?? median)) + 8)}" y="${y + 16}">${unit(median)}</text>`);
  });
  return parts.join("\n");
}

const f = (value) => Number(value.toFixed(1));
