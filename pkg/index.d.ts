// generated: types
/**
 * A product of a vendor, which has its own policy and its own table of error codes.
 *
 * Not a vendor, because the same `PWD.0002` is the length in EIAM and the reversed username in its
 * sibling OneAccess.
 * - `feishu`: Feishu enterprise mail (飞书企业邮箱).
 * - `eiam`: 竹云 EIAM (Bamboocloud Employee Identity).
 * - `lark`: Lark business email: Feishu's API on another host.
 * - `oneaccess`: Huawei Cloud OneAccess (应用身份管理服务): EIAM's API with codes of its own.
 */
export type Product = "feishu" | "eiam" | "lark" | "oneaccess";

/**
 * A language of the sentences, as its BCP 47 tag.
 * - `zh-CN`: Simplified Chinese.
 * - `zh-TW`: Traditional Chinese of Taiwan.
 * - `en`: English.
 */
export type Locale = "zh-CN" | "zh-TW" | "en";

/**
 * Whether a text satisfies a rule.
 * - `met`: Satisfied.
 * - `unmet`: The text breaks the policy document.
 * - `unsure`: Only the vendor knows, it is a guess, or the rule is advice. Never blocks.
 */
export type Status = "met" | "unmet" | "unsure";

/**
 * A class of characters that a composition rule counts. All are ASCII; it is unknown what other
 * characters count as.
 * - `lower`: `a` to `z`.
 * - `upper`: `A` to `Z`.
 * - `letter`: `a` to `z` or `A` to `Z`.
 * - `digit`: `0` to `9`.
 * - `symbol`: One of the 32 printable ASCII characters that are not a letter, a digit or a space.
 */
export type Class = "lower" | "upper" | "letter" | "digit" | "symbol";

/**
 * The kind of an unsupported character, which helps a person to find it.
 * - `other`: No other kind: an ASCII character that is not allowed, a rare symbol.
 * - `full-width`: A full-width letter, digit or symbol, or punctuation as a Chinese keyboard types it: `Ａ`, `１`, `，`, `《`.
 * - `ideographic-space`: The space of Chinese keyboards, U+3000.
 * - `zero-width`: A character without width or shape, such as U+200B.
 * - `bidi-control`: A bidirectional control, such as U+202E.
 * - `control`: A control character, such as a tab or a line break.
 * - `space`: Any other space.
 * - `smart-punctuation`: A character that Chinese keyboards and smart punctuation produce instead of `"`, `'`, `-` and dots: `“`, `’`, `—`, `…`, `·`.
 * - `other-script`: A letter or a number that is not ASCII: a Han character, `é`, `٣`.
 * - `emoji`: An emoji, an arrow, a star or a similar picture.
 */
export type CharacterKind = "other" | "full-width" | "ideographic-space" | "zero-width" | "bidi-control" | "control" | "space" | "smart-punctuation" | "other-script" | "emoji";

/**
 * Why a password is common, if the reason has a name. If two apply, the later one is more specific.
 * - `repetition`: A repeated block: `abcabcabc1`.
 * - `sequence`: `abcdefgh1`, `a1b2c3d4`.
 * - `keyboard-walk`: Neighbours on the keyboard: `1qaz@WSX`, `q1w2e3r4`.
 * - `date`: A year or a date: `2024-01-31`.
 * - `homophone-number`: Numbers that sound like words: `woaini520`, `5201314!`.
 * - `listed-word`: A disguised listed word: `Huawei@123`, `P@ssw0rd123`.
 * - `personal-word`: Disguised personal data: `Wang@20240101`.
 * - `breached`: Found among the passwords that breaches have made public. No rule of this crate reports it; the edge does, if it looks passwords up.
 */
export type Pattern = "repetition" | "sequence" | "keyboard-walk" | "date" | "homophone-number" | "listed-word" | "personal-word" | "breached";

/**
 * Personal data that a password must not contain (EIAM `PWD.0009`: 用户名、手机号、邮箱前缀、姓名拼音).
 * - `username`: 用户名.
 * - `phone`: 手机号.
 * - `email-prefix`: 邮箱前缀: the part before the `@`.
 * - `name-pinyin`: 姓名拼音.
 * - `words`: A word of the company, such as its name or a product.
 */
export type IdentityField = "username" | "phone" | "email-prefix" | "name-pinyin" | "words";

/**
 * What a repetition rule counts.
 * - `run`: The same character in a row.
 * - `total`: The same character anywhere.
 */
export type Count = "run" | "total";

/**
 * What counts as one character.
 * - `grapheme`: A user-perceived character (UAX #29, extended grapheme cluster).
 * - `code-point`: A Unicode code point.
 * - `utf16`: A UTF-16 code unit, as `String.length` counts in Java and JavaScript.
 * - `byte`: A byte of UTF-8.
 * - `any`: Unknown. A text is met if it is within the limits in all four units, unmet if it is outside in all four, and otherwise unsure.
 */
