// User tokens (OIDC), verified by jose with WebCrypto. The keys of each issuer are cached for the life
// of the isolate.

import { waitUntil } from "cloudflare:workers";
import { IssuerKeys } from "./issuer_keys.mjs";
import { verified } from "./verified.mjs";

const issuers = new Map();

/**
 * The claims in JSON, or the name of the problem with the token; throws when no keys are available.
 */
export function verifyUserToken(token, issuer, jwksUri, audience, algorithm, service) {
  return verified(token, { keys: keysOf(issuer, jwksUri, algorithm, service), issuer, audience, algorithm });
}

/** Whether the issuer's keys are available; they are fetched when they are missing or old. */
export function areKeysAtHand(issuer, jwksUri, algorithm, service) {
  return keysOf(issuer, jwksUri, algorithm, service).areAtHand();
}

function keysOf(issuer, jwksUri, algorithm, service) {
  const name = JSON.stringify([issuer, jwksUri, algorithm]);
  let kept = issuers.get(name);
  if (kept === undefined) {
    const entry = { service };
    entry.keys = new IssuerKeys({
      issuer,
      jwksUri,
      algorithm,
      // The service of the current request: that of an earlier request may be invalid.
      fetch: (address, options) => entry.service.fetch(address, options),
      keepAlive: waitUntil,
    });
    issuers.set(name, entry);
    kept = entry;
  }
  kept.service = service;
  return kept.keys;
}
