/** What JSON keeps of a value, for the protocols that keep more. */
export const plain = (value) => JSON.parse(JSON.stringify(value ?? null));
