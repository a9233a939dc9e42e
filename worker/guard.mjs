// Selects the answer of the guard when no instance can answer, in the format of the path. The outcome
// of a password call is then unknown; a token route has changed nothing.

import { headers as everyAnswers, own, vendors } from "./guard_answers.mjs";

/** The answer to a request for the URL: status, headers and the text of the body. */
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

/** The path as it was sent: `URL` would normalize `..` and encoded dots. */
function pathOf(url) {
  const [, path] = /^[^:]*:\/\/[^/]*([^?#]*)/.exec(url) ?? ["", ""];
  return path;
}
