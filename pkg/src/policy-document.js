// A policy document from its address.
import { passgateError } from "./error.js";

export async function fetched(address) {
  const refused = (came) => passgateError("PolicyError", `${address}: ${came}`);
  const response = await fetch(address).catch(() => {
    throw refused("nothing came");
  });
  if (!response.ok) throw refused(`HTTP ${response.status} came`);
  const text = await response.text().catch(() => {
    throw refused("the body broke off");
  });
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the body.
    throw refused(`no JSON came (${response.headers.get("Content-Type") ?? "no content type"})`);
  }
}
