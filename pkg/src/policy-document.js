// A policy document from its address.
import { passgateError } from "./error.js";

// What to do.
const NETWORK = "check the network, CORS, and connect-src of the Content-Security-Policy";
const ADDRESS = "give the address of a policy document, such as /v1/policies/eiam of the edge";

export async function fetched(address) {
  const refused = (came, remedy) => passgateError("PolicyError", `${address}: ${came}; ${remedy}`);
  const response = await fetch(address).catch(() => {
    throw refused("no answer", NETWORK);
  });
  if (!response.ok) throw refused(`HTTP ${response.status}`, ADDRESS);
  const text = await response.text().catch(() => {
    throw refused("the answer broke off", NETWORK);
  });
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the body.
    throw refused(`the answer is not valid JSON (${response.headers.get("Content-Type") ?? "no content type"})`, ADDRESS);
  }
}
