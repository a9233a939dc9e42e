/** An error of this package: `name` says which and never changes. The wasm module makes its own here. */
export function passgateError(name, message, path) {
  const error = new Error(path ? `${path}: ${message}` : message);
  return Object.assign(error, path === undefined ? { name } : { name, path });
}
