// What the person has chosen in the playground, and what follows from it.

/** The members of a person, by the attributes of the elements. */
export const PERSON = { username: "username", person: "name", phones: "phones", emails: "emails", words: "words" };
export const LISTS = ["phones", "emails", "words"];
/** The policy document is the person's own. */
export const OWN = "own";

export const INITIAL = {
  product: "eiam",
  /** The last valid document, if the policy is the person's own. */
  document: undefined,
  person: { username: "wangxm", person: "王小明", phones: "13800138000", emails: "wang.xiaoming@example.com", words: "" },
  /** Whether an empty field of the person means *none*, and not *not known*. */
  isEmptyNone: false,
  kind: "field",
  confirm: true,
  generator: "on",
  shadow: false,
  theme: "system",
  framework: "html",
};

export class Store {
  #state;
  #followers = [];

  constructor(state) {
    this.#state = state;
  }

  get state() {
    return this.#state;
  }

  change(part) {
    this.#state = { ...this.#state, ...part };
    for (const follower of this.#followers) follower(this.#state);
  }

  /** Calls `follower` with the state, now and after each change. */
  follow(follower) {
    this.#followers.push(follower);
    follower(this.#state);
  }
}

/** The attributes of the element about the person. An absent one means *not known*, an empty one *none*. */
export function personAttributes({ person, isEmptyNone }) {
  return Object.keys(PERSON)
    .map((name) => [name, person[name].trim()])
    .filter(([, value]) => value !== "" || isEmptyNone);
}

/** The same as the identity of a checker; `undefined` if nothing is known. */
export function identityOf(state) {
  const members = personAttributes(state).map(([name, value]) => [PERSON[name], LISTS.includes(name) ? items(value) : value]);
  return members.length ? Object.fromEntries(members) : undefined;
}

/** The attributes of the element, in the order in which they are written. */
export function elementAttributes(state) {
  const { kind, product, confirm, generator, shadow, locale } = state;
  const isField = kind === "field";
  return [
    ...(isField ? [] : [["for", "password"]]),
    ...(product === OWN ? [] : [["product", product]]),
    ...personAttributes(state),
    ["lang", locale],
    ...(isField && confirm ? [["confirm", true]] : []),
    ...(isField && generator === "on" ? [["generator", true]] : []),
    ...(isField && generator === "readable" ? [["generator", "readable"]] : []),
    ...(shadow ? [["shadow", true]] : []),
  ];
}

function items(text) {
  return text.split(",").map((item) => item.trim()).filter(Boolean);
}
