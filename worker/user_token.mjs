// User tokens (OIDC), verified by jose with WebCrypto.
//
// One key set per issuer is kept for the life of the isolate; jose fetches it again when it is
// ten minutes old, or when a token names a key that is not in it, at most once a minute.

import { createRemoteJWKSet, customFetch, errors, jwtVerify } from "jose";

const MAX_KEY_SET_BYTES = 64 * 1024;
const LEEWAY_SECONDS = 30;

const keySets = new Map();

/** The claims in JSON, or null when the token does not hold; throws when there are no keys. */
export async function verifyUserToken(token, issuer, audience, algorithm, keysUrl, service) {
  try {
    const { payload } = await jwtVerify(token, keySet(keysUrl, service), {
      algorithms: [algorithm],
      audience,
      clockTolerance: LEEWAY_SECONDS,
      issuer,
      requiredClaims: ["exp", "iat", "sub"],
    });
    return JSON.stringify(payload);
  } catch (error) {
    if (isTheTokensFault(error)) return null;
    throw new Error("the issuer's keys cannot be had");
  }
}

function keySet(url, service) {
  let kept = keySets.get(url);
  if (kept === undefined) {
    const entry = { service };
    entry.keys = createRemoteJWKSet(new URL(url), {
      cooldownDuration: 60_000,
      timeoutDuration: 5_000,
      [customFetch]: (address, options) => fetchKeys(entry.service, address, options),
    });
    keySets.set(url, entry);
    kept = entry;
  }
  kept.service = service;
  return kept.keys;
}

async function fetchKeys(service, address, options) {
  const response = await service.fetch(address, options);
  const bytes = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_KEY_SET_BYTES) throw new Error("the key set is too large");
    bytes.push(chunk);
  }
  return new Response(new Blob(bytes), { status: response.status, headers: response.headers });
}

function isTheTokensFault(error) {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid) &&
    error.code !== "ERR_JOSE_GENERIC"
  );
}
