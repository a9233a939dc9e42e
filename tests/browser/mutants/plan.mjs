// Which mutants are tried, and which parts of the tests are about each file. Stryker's instrumenter makes
// the mutants; which of them are tried follows from the seed alone.

import { readFile } from "node:fs/promises";
import { Instrumenter } from "@stryker-mutator/instrumenter";

export const www = new URL("../../../www/", import.meta.url);

/**
 * For each file of `www/` or the elements: a pattern of the tests that most likely detect a mutant, and the parts of
 * the tests that run if those do not. Not mutated: the words (said.mjs pins them) and the generated outcomes.js,
 * rules.js and times.js.
 */
const TESTS = {
  "../pkg/src/element/announcer.js": ["one announcement", ["elements/rules", "typing"]],
  "../pkg/src/element/base.js": ["changed attributes|about the person|properties that were set|says in the console|is locked|removed identity", ["elements/rules", "elements/given", "elements/generator"]],
  "../pkg/src/element/checklist.js": ["asks for nothing more|verdict while|one announcement|restored when|input is added", ["elements/rules", "elements/given", "input", "live"]],
  "../pkg/src/element/clipboard.js": ["can be copied", ["suggestion"]],
  "../pkg/src/element/confirm.js": ["types, shows the text|second entry|attributes add", ["elements/field", "elements/labels", "typing", "input"]],
  "../pkg/src/element/dom.js": ["types, shows the text|stay where|server-rendered|type that the page", ["elements/field", "elements/labels"]],
  "../pkg/src/element/entry.js": ["the label is|adds later|stay where|types, shows the text|row is about", ["elements/labels", "elements/field", "live", "input"]],
  "../pkg/src/element/field.js": ["generated password|generates|generate|is reset|read-only|attributes add|server-rendered|shadow root", ["elements/generator", "elements/field", "suggestion"]],
  "../pkg/src/element/generator.js": ["generated|praised|recommended|suggest|Ctrl|key event", ["elements/generator", "elements/field", "suggestion"]],
  "../pkg/src/element/language.js": ["language of an ancestor|changed attributes", ["elements/given", "elements/rules"]],
  "../pkg/src/element/layer.js": ["marked in it|marks do not", ["elements/field"]],
  "../pkg/src/element/list.js": ["asks for nothing more|row is the core's|row is about|marked as advice|server-rendered|set apart", ["elements/given", "elements/field", "typing", "live", "link"]],
  "../pkg/src/element/marks.js": ["one grapheme|several characters|row is about|marked in it", ["../node/element-parts.test", "elements/field", "live"]],
  "../pkg/src/element/password-rules.js": ["the attribute for|a password of the attribute|what one leaves", ["../node/element-parts.test", "elements/several"]],
  "../pkg/src/element/place.js": ["server-rendered|stay where|shadow root|input is added", ["elements/field", "elements/rules"]],
  "../pkg/src/element/register.js": ["verdict while", ["elements/rules"]],
  "../pkg/src/element/rules.js": ["input is added|says in the console|shadow root|verdict while", ["elements/rules", "elements/given", "elements/field"]],
  "../pkg/src/element/sheet.js": ["shadow root|server-rendered|marked in it", ["elements/field"]],
  "../pkg/src/element/source.js": ["asks for nothing more|what comes late|invalid identity|what the page has set|cannot be loaded|own checker|properties that were set", ["elements/given", "elements/rules"]],
  "../pkg/src/element/standing.js": ["advice, what|only waits|short summary|shape and a word|marked as advice", ["live", "typing", "link"]],
  "../pkg/src/element/tie.js": ["both checklists|what one leaves|restored when|that was disabled|of a field", ["elements/several", "elements/rules", "elements/field"]],
  "../pkg/src/element/words.js": ["changed attributes|own checker", ["elements/rules"]],
  "../pkg/src/input.js": ["composition|`change` alone", ["input", "live"]],
  "announcer.js": ["link is said", ["live"]],
  "answers.js": ["an earlier password|under way|wait, then|on the way", ["refusal", "outcomes", "failures"]],
  "api.js": ["good password resets|looking binds|same key", ["happy-path", "link", "failures"]],
  "base64url.js": ["key stays in it|another tab says that the password", ["secrecy", "tabs"]],
  "browser-key.js": ["key stays in it|storage that is blocked", ["secrecy", "link", "failures"]],
  "claim.js": ["a claim that|first act", ["link"]],
  "copy-link.js": ["chat's own", ["link"]],
  "delivery.js": ["EIAM deliver|delivery: missing|what is offered", ["happy-path", "lost", "outcomes"]],
  "dom.js": ["good password resets|shape and a word", ["typing", "input", "happy-path"]],
  "edge.js": ["that the edge lists", ["elsewhere", "happy-path"]],
  "form.js": ["is not sent|is hidden while|what is sent|into the history row|alert goes", ["happy-path", "live", "lost", "refusal", "suggestion"]],
  "history-entry.js": ["no link leaves|loaded again|storage that is blocked", ["tabs", "lost", "link"]],
  "in-app.js": ["chat's own", ["link"]],
  "language.js": ["reader's language|language lacks", ["access", "happy-path"]],
  "legible.js": ["mark of direction", ["live"]],
  "limits.js": ["into the history row", ["refusal"]],
  "notice.js": ["end says what now|has to see|day's limit|when the link is opened|half a link", ["live", "outcomes", "failures"]],
  "page.js": ["good password resets|another link", ["happy-path", "failures", "link"]],
  "plain-checker.js": ["there is no WebAssembly|without the core", ["link"]],
  "products.js": ["looking binds|good password resets", ["link", "happy-path", "siblings"]],
  "rows.js": ["there is no WebAssembly|without the core|told why its submission", ["link", "lost"]],
  "stage.js": ["title says|good password resets", ["happy-path", "live"]],
  "submit.js": ["alert goes|wait, then|what is sent", ["live", "happy-path", "failures"]],
  "submissions.js": ["loaded again|answer is lost|answers are lost|on the way loses|another tab", ["lost", "tabs", "failures"]],
  "ticket.js": ["ticket is found|a link with|half a link|chat's own|no link leaves|part of a link", ["mangled", "tabs", "link", "failures", "secrecy"]],
  "visit-record.js": ["another tab|after the end|records are few|still works opens|something else was written", ["tabs"]],
  "visit.js": ["another tab|first act|link is said|same key|loaded again|ran out|tries of a link|when the link is opened|delivers a new|says what now|account is named", ["link", "happy-path", "failures", "lost", "refusal", "outcomes", "live", "tabs"]],
  "wording.js": ["advice, what|only waits|row is about|gives no reason", ["live", "refusal", "learning"]],
};

