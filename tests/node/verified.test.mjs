// The reasons why a user token is invalid, by the names in worker/src/callers/unproven.rs:
// worker/verified.mjs.

import assert from "node:assert/strict";
import test from "node:test";
import { base64url, createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from "jose";
import { KeysUnavailable } from "../../worker/issuer_keys.mjs";
import { verified } from "../../worker/verified.mjs";

const NOW = 1_800_000_000;
const CLAIMS = { sub: "s", iss: "https://sso.example", aud: "passgate", iat: NOW - 10, exp: NOW + 60 };
const { publicKey, privateKey } = await generateKeyPair("ES256");
const other = await generateKeyPair("ES256");
const set = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: "a", alg: "ES256" }] });

const token = ({ claims = {}, header = {}, key = privateKey } = {}) =>
  new SignJWT({ ...CLAIMS, ...claims }).setProtectedHeader({ alg: "ES256", kid: "a", ...header }).sign(key);

const said = (text, find = set) =>
  verified(text, {
    keys: { find },
    issuer: CLAIMS.iss,
    audience: CLAIMS.aud,
    algorithm: "ES256",
    now: new Date(NOW * 1_000),
  });

test("a valid token gives its claims", async () => {
  for (const header of [{}, { typ: "JWT" }, { typ: "at+jwt" }, { typ: "application/at+JWT" }]) {
    assert.deepEqual(JSON.parse(await said(await token({ header }))), CLAIMS);
  }
  // The issuer's clock may be 30 seconds ahead.
  assert.match(await said(await token({ claims: { iat: NOW + 30, nbf: NOW + 30 } })), /^\{/);
});

test("an invalid token gives the reason", async () => {
  const rows = [
    ["expired", { claims: { exp: NOW - 31 } }],
    ["expired", { claims: { iat: NOW - 24 * 3600 - 31 } }],
    ["clock", { claims: { iat: NOW + 60 } }],
    ["clock", { claims: { nbf: NOW + 60 } }],
    ["audience", { claims: { aud: "another" } }],
    ["issuer", { claims: { iss: "https://another.example" } }],
    ["claims", { claims: { sub: undefined } }],
    ["claims", { claims: { exp: undefined } }],
    ["claims", { claims: { iat: "soon" } }],
    ["key", { key: other.privateKey }],
    ["key", { header: { kid: "b" } }],
    ["malformed", { header: { typ: "logout+jwt" } }],
  ];
  for (const [expected, changed] of rows) {
    assert.equal(await said(await token(changed)), expected, JSON.stringify(changed));
  }
});

test("a malformed header is rejected", async () => {
  const whole = await token();
  const [, claims, signature] = whole.split(".");
  const [header] = whole.split(".");
  const decoded = JSON.parse(new TextDecoder().decode(base64url.decode(header)));
  for (const odd of [{ typ: 7 }, { typ: null }, { typ: ["jwt"] }, { typ: {} }]) {
    const changed = base64url.encode(JSON.stringify({ ...decoded, ...odd }));
    // The signature is valid, so only the type is wrong.
    const data = new TextEncoder().encode(`${changed}.${claims}`);
    const algorithm = { name: "ECDSA", hash: "SHA-256" };
    const signed = base64url.encode(new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, data)));
    assert.equal(await said(`${changed}.${claims}.${signed}`), "malformed", JSON.stringify(odd));
  }
  for (const text of ["", "a.b", "a.b.c", `${header}.${claims}.`, `e30.${claims}.${signature}`]) {
    assert.ok(["malformed", "key"].includes(await said(text)), text);
  }
  assert.equal(await said(`${base64url.encode('{"alg":"HS256"}')}.${claims}.${signature}`), "key");
});

test("unavailable keys are an error of the edge; any other failure of a key makes the token malformed", async () => {
  const text = await token();
  await assert.rejects(said(text, () => Promise.reject(new KeysUnavailable("none"))), KeysUnavailable);
  assert.equal(await said(text, () => Promise.reject(new TypeError("odd"))), "malformed");
});
