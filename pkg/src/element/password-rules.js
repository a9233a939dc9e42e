// One `passwordrules` attribute for two policies: a password that it allows satisfies both.

const CLASSES = { lower: /[a-z]/, upper: /[A-Z]/, digit: /[0-9]/ };
const VISIBLE = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
const STRICTER = { minlength: Math.max, maxlength: Math.min, "max-consecutive": Math.min };

/** The attribute for both; each is one that a checker returns. */
export function both(one, other) {
  if (one === other) return one;
  const [first, second] = [read(one), read(other)];
  const numbers = Object.entries(STRICTER).flatMap(([name, stricter]) => {
    const values = [first[name], second[name]].filter((value) => value !== undefined);
    return values.length ? `${name}: ${stricter(...values)};` : [];
  });
  const allowed = first.allowed.filter((character) => second.allowed.includes(character));
  const required = [...first.required, ...second.required].map((line) => line.filter((character) => allowed.includes(character)));
  const lines = required.filter((line) => line.length).map((line) => `required: ${written(line)};`);
  if (allowed.length) lines.push(`allowed: ${written(allowed)};`);
  return [...numbers, ...new Set(lines)].join(" ");
}

function read(attribute) {
  const rules = { required: [], allowed: VISIBLE };
  // A `;` in a bracketed class does not end a rule.
  for (const [, name, value] of attribute.matchAll(/([a-z-]+): ((?:[^;[]|\[[^\]]*\]{1,2})*);/g)) {
    if (name in STRICTER) rules[name] = Number(value);
    else if (name === "required") rules.required.push(characters(value));
    else rules.allowed = characters(value);
  }
  return rules;
}

function characters(value) {
  const listed = /\[(.*)\]/.exec(value)?.[1] ?? "";
  // The characters in brackets are in order, so they never spell a name.
  return VISIBLE.filter(
    (character) => listed.includes(character) || Object.entries(CLASSES).some(([name, of]) => value.includes(name) && of.test(character)),
  );
}

/** Whole classes by name, all others in brackets, in which `-` comes first and `]` last. */
function written(all) {
  const whole = Object.entries(CLASSES).filter(([, of]) => VISIBLE.every((character) => !of.test(character) || all.includes(character)));
  const others = all.filter((character) => !whole.some(([, of]) => of.test(character)));
  const place = (character) => (character === "-" ? -1 : character === "]" ? 1 : 0);
  others.sort((one, other) => place(one) - place(other));
  return [...whole.map(([name]) => name), ...(others.length ? [`[${others.join("")}]`] : [])].join(", ");
}
