// The peers, each as one call that takes a text and gives a number that depends on its verdict.
// A peer covers a part of what a vendor asks; which, stands beside it.

/** What a whole check covers; `where` is the place in the typed text. */
export const COVERED = ["length", "classes", "runs", "characters", "person", "name in pinyin", "weak list", "where"];

/** @type {Record<string, { packages: string[], covers: string[] }>} */
export const PEERS = {
  zxcvbn: { packages: ["zxcvbn"], covers: ["person", "weak list"] },
  "zxcvbn-ts": {
    packages: ["@zxcvbn-ts/core", "@zxcvbn-ts/language-common", "@zxcvbn-ts/language-en"],
    covers: ["person", "weak list"],
  },
  "password-validator": { packages: ["password-validator"], covers: ["length", "classes"] },
  "owasp-password-strength-test": {
    packages: ["owasp-password-strength-test"],
    covers: ["length", "classes", "runs"],
  },
  "check-password-strength": { packages: ["check-password-strength"], covers: ["length", "classes"] },
  "password-sheriff": { packages: ["password-sheriff"], covers: ["length", "classes", "runs"] },
  "fxa-common-password-list": { packages: ["fxa-common-password-list"], covers: ["weak list"] },
  "pinyin-pro": { packages: ["pinyin-pro"], covers: ["name in pinyin"] },
};

/** The peers that judge passwords. */
export const JUDGES = Object.keys(PEERS).filter((id) => id !== "pinyin-pro");
