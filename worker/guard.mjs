// Which answer the guard gives when there is no instance to ask for one, in the shape of the path.
// What became of a password call is then not known; at a token route nothing was changed.

import { headers as everyAnswers, own, vendors } from "./guard_answers.mjs";

/** The answer to a request for that address: status, headers and the text of the body. */
export function guardAnswer(url, requestId) {
  const path = pathOf(url);
  const vendor = vendors.find(({ prefix }) => path.startsWith(prefix));
  const shape = vendor ?? own;
  const mayHaveChanged = vendor !== undefined && !vendor.token_paths.some((tokenPath) => tokenPath === path);
  const { status, outcome, headers, body } = mayHaveChanged ? vendor.unknown : shape.failed;
  const named = shape.request_id_headers.map((name) => [name, requestId]);
  return {
    status,
    outcome,
    headers: { ...everyAnswers, ...headers, ...Object.fromEntries(named) },
    body: JSON.stringify({ ...body, request_id: requestId }),
  };
}

/** The path as it came: `URL` would take `..` and encoded dots out of it. */
function pathOf(url) {
  const [, path] = /^[^:]*:\/\/[^/]*([^?#]*)/.exec(url) ?? ["", ""];
  return path;
}
