// Selects the mutants, and maps each file to the tests that cover it. Stryker's instrumenter makes the
// mutants; the sample depends only on the seed.

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
  "../pkg/src/element/base.js": ["language attributes|about the person|properties that were set|says in the console|is locked|removed identity", ["elements/rules", "elements/given", "elements/generator"]],
  "../pkg/src/element/checklist.js": ["asks for nothing more|verdict while|one announcement|restored when|input is added", ["elements/rules", "elements/given", "input", "live"]],
  "../pkg/src/element/clipboard.js": ["can be copied", ["suggestion"]],
  "../pkg/src/element/confirm.js": ["types, shows the text|second entry|attributes add", ["elements/field", "elements/labels", "typing", "input"]],
  "../pkg/src/element/dom.js": ["types, shows the text|stay where|server-rendered|type that the page", ["elements/field", "elements/labels"]],
  "../pkg/src/element/entry.js": ["the label is|adds later|stay where|types, shows the text|offending text", ["elements/labels", "elements/field", "live", "input"]],
  "../pkg/src/element/field.js": ["generated password|generator can make|generate|is reset|read-only|attributes add|server-rendered|shadow root", ["elements/generator", "elements/field", "suggestion"]],
  "../pkg/src/element/generator.js": ["generated|praised|recommended|suggest|Ctrl|key event", ["elements/generator", "elements/field", "suggestion"]],
  "../pkg/src/element/language.js": ["language of an ancestor|language attributes", ["elements/given", "elements/rules"]],
  "../pkg/src/element/layer.js": ["marked in it|marks do not", ["elements/field"]],
  "../pkg/src/element/list.js": ["asks for nothing more|row equals the core's|offending text|marked as advice|server-rendered", ["elements/given", "elements/field", "typing", "live", "link"]],
  "../pkg/src/element/marks.js": ["one grapheme|several characters|offending text|marked in it", ["../node/element-parts.test", "elements/field", "live"]],
  "../pkg/src/element/password-rules.js": ["the attribute for|a password of the attribute|what one leaves", ["../node/element-parts.test", "elements/several"]],
  "../pkg/src/element/place.js": ["server-rendered|stay where|shadow root|input is added", ["elements/field", "elements/rules"]],
  "../pkg/src/element/register.js": ["verdict while", ["elements/rules"]],
  "../pkg/src/element/rules.js": ["input is added|says in the console|shadow root|verdict while", ["elements/rules", "elements/given", "elements/field"]],
  "../pkg/src/element/sheet.js": ["shadow root|server-rendered|marked in it", ["elements/field"]],
  "../pkg/src/element/source.js": ["asks for nothing more|what comes late|invalid identity|what the page has set|cannot be loaded|own checker|properties that were set", ["elements/given", "elements/rules"]],
  "../pkg/src/element/standing.js": ["advice and unsure|only the vendor can decide|short summary|shape and word|marked as advice", ["live", "typing", "link"]],
  "../pkg/src/element/tie.js": ["both checklists|what one leaves|restored when|that was disabled|of a field", ["elements/several", "elements/rules", "elements/field"]],
  "../pkg/src/element/words.js": ["language attributes|own checker", ["elements/rules"]],
  "../pkg/src/input.js": ["composition|only `change`", ["input", "live"]],
  "announcer.js": ["link is announced", ["live"]],
  "answers.js": ["an earlier password|in progress|waits, then|a proxy", ["refusal", "outcomes", "failures"]],
  "api.js": ["good password resets|looking binds|same idempotency key", ["happy-path", "link", "failures"]],
  "base64url.js": ["key is never sent|another tab says that the password", ["secrecy", "tabs"]],
  "browser-key.js": ["key is never sent|blocked storage", ["secrecy", "link", "failures"]],
  "claim.js": ["a claim that|first act", ["link"]],
  "copy-link.js": ["app's own", ["link"]],
  "delivery.js": ["EIAM deliver|delivery: missing|offers its channels", ["happy-path", "lost", "outcomes"]],
  "dom.js": ["good password resets|shape and word", ["typing", "input", "happy-path"]],
  "edge.js": ["an allowed origin", ["elsewhere", "happy-path"]],
  "form.js": ["is not sent|is hidden while|during a submission|makes the history row|alert is removed", ["happy-path", "live", "lost", "refusal", "suggestion", "stale"]],
  "history-entry.js": ["no link leaves|reloaded|blocked storage", ["tabs", "lost", "link"]],
  "in-app.js": ["app's own", ["link"]],
  "language.js": ["form's language follows|every language has", ["access", "happy-path"]],
  "legible.js": ["bidi control", ["live"]],
  "limits.js": ["makes the history row", ["refusal"]],
  "notice.js": ["final notice|refers to the administrator|daily limit|when the link is opened|half a link", ["live", "outcomes", "failures"]],
  "page.js": ["good password resets|another link", ["happy-path", "failures", "link"]],
  "plain-checker.js": ["there is no WebAssembly|without the core", ["link"]],
  "products.js": ["looking binds|good password resets", ["link", "happy-path", "siblings"]],
  "rows.js": ["there is no WebAssembly|without the core|shows why its submission", ["link", "lost"]],
  "stage.js": ["title shows|good password resets", ["happy-path", "live"]],
  "submit.js": ["alert is removed|waits, then|during a submission", ["live", "happy-path", "failures"]],
  "submissions.js": ["reloaded|answer is lost|passwords are lost|proxy loses|another tab", ["lost", "tabs", "failures"]],
  "ticket.js": ["ticket is found|a link with|half a link|app's own|no link leaves|part of a link", ["mangled", "tabs", "link", "failures", "secrecy"]],
  "visit-record.js": ["another tab|after the end|records are few|still works opens|something else was written", ["tabs"]],
  "visit.js": ["another tab|first act|link is announced|same idempotency key|reloaded|link that expired|number of attempts|when the link is opened|delivers a new|final notice|account's name is", ["link", "happy-path", "failures", "lost", "refusal", "outcomes", "live", "tabs"]],
  "wording.js": ["advice and unsure|only the vendor can decide|offending text|without a rule", ["live", "refusal", "learning"]],
};

/** Class names and attributes are not mutated; said.mjs pins the texts that people read. */
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

/** A Fisher–Yates shuffle with mulberry32. */
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
