// Gives an answer again that the module has just given, while the module says that it is still good. The
// module decides which answers, names what they depend on, and counts and logs each repetition
// (src/edge/platform/reuse.rs). Here are only their bytes.

import { own } from "./guard_answers.mjs";

/** The maximum number of answers, and of bytes of one of them. */
const MOST = 32;
const LARGEST_BYTES = 256 * 1024;

/** The answers that may be given again. `edge` is the module's interface. */
export class ReusableAnswers {
  #edge;
  #headers;
  #answers = new Map();

  constructor(edge) {
    this.#edge = edge;
    this.#headers = edge.passgateReuseKey();
  }

  /** Drops all answers: they are of an instance of the module that has ended. */
  clear() {
    this.#answers = new Map();
  }

  /** The answer to the request: one that is still good, or the module's own. */
  async answer(request, ask) {
    const key = this.#key(request);
    if (key === undefined) return ask();
    // An instance that ends in the meantime has other numbers than the next one.
    const answers = this.#answers;
    return this.#again(answers, key) ?? this.#kept(answers, key, await ask());
  }

  /** What the answer depends on; `undefined` for a request whose answer is never given again. */
  #key({ method, url, headers }) {
    if (method !== "GET" && method !== "HEAD") return undefined;
    let key = `${method} ${url}`;
    for (const name of this.#headers) {
      const value = headers.get(name);
      // An absent header differs from an empty one. No value contains a line break.
      key += value === null ? "\n" : `\n=${value}`;
    }
    return key;
  }

  #again(answers, key) {
    const answer = answers.get(key);
    if (answer === undefined) return undefined;
    const requestId = this.#edge.passgateReuse(answer.number);
    if (requestId === undefined) {
      answers.delete(key);
      return undefined;
    }
    // The response copies the headers, so one object serves every repetition.
    for (const name of own.request_id_headers) answer.init.headers.set(name, requestId);
    return new Response(answer.body, answer.init);
  }

  async #kept(answers, key, response) {
    const number = response.passgateReusable;
    if (number === undefined) return response;
    const { status, headers } = response;
    // The bytes already have their coding.
    const encodeBody = headers.has("Content-Encoding") ? "manual" : "automatic";
    const body = response.body === null ? null : await response.arrayBuffer();
    if (body === null || body.byteLength <= LARGEST_BYTES) {
      if (answers.size >= MOST) answers.clear();
      answers.set(key, { number, body, init: { status, encodeBody, headers: new Headers(headers) } });
    }
    return new Response(body, { status, encodeBody, headers });
  }
}