/** A class name or an attribute is text; what people read is pinned elsewhere. */
const EXCLUDED = ["StringLiteral"];

const silent = new Proxy({}, { get: (target, name) => (String(name).endsWith("Enabled") ? () => false : () => {}) });

/** The mutants of the sample: `{ number, file, line, mutator, from, to, likely, parts, text }`. */
export async function sample({ size, seed }) {
  const files = await Promise.all(
    Object.keys(TESTS).map(async (name) => ({ name, mutate: true, content: await readFile(new URL(name, www), "utf8") })),
  );
  const contents = new Map(files.map(({ name, content }) => [name, content]));
  const options = { excludedMutations: EXCLUDED, ignorers: [], plugins: [], mutator: {} };
  const { mutants } = await new Instrumenter(silent).instrument(files, options);
  const possible = mutants.filter(({ status }) => status !== "Ignored").map((mutant) => described(mutant, contents.get(mutant.fileName)));
  return { of: possible.length, mutants: shuffled(possible, seed).slice(0, size) };
}

function described({ id, fileName, mutatorName, location, replacement }, content) {
  const [from, to] = [location.start, location.end].map((place) => offset(content, place));
  return {
    number: Number(id),
    file: fileName,
    line: location.start.line + 1,
    mutator: mutatorName,
    from: content.slice(from, to),
    to: replacement,
    likely: TESTS[fileName][0],
    parts: TESTS[fileName][1],
    text: content.slice(0, from) + replacement + content.slice(to),
  };
}

function offset(content, { line, column }) {
  return content.split("\n").slice(0, line).reduce((sum, text) => sum + text.length + 1, column);
}

/** Fisher and Yates, with mulberry32. */
function shuffled(list, seed) {
  const all = [...list];
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), 1 | state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [all[last], all[other]] = [all[other], all[last]];
  }
  return all;
}
