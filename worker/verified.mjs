// Verifies one user token (OIDC) by jose with the keys of its issuer.

import { jwtVerify } from "jose";
import { KeysUnavailable } from "./issuer_keys.mjs";

const LEEWAY_SECONDS = 30;
/** The maximum age of a token, whatever lifetime its issuer states. */
const MAX_AGE_SECONDS = 24 * 60 * 60;
/** The accepted types. A token of another type, such as a logout token, is rejected even with a valid signature. */
const TYPES = new Set(["jwt", "at+jwt", "application/at+jwt"]);
/** The problem by jose's error code, with the names of `unproven.rs`. */
const WHY = {
  ERR_JWT_EXPIRED: "expired",
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: "key",
  ERR_JWKS_NO_MATCHING_KEY: "key",
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: "key",
  ERR_JOSE_ALG_NOT_ALLOWED: "key",
};
/** The problem by claim, for a claim with a wrong value. A missing claim is another problem. */
const WHY_CLAIM = { aud: "audience", iss: "issuer", nbf: "clock", iat: "clock" };

/** The claims in JSON, or the name of the problem with the token; throws when no keys are available. */
export async function verified(token, { keys, issuer, audience, algorithm, now }) {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, (header, jws) => keys.find(header, jws), {
      algorithms: [algorithm],
      audience,
      clockTolerance: LEEWAY_SECONDS,
      currentDate: now,
      issuer,
      maxTokenAge: MAX_AGE_SECONDS,
      requiredClaims: ["exp", "iat", "sub"],
    });
    return isOfType(protectedHeader.typ) ? JSON.stringify(payload) : "malformed";
  } catch (error) {
    if (error instanceof KeysUnavailable) throw error;
    return whatIsWrong(error);
  }
}

function isOfType(typ) {
  return typ === undefined || (typeof typ === "string" && TYPES.has(typ.toLowerCase()));
}

function whatIsWrong({ code, claim, reason }) {
  if (code !== "ERR_JWT_CLAIM_VALIDATION_FAILED") return WHY[code] ?? "malformed";
  return (reason === "check_failed" && WHY_CLAIM[claim]) || "claims";
}
