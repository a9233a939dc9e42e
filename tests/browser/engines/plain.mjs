/** The JSON part of a value, for protocols that transport more than JSON. */
export const plain = (value) => JSON.parse(JSON.stringify(value ?? null));