export type Unit = "grapheme" | "code-point" | "utf16" | "byte" | "any";

/**
 * What a rule does about a password that it does not certainly forbid.
 * - `advise`: Advice: the row is unsure and blocks nothing.
 * - `refuse`: Refusal, as for a password that the rule certainly forbids.
 * - `off`: Nothing: it is not checked.
 */
export type Treatment = "advise" | "refuse" | "off";

/** A rule of a policy, and so a row of the checklist; `vendor` is the row of a refusal that no rule covers. */
export type RuleName = "length" | "charset" | "composition" | "username" | "common" | "history" | "repetition" | "identity" | "vendor";

/**
 * Why a password is, or would be, refused.
 *
 * The rules of this crate and the errors of a vendor's reply both become one of these; the code
 * after that does not distinguish them. It contains public numbers and field names, never a part of
 * the password. A number is optional if a vendor may refuse without stating it.
 */
export type Violation = (
  /** No password at all (EIAM `PWD.0001`). */
  | { code: "empty" }
  /** Fewer characters than the minimum. */
  | { code: "too-short"; min: number }
  /** More characters than the maximum. */
  | { code: "too-long"; max: number }
  /** The vendor says that the length is wrong, but not in which direction (EIAM `PWD.0002`). */
  | { code: "wrong-length"; documented_max?: number; documented_min?: number; max?: number; min?: number }
  /** The password is the username (EIAM `PWD.0003`), or contains it if the policy forbids that. */
  | { code: "matches-username" }
  /** The password is the username written backwards (EIAM `PWD.0004`). */
  | { code: "reverses-username" }
  /** Too few classes of characters (EIAM `PWD.0005`, Feishu `1050022`). */
  | { code: "too-few-classes"; each?: number; found: number; missing: Class[]; required: number }
  /** A character that the vendor does not accept (EIAM `PWD.0005`, Feishu `1050022`). */
  | { code: "unsupported-character"; kind?: CharacterKind }
  /** A password that many people use (EIAM `PWD.0006`). */
  | { code: "too-common"; pattern?: Pattern }
  /** A password that this account had before (EIAM `PWD.0007`). */
  | { code: "reused" }
  /** The same character too many times (EIAM `PWD.0008`). */
  | { code: "too-repetitive"; count?: Count; max?: number }
  /** The password contains personal data (EIAM `PWD.0009`). */
  | { code: "contains-identity"; fields: IdentityField[] }
  /**
   * The password contains something that people derive from personal data and that no page names. It is
   * unknown whether the vendor refuses it. No vendor reports this.
   */
  | { code: "resembles-identity"; fields: IdentityField[] }
  /**
   * It is unknown whether the password contains personal data: nothing is known about these fields, or
   * their values cannot be read. No vendor reports this.
   */
  | { code: "unknown-identity"; fields: IdentityField[] }
  /** Refused with a text of the vendor that gives no exact reason (EIAM `PWD.0005`, Feishu `1050022`). */
  | { code: "not-accepted"; message?: string }
);

/** One rule of a policy document. Where there is no `advice`, breaking it blocks; `source` says where it is documented. */
export type Rule = AnyRule & (
  /** A minimum, a maximum, or both, in characters of a stated unit. */
  | { rule: "length"; documented?: { max?: number; min?: number }; max?: number; min?: number; reported?: { max?: number; min?: number }; unit?: Unit }
  /** The characters that a password may contain. */
  | { rule: "charset"; digits?: boolean; letters?: "none" | "ascii" | "any"; space?: boolean; symbols?: string }
  /**
   * Requires a minimum number of the listed classes.
   *
   * The class of a visible ASCII character is certain. The vendors' pages do not classify any other (a space,
   * a Han character, a full-width form, an emoji, a letter or digit of another script): a vendor may ignore
   * them, or count them as symbols, or as the letters or digits that they are, but counts all of one kind
   * alike. The rule is met if every such reading finds enough classes, and unmet if none does. Otherwise only
   * the vendor knows, and the row is unsure.
   */
  | { rule: "composition"; at_least: number; classes: Class[]; each?: number }
  /** How the password must differ from the username. */
  | { rule: "username"; case_sensitive?: boolean; match?: "equal" | "contains"; reversed?: boolean }
  /**
   * Refuses common passwords, whatever the other rules are and ignoring letter case: the most frequent
   * passwords, one repeated character, plain sequences and keyboard rows, days of the years 1973 to 1997 with four
   * digits of the year or two (`19900131`, `900131`; with two, 1968 to 1999). The member `patterns` decides about variations of them, and about a listed password in other characters (`ｐａｓｓｗｏｒｄ`, a
   * zero-width space inside): no vendor's page says whether the vendor normalises a password before it
   * compares.
   */
  | { rule: "common"; patterns?: Treatment }
  /** The vendor refuses earlier passwords, which only the vendor knows. */
  | { rule: "history" }
  /** How often one character may occur, in a row or in total. */
  | { rule: "repetition"; case_sensitive?: boolean; count?: Count; max: number; reported?: { max: number } }
  /**
   * The personal data that a password must not contain. The company's words in the identity always count. A word
   * of two ASCII letters or digits is a guess, and matches only where no letter is next to it. A word of one
   * character is too short to be searched for.
   */
  | { rule: "identity"; fields: IdentityField[]; readings?: number; wider?: Treatment }
);
// end

