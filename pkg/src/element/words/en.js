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
    `All requirements that can be checked here are met.${advice.length ? ` Recommended but not met: ${list(advice)}.` : ""}${
      unsure.length ? ` Confirmed after you submit: ${list(unsure)}.` : ""
    }`,
  advice: {
    identity: "It contains personal details (such as your name in pinyin, username or phone number) and is easy to guess. We recommend another one, but you can still use it.",
    common: "This is a common password and easy to guess. We recommend another one, but you can still use it.",
  },
  /** Where another row is not met, so that the password cannot be used. */
  blockedAdvice: {
    identity: "It contains personal details (such as your name in pinyin, username or phone number) and is easy to guess. We recommend another one.",
    common: "This is a common password and easy to guess. We recommend another one.",
  },
  unsupported: "It contains a character that is not supported",
  marks: {
    label: "The marked parts:",
    /** In brackets, or as a sentence of its own after a full stop or other brackets. */
    after: ({ says, found }) => (/[.)]$/.test(says) ? `${says.replace(/\.$/, "")}. Found: ${found}.` : `${says} (${found})`),
    characters: ({ names }) => list(names),
    parts: ({ parts }) => list(parts.map((part) => `“${part}”`)),
    places: ({ places }) => list(places.map(({ from, to }) => (from === to ? `character ${from}` : `characters ${from} to ${to}`))),
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
    missing: "Enter the new password again",
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
