// A policy document from its address.
import { passgateError } from "./error.js";

export async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw passgateError("PolicyError", `${address}: HTTP ${response.status} came`);
  return response.json();
}
