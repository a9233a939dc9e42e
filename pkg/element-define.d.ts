import type { Checker, Finding, Identity, Policy, Product, Report, RuleName, Status, Violation } from "passgate";

/** What the rows of a checklist show, beyond the statuses of the checker. */
export type Shown = "idle" | Status | "advice";

/** A row, for a page that says it in its own words. */
export interface ShownRow extends Omit<Finding, "status"> {
  status: "idle" | Status;
  shown: Shown;
  label: string;
  asks: string;
  says?: string;
}

/** A page's own sentences; what is absent is the element's own. */
export interface Sentences {
  title?: string;
  states?: Partial<Record<Shown, string>>;
  asked?: (rows: { total: number }) => string;
  missing?: (labels: { unmet: string[] }) => string;
  allMet?: string;
  open?: (labels: { advice: string[]; unsure: string[] }) => string;
  advice?: { identity?: string; common?: string };
  field?: Partial<Record<"label" | "show" | "hide" | "shown" | "hidden" | "inputMethod" | "capsLock", string>>;
  confirm?: Partial<Record<"label" | "same" | "differs", string>>;
  generator?: Partial<
    Record<"make" | "another" | "given" | "none" | "copy" | "copied" | "notCopied" | "undo" | "undone", string>
  >;
  /** What one row asks for, or says of the password. */
  row?: (row: ShownRow, locale: "en" | "zh-CN" | "zh-TW") => { asks?: string; says?: string } | undefined;
}

/** Where an element says what has changed: a live region of the page. */
export interface PageAnnouncer {
  now(sentence: string): void;
  /** Once the typing pauses. */
  whenQuiet(sentence: string): void;
  /** What was about to be said is no longer true. */
  forget(): void;
}

/** What both elements have. Where attributes are named after the person, an absent one is not known. */
declare class PassgateElement extends HTMLElement {
  /** The name of a shipped policy. */
  get product(): string | null;
  set product(product: Product | (string & {}) | null | undefined);
  /** The address of a policy document, such as `/v1/policies/eiam` of an edge. */
  get src(): string | null;
  set src(address: string | null | undefined);
  /** The policy document itself. */
  get policy(): Policy | undefined;
  set policy(policy: Policy | null | undefined);
  /** What judges: made of the policy at the first focus, unless the page has given one. */
  get checker(): Checker | undefined;
  set checker(checker: Checker | null | undefined);
  /** What is known about the person. It takes the place of the attributes. */
  get identity(): Identity | undefined;
  set identity(identity: Identity | null | undefined);
  get username(): string | null;
  set username(username: string | null | undefined);
  /** The person's full name. */
  get person(): string | null;
  set person(name: string | null | undefined);
  /** Separated by commas; an empty text says that the person has none. */
  get phones(): string | null;
  set phones(phones: string | string[] | null | undefined);
  get emails(): string | null;
  set emails(emails: string | string[] | null | undefined);
  /** Words of the company. */
  get words(): string | null;
  set words(words: string | string[] | null | undefined);
  /** `eager` loads the checker before the first focus. */
  get loading(): string | null;
  set loading(loading: "lazy" | "eager" | (string & {}) | null | undefined);
  sentences: Sentences | undefined;
  get announcer(): PageAnnouncer;
  set announcer(announcer: PageAnnouncer | null | undefined);
  /** The verdict on what the input holds now; nothing until the checker is there. */
  get report(): Report | undefined;
  /** Takes the vendor's refusal of the typed text in. */
  refuse(violations: Violation[]): void;
  /** Puts a password into the input and gives it. Rejects with a `GenerateError`. */
  generate(options?: { readable?: boolean }): Promise<string | undefined>;
  addEventListener<K extends keyof PassgateElementEventMap>(
    type: K,
    listener: (this: this, event: PassgateElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

export type { PassgateElement };

export interface PassgateElementEventMap extends HTMLElementEventMap {
  /** After each verdict. */
  "passgate-verdict": CustomEvent<Report>;
  /** Why there is no checker, or what of the identity is wrong: a `PassgateError`, or what `fetch` threw. */
  "passgate-error": CustomEvent<Error>;
}

/** `<passgate-rules for="ID">`: the checklist of an input that somebody else owns. */
export class PassgateRules extends PassgateElement {
  /** The id of the input. */
  get for(): string | null;
  set for(id: string | null | undefined);
  /** The input itself, where no id reaches it. */
  get input(): HTMLInputElement | undefined;
  set input(input: HTMLInputElement | null | undefined);
}

/** `<passgate-field>`: an input with its checklist, and, if they are wanted, a generator and a second entry. */
export class PassgateField extends PassgateElement {
  get label(): string | null;
  set label(label: string | null | undefined);
  get input(): HTMLInputElement | undefined;
  /** The second entry, if there is one. */
  get confirmInput(): HTMLInputElement | undefined;
  value: string;
  /** Whether the text is shown. */
  revealed: boolean;
  /** Whether both entries are the same; nothing where there is no second one. */
  get confirmed(): "same" | "differs" | "empty" | undefined;
  /** Shows whether both entries are the same, also before the second one is left. */
  judgeConfirm(): void;
  /** Empties the entries and forgets what was generated. */
  clear(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "passgate-rules": PassgateRules;
    "passgate-field": PassgateField;
  }
}
