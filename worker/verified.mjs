// One user token (OIDC), verified by jose with the keys of its issuer.

import { jwtVerify } from "jose";
import { KeysUnavailable } from "./issuer_keys.mjs";

const LEEWAY_SECONDS = 30;
/** However long an issuer says that a token is good. */
const MAX_AGE_SECONDS = 24 * 60 * 60;
/** A token of another type (a logout token, say) is none, whoever signed it. */
const TYPES = new Set(["jwt", "at+jwt", "application/at+jwt"]);
/** What is wrong, by jose's codes, in the names of `unproven.rs`. */
const WHY = {
  ERR_JWT_EXPIRED: "expired",
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: "key",
  ERR_JWKS_NO_MATCHING_KEY: "key",
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: "key",
  ERR_JOSE_ALG_NOT_ALLOWED: "key",
};
/** A claim that is there and does not hold; one that is missing is another thing. */
const WHY_CLAIM = { aud: "audience", iss: "issuer", nbf: "clock", iat: "clock" };

/** The claims in JSON, or the name of what is wrong with the token; throws when there are no keys. */
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
