// The elements' own sentences in English. The rules' sentences come from the checker.

const count = (number) => `${number} ${number === 1 ? "requirement" : "requirements"}`;
const list = (labels) => labels.join(", ");

export default {
  title: "Password requirements",
  states: { idle: "", met: "Met", unmet: "Not met", unsure: "To be confirmed", advice: "Advice" },
  asked: ({ total, advice }) => `${count(total)}${advice ? `, ${advice} ${advice === 1 ? "recommendation" : "recommendations"}` : ""}`,
  missing: ({ unmet }) => `${count(unmet.length)} not met yet: ${list(unmet)}.`,
  allMet: "All requirements are met.",
  open: ({ advice, unsure }) =>
    `All requirements that can be checked here are met.${advice.length ? ` Could be better: ${list(advice)}.` : ""}${
      unsure.length ? ` Confirmed after you submit: ${list(unsure)}.` : ""
    }`,
  advice: {
    identity: "It contains personal details (such as your name in pinyin, username or phone number) and is easy to guess. We recommend another one, but you can still use it.",
    common: "This is a common password and easy to guess. We recommend another one, but you can still use it.",
  },
  unsupported: "It contains a character that is not supported",
  marks: {
    label: "The marked parts:",
    characters: ({ names }) => ` (${list(names)})`,
    parts: ({ parts }) => ` (${list(parts.map((part) => `“${part}”`))})`,
    places: ({ places }) =>
      ` (${list(places.map(({ from, to }) => (from === to ? `character ${from}` : `characters ${from} to ${to}`)))})`,
    quoted: (character) => `‘${character}’`,
    space: "space",
    leading: "space at the beginning",
    trailing: "space at the end",
    tab: "tab",
    wide: "full-width space",
    more: ({ total }) => `${total} in all`,
  },
  field: {
    label: "New password",
    show: "Show password",
    hide: "Hide password",
    shown: "Your password is visible.",
    hidden: "Your password is hidden.",
    inputMethod: "The password contains Chinese, Japanese or full-width characters. Check whether your input method is on.",
    capsLock: "Caps Lock is on.",
  },
  confirm: {
    label: "Confirm new password",
    same: "Passwords match",
    differs: "Passwords don’t match",
  },
  generator: {
    make: "Generate a password",
    another: "Generate another",
    given: "A password that meets every requirement is filled in and shown. Save it in your password manager, then submit.",
    none: "No password could be generated. Please choose your own.",
    copy: "Copy password",
    copied: "Password copied. Save it in your password manager, then submit.",
    notCopied: "The password could not be copied. Select it and copy it yourself.",
    undo: "Undo",
    undone: "The password you typed is back.",
  },
};
