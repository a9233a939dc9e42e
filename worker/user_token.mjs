// User tokens (OIDC), verified by jose with WebCrypto. One set of keys per issuer is kept for
// the life of the isolate.

import { waitUntil } from "cloudflare:workers";
import { errors, jwtVerify } from "jose";
import { IssuerKeys } from "./issuer_keys.mjs";

const LEEWAY_SECONDS = 30;
/** However long an issuer says that a token is good. */
const MAX_AGE_SECONDS = 24 * 60 * 60;
/** A token of another type (a logout token, say) is none, whoever signed it. */
const TYPES = new Set([undefined, "jwt", "at+jwt", "application/at+jwt"]);

const issuers = new Map();

/** The claims in JSON, or null when the token does not hold; throws when there are no keys. */
export async function verifyUserToken(token, issuer, jwksUri, audience, algorithm, service) {
  const keys = keysOf(issuer, jwksUri, algorithm, service);
  try {
    const { payload, protectedHeader } = await jwtVerify(token, (header, jws) => keys.find(header, jws), {
      algorithms: [algorithm],
      audience,
      clockTolerance: LEEWAY_SECONDS,
      issuer,
      maxTokenAge: MAX_AGE_SECONDS,
      requiredClaims: ["exp", "iat", "sub"],
    });
    return TYPES.has(protectedHeader.typ?.toLowerCase()) ? JSON.stringify(payload) : null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw new Error("the issuer's keys cannot be had");
  }
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
      // The service of the request that is being served: another's may be gone.
      fetch: (address, options) => entry.service.fetch(address, options),
      keepAlive: waitUntil,
    });
    issuers.set(name, entry);
    kept = entry;
  }
  kept.service = service;
  return kept.keys;
}
