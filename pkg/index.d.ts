/** A product whose passwords are checked. */
export type Product = "feishu" | "eiam";

/** A language the sentences are written in, as a BCP 47 tag. */
export type Locale = "zh-CN" | "en";

/** A rule of a policy, and so a row of the checklist; `vendor` is the row of a refusal that no rule covers. */
export type RuleName =
  | "length"
  | "charset"
  | "composition"
  | "username"
  | "common"
  | "history"
  | "repetition"
  | "identity"
  | "vendor";

/**
 * A kind of character. All are ASCII. Whether any other character counts for one is open: a verdict
 * that turns on it is `unsure`.
 */
export type Class = "lower" | "upper" | "letter" | "digit" | "symbol";

/**
 * What the first character is that is not supported. `full-width`: full-width forms and Chinese
 * punctuation (`，`); `smart-punctuation`: what keyboards make of `"`, `'`, `-` and dots (`“`, `—`,
 * `…`, `·`); `other-script`: a letter or number that is not ASCII (`密`, `é`); `emoji`: pictures;
 * `other`: ASCII that is not allowed, and the rest.
 */
export type CharacterKind =
  | "other"
  | "full-width"
  | "ideographic-space"
  | "zero-width"
  | "bidi-control"
  | "control"
  | "space"
  | "smart-punctuation"
  | "other-script"
  | "emoji";

/** What makes a password common, where that has a name: `P@ssw0rd123` is a listed word in disguise. */
export type Pattern =
  | "repetition"
  | "sequence"
  | "keyboard-walk"
  | "date"
  | "homophone-number"
  | "listed-word"
  | "personal-word"
  | "breached";

/** Something about a person. */
export type IdentityField = "username" | "phone" | "email-prefix" | "name-pinyin" | "words";

/** What is known about the person; every part may be absent. At most 256 characters each, 64 of a kind. */
export interface Identity {
  username?: string;
  /** The full name as a directory has it, in Han characters or Latin letters: `王小明(外包)` will do. */
  name?: string;
  /** Display names and nicknames: what a password contains of them is a guess, `unsure`. */
  names?: string[];
  /** With or without country code, extension and separators; several in one text, too. */
  phones?: string[];
  /** Whole addresses, or what stands before the `@`. */
  emails?: string[];
  /** Words of the company: its name, its products. */
  words?: string[];
}

/** Why a password is, or would be, refused. Numbers count characters. Never a piece of the password. */
export type Violation =
  | { code: "empty" }
  | { code: "too-short"; min: number }
  | { code: "too-long"; max: number }
  | { code: "wrong-length"; min?: number; max?: number }
  | { code: "matches-username" }
  | { code: "reverses-username" }
  | { code: "too-few-classes"; required: number; found: number; missing: Class[] }
  | { code: "unsupported-character"; kind?: CharacterKind }
  | { code: "too-common"; pattern?: Pattern }
  | { code: "reused" }
  | { code: "too-repetitive"; max?: number; count?: "run" | "total" }
  | { code: "contains-identity"; fields: IdentityField[] }
  /** What people make of it, which no page names: only ever `unsure`. */
  | { code: "resembles-identity"; fields: IdentityField[] }
  /** It cannot be compared here: nothing is known of these fields, or it cannot be read. Only ever `unsure`. */
  | { code: "unknown-identity"; fields: IdentityField[] }
  | { code: "not-accepted"; message?: string };

/**
 * One row of the checklist. `met`: satisfied. `unmet`: this breaks the policy document. `unsure`: only the
 * vendor knows, it is a guess, or it is advice; never blocks.
 */
export interface Finding {
  rule: RuleName;
  status: "met" | "unmet" | "unsure";
  violation?: Violation;
  /** Half-open ranges of UTF-16 offsets into the typed text. */
  spans?: [number, number][];
}

/** Every row, in policy order; `accepted` when none is unmet. */
export interface Report {
  accepted: boolean;
  findings: Finding[];
}

interface AnyRule {
  /** Breaking the rule is only advised against: its row is `unsure` and never blocks. */
  advice?: boolean;
  /** Where the rule is documented. */
  source?: string;
}

