import type { Checker, Finding, GenerateOptions, Identity, PassgateError, Policy, Product, Report, RuleName, Status, Violation } from "passgate";

/** The states of a row: the statuses of the checker, `idle` and `advice`. */
export type Shown = "idle" | Status | "advice";

/** A row, for the page's own words. */
export interface ShownRow extends Omit<Finding, "status"> {
  status: "idle" | Status;
  shown: Shown;
  label: string;
  asks: string;
  says?: string;
  /** Whether some row is not met, so that the password cannot be used. */
  isBlocked?: boolean;
}

/** The page's own sentences; an absent one is the element's. */
export interface Sentences {
  title?: string;
  states?: Partial<Record<Shown, string>>;
  asked?: (rows: { total: number }) => string;
  missing?: (labels: { unmet: string[] }) => string;
  allMet?: string;
  open?: (labels: { advice: string[]; unsure: string[] }) => string;
  advice?: { identity?: string; common?: string };
  /** The same where another row is not met, so that the password cannot be used. */
  blockedAdvice?: { identity?: string; common?: string };
  field?: Partial<Record<"label" | "show" | "hide" | "shown" | "hidden" | "inputMethod" | "capsLock", string>>;
  confirm?: Partial<Record<"label" | "same" | "differs" | "missing", string>>;
  generator?: Partial<
    Record<"make" | "another" | "given" | "none" | "copy" | "copied" | "notCopied" | "undo" | "undone", string>
  >;
  /** What a row asks for (`asks`), and why it is not met (`says`), which is not shown while it is met or nothing is typed. */
  row?: (row: ShownRow, locale: "en" | "zh-CN" | "zh-TW") => { asks?: string; says?: string } | undefined;
}

/** Announces changes in a live region of the page. */
export interface PageAnnouncer {
  now(sentence: string): void;
  /** When typing pauses. */
  whenQuiet(sentence: string): void;
  /** Cancels the pending announcement. */
  forget(): void;
}

/** The members of both elements. An absent attribute about the person means *not known*. */
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
  /** The page's own checker, or one for the policy, created at the first focus. */
  get checker(): Checker | undefined;
  set checker(checker: Checker | null | undefined);
  /** What is known about the person. It overrides the attributes. */
  get identity(): Identity | undefined;
  set identity(identity: Identity | null | undefined);
  get username(): string | null;
  set username(username: string | null | undefined);
  /** The person's full name. */
  get person(): string | null;
  set person(name: string | null | undefined);
  /** Separated by commas; an empty text means that the person has none. */
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
  /** The verdict on the present text; `undefined` without a checker. */
  get report(): Report | undefined;
  /** Adds the vendor's refusal of the present text. */
  refuse(violations: Violation[]): void;
  /** Fills in a password and resolves to it. Rejects with a `GenerateError`. */
  generate(options?: GenerateOptions): Promise<string | undefined>;
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
  /** The checker cannot be created, or the identity is invalid. `preventDefault()` keeps it out of the console. */
  "passgate-error": CustomEvent<PassgateError>;
}

/** `<passgate-rules for="ID">`: the checklist of an input of the page. */
export class PassgateRules extends PassgateElement {
  /** The id of the input. */
  get for(): string | null;
  set for(id: string | null | undefined);
  /** The input itself, if no id reaches it. */
  get input(): HTMLInputElement | undefined;
  set input(input: HTMLInputElement | null | undefined);
}

/** `<passgate-field>`: an input with its checklist and, optionally, a generator and a second entry. */
export class PassgateField extends PassgateElement {
  get label(): string | null;
  set label(label: string | null | undefined);
  get input(): HTMLInputElement | undefined;
  /** The second entry, if there is one. */
  get confirmInput(): HTMLInputElement | undefined;
  value: string;
  /** Whether the text is shown. */
  revealed: boolean;
  /** Whether both entries are the same; `undefined` without a second entry. */
  get confirmed(): "same" | "differs" | "empty" | undefined;
  /** Shows whether both entries are the same, even while the second one has the focus. */
  judgeConfirm(): void;
  /** Empties the entries and forgets what was generated. */
  clear(): void;
}

/** The attributes and properties of both elements, in JSX and in templates. An absent one about the person means *not known*. */
export interface PassgateAttributes {
  product?: Product | (string & {}) | null | undefined;
  src?: string | null | undefined;
  policy?: Policy | null | undefined;
  checker?: Checker | null | undefined;
  identity?: Identity | null | undefined;
  username?: string | null | undefined;
  person?: string | null | undefined;
  phones?: string | string[] | null | undefined;
  emails?: string | string[] | null | undefined;
  words?: string | string[] | null | undefined;
  loading?: "lazy" | "eager" | null | undefined;
  sentences?: Sentences | undefined;
  announcer?: PageAnnouncer | null | undefined;
  /** Whether the nodes are in a shadow root. It is read once. */
  shadow?: boolean | "" | undefined;
}

export interface PassgateRulesAttributes extends PassgateAttributes {
  /** The id of the input. */
  for?: string | null | undefined;
  input?: HTMLInputElement | null | undefined;
}

export interface PassgateFieldAttributes extends PassgateAttributes {
  label?: string | null | undefined;
  confirm?: boolean | "" | undefined;
  generator?: boolean | "" | "readable" | undefined;
  readonly?: boolean | "" | undefined;
}

/** The listeners in React 19. Earlier versions have none for custom elements. */
interface ReactListeners {
  "onpassgate-verdict"?: ((event: CustomEvent<Report>) => void) | undefined;
  "onpassgate-error"?: ((event: CustomEvent<PassgateError>) => void) | undefined;
}

/** The listeners in Vue: `@passgate-verdict` in a template. */
interface VueListeners {
  onPassgateVerdict?: ((event: CustomEvent<Report>) => void) | undefined;
  onPassgateError?: ((event: CustomEvent<PassgateError>) => void) | undefined;
  "onPassgate-verdict"?: ((event: CustomEvent<Report>) => void) | undefined;
  "onPassgate-error"?: ((event: CustomEvent<PassgateError>) => void) | undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    "passgate-rules": PassgateRules;
    "passgate-field": PassgateField;
  }
}

// The tags in JSX and in templates. A project without React or without Vue has no such module, and its compiler must
// not complain: hence `@ts-ignore`, on each line that names something of them.

// @ts-ignore
declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      // @ts-ignore
      "passgate-rules": DetailedHTMLProps<HTMLAttributes<PassgateRules>, PassgateRules> & PassgateRulesAttributes & ReactListeners;
      // @ts-ignore
      "passgate-field": DetailedHTMLProps<HTMLAttributes<PassgateField>, PassgateField> & PassgateFieldAttributes & ReactListeners;
    }
  }
}

// @ts-ignore
declare module "vue" {
  interface GlobalComponents {
    // @ts-ignore
    "passgate-rules": new () => PassgateRules & { $props: import("vue").HTMLAttributes & import("vue").VNodeProps & import("vue").AllowedComponentProps & PassgateRulesAttributes & VueListeners };
    // @ts-ignore
    "passgate-field": new () => PassgateField & { $props: import("vue").HTMLAttributes & import("vue").VNodeProps & import("vue").AllowedComponentProps & PassgateFieldAttributes & VueListeners };
  }
}