/**
 * What is known about the person. An absent member is not known: a rule that asks for it is `unsure`
 * (`unknown-identity`), never `met`. An empty text or list says that the person has none. At most 256
 * characters each, 64 of a kind.
 */
export interface Identity {
  username?: string;
  /**
   * The full name as in a directory, in Han characters or Latin letters, such as `王小明(外包)`. The visible part
   * of a masked name (`王*明`) is a guess, and the row is never `met`.
   */
  name?: string;
  /** Display names and nicknames. A match is a guess, `unsure`. No vendor's page has a rule for them. */
  names?: string[];
  /** With or without country code, extension and separators. One text may contain several. */
  phones?: string[];
  /** Whole addresses, or only the part before the `@`. */
  emails?: string[];
  /** Words of the company: its name, its products. */
  words?: string[];
}

/** One row of the checklist. */
export interface Finding {
  rule: RuleName;
  status: Status;
  violation?: Violation;
  /** Half-open ranges of UTF-16 offsets into the typed text. */
  spans?: [number, number][];
}

/** A row as a checklist shows it, with its sentences. */
export interface Row {
  rule: RuleName;
  /** The short name of the rule. */
  label: string;
  /** Its status; `idle` before anything is typed: an empty field breaks no rule yet. */
  state: "idle" | Status;
  /** What the rule asks for. */
  asks: string;
  /** Why the row is unmet or unsure, also where it has no violation. */
  says?: string;
  /** Half-open ranges of UTF-16 offsets into the typed text. */
  spans?: [number, number][];
}

/** What keeps a password from being accepted: an unmet row, with its sentence. */
export interface Issue {
  message: string;
  rule: RuleName;
  violation: Violation;
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

/** What a generated password has to be, besides accepted. */
export interface GenerateOptions {
  /** It can be read out and typed on a phone. */
  readable?: boolean | undefined;
  /** Another checker that accepts it as well: of another policy, for the same person. */
  also?: Checker | undefined;
}

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
  /**
   * What a checklist shows: every row with its sentences. Of an empty password every row is `idle`.
   * @param locale Any BCP 47 tag; English by default, and for languages that are not shipped.
   * @throws {PassgateError} `LocaleError`, of what is no tag.
   */
  rows(password: string, locale?: string): Row[];
  /** The unmet rows, for the error messages of a form. An empty password has one, `empty`. */
  issues(password: string, locale?: string): Issue[];
  /**
   * Another person, or more that is known of the same one. What refusals taught stays.
   * @throws {PassgateError} `IdentityError`, with `path`; then nothing has changed.
   */
  identify(identity: Identity): void;
  /** What is asked, before anything is typed. @throws {PassgateError} `LocaleError` */
  checklist(locale?: string): { rule: RuleName; text: string }[];
  /**
   * Takes the vendor's refusal in: the rows it concerns are unmet for that exact text. A limit it carries
   * tightens the rules for every text if it explains the refusal, that is, if it certainly forbids that
   * text. Nothing loosens, with one exception: a length that no password of the policy has (20 to 30, where
   * the policy says 8 to 18) takes the place of the policy's, and such a text is `unsure`. A limit that does
   * not forbid the text, or that leaves no password, is ignored. The last 16 refused texts are remembered.
   * @throws {PassgateError} `ViolationError`
   */
  refuse(password: string, violations: Violation[]): void;
  /** The `passwordrules` attribute, and whether it says all that the policy says. */
  passwordRules(): { attribute: string; exact: boolean };
  /**
   * A random password of visible ASCII characters that this checker accepts, with no `unsure` row if that is
   * possible. With `readable` one that can be read out and typed on a phone (`Kasbim-tugvor-2947`): 52 bits or
   * more for a shipped policy, where others have 90. With `also` one that the other checker accepts as well: for a
   * person with one password for both vendors. @throws {PassgateError} `GenerateError`; if the rules contradict
   * each other, its message names them; if the policy leaves no room for a readable one, it says so.
   */
  generate(options?: GenerateOptions): string;
  /** Gives the memory back; the checker cannot be used afterwards. */
  free(): void;
}

/** A violation in one sentence, in English without a locale. @throws {PassgateError} `ViolationError` or `LocaleError` */
export function describe(violation: Violation, locale?: string): string;

/** The shipped policy of a product. @throws {PassgateError} `PolicyError` */
export function policy(product: Product): Policy;