/**
 * One rule of a policy document.
 *
 * Of a `length` without `unit`, or with `"any"`, nobody has said what a character is: where a grapheme, a
 * code point, a UTF-16 code unit and a byte of UTF-8 disagree, the row is `unsure`.
 *
 * `reported` is what refusals have told of the vendor's own limits: a text that is within the rule and
 * outside of these is `unsure`, with the violation.
 */
export type Rule = AnyRule &
  (
    | { rule: "length"; min?: number; max?: number; unit?: "grapheme" | "code-point" | "utf16" | "byte" | "any"; reported?: { min?: number; max?: number } }
    | { rule: "charset"; symbols?: string; letters?: "none" | "ascii" | "any"; digits?: boolean; space?: boolean }
    /**
     * Outside visible ASCII a character may count for nothing, as a symbol, or as the letter or digit it
     * is. `met` where the fewest classes of any reading suffice, `unmet` where the most do not, else
     * `unsure` with the violation.
     */
    | { rule: "composition"; classes: Class[]; at_least: number; each?: number }
    | { rule: "username"; match?: "equal" | "contains"; reversed?: boolean; case_sensitive?: boolean }
    /**
     * What everybody's list holds is `unmet` in any letter case, whatever the other rules are and whatever
     * `patterns` says; what is on no list but made like it (`Huawei@123`) gets what `patterns` says:
     * `"advise"` (the default) is `unsure`.
     */
    | { rule: "common"; patterns?: "advise" | "refuse" | "off" }
    | { rule: "history" }
    | { rule: "repetition"; count?: "run" | "total"; max: number; case_sensitive?: boolean; reported?: { max: number } }
    | { rule: "identity"; fields: IdentityField[]; readings?: number; wider?: "advise" | "refuse" | "off" }
  );

/** What a product asks of a password. */
export interface Policy {
  product: Product;
  rules: Rule[];
}

/** An error of this package: `name` says which and never changes. */
export interface PassgateError extends Error {
  name:
    | "PolicyError"
    | "IdentityError"
    | "ViolationError"
    | "LocaleError"
    | "GenerateError"
    | "NotReadyError"
    | "PartError"
    | "FreedError";
  /** Where in the policy, identity or violations, such as `rules[2].max`. */
  path?: string;
}

/** Where the wasm module comes from. */
export type Source = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/**
 * Loads the wasm module; call it once and await it before anything else. Without an argument it is
 * found by itself in Node, in browsers and through a bundler. After a failure the next call tries again.
 *
 * @throws {PassgateError} `PartError` when the module cannot be had.
 */
export function init(source?: Source | Promise<Source>): Promise<void>;
export default init;

/** A policy made ready for one person. */
export class Checker {
  /** @throws {PassgateError} `PolicyError` or `IdentityError`, with `path`; `NotReadyError` before `init()`. */
  constructor(policy: Product | Policy, identity?: Identity);
  /** Every row, in policy order. Any string has a verdict, lone surrogates too. */
  check(password: string): Report;
  /**
   * The rows that are different from the last call of this, or all of them at first: what a form
   * has to draw again.
   */
  changes(password: string): Finding[];
  /** Whether no row is unmet; the fast path. */
  accepts(password: string): boolean;
  /** What is asked, before anything is typed. @throws {PassgateError} `LocaleError` */
  checklist(locale: Locale): { rule: RuleName; text: string }[];
  /**
   * Takes the vendor's refusal in: the rows it concerns are unmet for that exact text. A limit it carries
   * tightens the rules for every text if it explains the refusal, that is, if it certainly forbids that
   * text; nothing loosens. @throws {PassgateError} `ViolationError`
   */
  refuse(password: string, violations: Violation[]): void;
  /** The `passwordrules` attribute, and whether it says all that the policy says. */
  passwordRules(): { attribute: string; exact: boolean };
  /** A random password this checker accepts. @throws {PassgateError} `GenerateError` */
  generate(): string;
  /** Gives the memory back; the checker cannot be used afterwards. */
  free(): void;
}

/** A violation in one sentence. @throws {PassgateError} `ViolationError` or `LocaleError` */
export function describe(violation: Violation, locale: Locale): string;

/** The shipped policy of a product. @throws {PassgateError} `PolicyError` */
export function policy(product: Product): Policy;
