// The keys of an issuer, with a simulated clock and network: worker/issuer_keys.mjs.

import assert from "node:assert/strict";
import test from "node:test";
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from "jose";
import { IssuerKeys, KeysUnavailable } from "../../worker/issuer_keys.mjs";

const ISSUER = "https://sso.example/realms/staff";
const DISCOVERY = `${ISSUER}/.well-known/openid-configuration`;
const KEYS = "https://sso.example/keys";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const made = new Map();

/** The key pair with this name, generated once, because RSA keys take long. */
async function pair(kid, alg = "ES256", options = {}) {
  if (!made.has(kid)) {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true, ...options });
    made.set(kid, { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" } });
  }
  return made.get(kid);
}

async function signed(kid, alg = "ES256") {
  const { privateKey } = await pair(kid, alg);
  return new SignJWT({ sub: "s" }).setProtectedHeader({ alg, kid }).sign(privateKey);
}

/** An issuer that publishes the keys with these names, and records the requests. */
async function issuer(kids, options = {}) {
  const state = { now: 0, kids, down: false, fetched: [], headers: {}, discovery: {}, change: (set) => set };
  const answer = async (address) => {
    state.fetched.push(address);
    await state.hold;
    if (state.down) throw new TypeError("no network");
    if (address === DISCOVERY) return Response.json({ issuer: ISSUER, jwks_uri: KEYS, ...state.discovery });
    const keys = await Promise.all(state.kids.map(async (kid) => (await pair(kid)).jwk));
    return new Response(JSON.stringify(state.change({ keys })), { headers: state.headers });
  };
  const keys = new IssuerKeys({ issuer: ISSUER, algorithm: "ES256", fetch: answer, now: () => state.now, ...options });
  state.keys = keys;
  state.holds = async (token) => (await jwtVerify(token, (header, jws) => keys.find(header, jws))).payload.sub === "s";
  state.refuses = (token, error) => assert.rejects(() => state.holds(token), error);
  state.keyFetches = () => state.fetched.filter((address) => address === KEYS).length;
  return state;
}

const noKey = { code: "ERR_JWKS_NO_MATCHING_KEY" };
const unavailable = KeysUnavailable;

test("keys are found by discovery, fetched once, and cached while they are fresh", async () => {
  const sso = await issuer(["a"]);
  for (const now of [0, 5 * MINUTE, 10 * MINUTE - 1]) {
    sso.now = now;
    assert.ok(await sso.holds(await signed("a")));
  }
  assert.deepEqual(sso.fetched, [DISCOVERY, KEYS]);
  sso.now = 10 * MINUTE;
  assert.ok(await sso.holds(await signed("a")));
  assert.equal(sso.keyFetches(), 2);
});

test("a configured key address needs no discovery", async () => {
  const sso = await issuer(["a"], { jwksUri: KEYS });
  assert.ok(await sso.holds(await signed("a")));
  assert.deepEqual(sso.fetched, [KEYS]);
});

test("Cache-Control sets how long keys are fresh, within bounds", async () => {
  for (const [said, fresh] of [
    ["max-age=1", 5 * MINUTE],
    ["public, max-age=3600", HOUR],
    ["max-age=99999999", 24 * HOUR],
    ["no-store", 10 * MINUTE],
  ]) {
    const sso = await issuer(["a"]);
    sso.headers = { "Cache-Control": said };
    await sso.holds(await signed("a"));
    sso.now = fresh - 1;
    await sso.holds(await signed("a"));
    assert.equal(sso.keyFetches(), 1, said);
    sso.now = fresh;
    await sso.holds(await signed("a"));
    assert.equal(sso.keyFetches(), 2, said);
  }
});

test("concurrent requests share one fetch", async () => {
  const sso = await issuer(["a"]);
  let release;
  sso.hold = new Promise((resolve) => (release = resolve));
  const all = Promise.all(Array.from({ length: 50 }, async () => sso.holds(await signed("a"))));
  setTimeout(release, 50);
  assert.ok((await all).every(Boolean));
  assert.deepEqual(sso.fetched, [DISCOVERY, KEYS]);
});

test("a new key is fetched at once, and unknown keys cause one fetch per minute", async () => {
  const sso = await issuer(["a"]);
  await sso.holds(await signed("a"));
  sso.kids = ["a", "b"];
  assert.ok(await sso.holds(await signed("b")), "rotated");
  assert.equal(sso.keyFetches(), 2);
  for (let second = 1; second < 60; second += 1) {
    sso.now = second * 1_000;
    await sso.refuses(await signed("stranger"), noKey);
  }
  assert.equal(sso.keyFetches(), 2);
  sso.now = MINUTE;
  await sso.refuses(await signed("stranger"), noKey);
  await sso.refuses(await signed("stranger"), noKey);
  assert.equal(sso.keyFetches(), 3);
  sso.kids = ["b"];
  sso.now = 11 * MINUTE;
  await sso.refuses(await signed("a"), noKey);
});

test("while the issuer is unavailable, its keys stay valid for a day, with one fetch per minute", async () => {
  const sso = await issuer(["a"]);
  await sso.holds(await signed("a"));
  sso.down = true;
  const before = sso.fetched.length;
  for (let minute = 10; minute < 70; minute += 0.5) {
    sso.now = minute * MINUTE;
    assert.ok(await sso.holds(await signed("a")), `after ${minute} minutes`);
  }
  assert.equal(sso.fetched.length - before, 60);
  sso.now = 24 * HOUR - 1;
  assert.ok(await sso.holds(await signed("a")));
  sso.now = 24 * HOUR;
  await sso.refuses(await signed("a"), unavailable);
  sso.down = false;
  sso.now += MINUTE;
  assert.ok(await sso.holds(await signed("a")));
});

test("without cached keys a failed fetch is retried after one second, not before", async () => {
  const sso = await issuer(["a"]);
  sso.down = true;
  for (const now of [0, 1, 500, 999]) {
    sso.now = now;
    await sso.refuses(await signed("a"), unavailable);
  }
  assert.equal(sso.fetched.length, 1);
  sso.down = false;
  sso.now = 1_000;
  assert.ok(await sso.holds(await signed("a")));
});

test("an unknown key while the issuer is unavailable does not make the token invalid", async () => {
  const sso = await issuer(["a"]);
  await sso.holds(await signed("a"));
  sso.kids = ["a", "b"];
  sso.down = true;
  const before = sso.fetched.length;
  for (const second of [0, 1, 30, 59]) {
    sso.now = second * 1_000;
    await sso.refuses(await signed("b"), unavailable);
  }
  assert.equal(sso.fetched.length - before, 1, "a failed fetch is not retried at once");
  // The failed fetch does not count as the one per minute, so the new key is found when the issuer is
  // back.
  sso.down = false;
  sso.now = MINUTE;
  assert.ok(await sso.holds(await signed("b")));
});

test("discovery of another issuer, and keys on another host, are rejected", async () => {
  for (const discovery of [
    { issuer: "https://evil.example" },
    { issuer: `${ISSUER}/` },
    { jwks_uri: "https://evil.example/keys" },
    { jwks_uri: "http://sso.example/keys" },
    { jwks_uri: "https://sso.example:8443/keys" },
    { jwks_uri: undefined },
  ]) {
    const sso = await issuer(["a"]);
    sso.discovery = discovery;
    await sso.refuses(await signed("a"), unavailable);
    assert.equal(sso.keyFetches(), 0, JSON.stringify(discovery));
  }
});

test("a set with too many keys, with too many bytes, or without a list is rejected", async () => {
  for (const change of [
    ({ keys }) => ({ keys: Array(21).fill(keys[0]) }),
    ({ keys }) => ({ keys, padding: " ".repeat(64 * 1024) }),
    () => ({}),
    () => ({ keys: {} }),
    () => null,
  ]) {
    const sso = await issuer(["a"]);
    sso.change = change;
    await sso.refuses(await signed("a"), unavailable);
  }
});

test("a key for another purpose is ignored", async () => {
  for (const changed of [{ use: "enc" }, { alg: "ES384" }, { key_ops: ["encrypt"] }, { d: "AA" }, { kty: "RSA" }]) {
    const sso = await issuer(["a"]);
    sso.change = ({ keys: [key] }) => ({ keys: [null, { ...key, ...changed }] });
    await sso.refuses(await signed("a"), noKey);
  }
});

test("an RSA key with fewer than 2048 bits is ignored", async () => {
  const sso = await issuer([], { algorithm: "RS256" });
  const { publicKey } = await crypto.subtle.generateKey(
    { name: "RSASSA-PKCS1-v1_5", modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" },
    true,
    ["sign", "verify"],
  );
  const short = await exportJWK(publicKey);
  const padded = Buffer.concat([Buffer.alloc(128), Buffer.from(short.n, "base64url")]).toString("base64url");
  const { jwk: long } = await pair("long", "RS256", { modulusLength: 2048 });
  sso.change = () => ({ keys: [{ ...short, kid: "short" }, { ...short, n: padded, kid: "padded" }, long] });
  assert.ok(await sso.holds(await signed("long", "RS256")));
  const header = (kid) => Buffer.from(JSON.stringify({ alg: "RS256", kid })).toString("base64url");
  for (const kid of ["short", "padded"]) await sso.refuses(`${header(kid)}.e30.AA`, noKey);
});

const ODD_KEYS = {
  "no key at all": null,
  "a text": "key",
  "a list": [],
  "operations that are a number": { kty: "EC", crv: "P-256", key_ops: 7 },
  "operations that are a text": { kty: "EC", crv: "P-256", key_ops: "not-verify" },
  "coordinates that are not base64": { kty: "EC", crv: "P-256", x: "%%", y: "??", kid: "odd" },
  "a point that is not on the curve": { kty: "EC", crv: "P-256", x: "A".repeat(43), y: "A".repeat(43), kid: "odd" },
  "another curve": { kty: "EC", crv: "P-384", x: "AA", y: "AA", kid: "odd" },
  "coordinates that are numbers": { kty: "EC", crv: "P-256", x: 1, y: 2, kid: "odd" },
};

for (const [what, odd] of Object.entries(ODD_KEYS)) {
  test(`a malformed key does not affect the others: ${what}`, async () => {
    const sso = await issuer(["a"]);
    sso.change = (set) => ({ keys: [odd, ...set.keys] });
    assert.ok(await sso.holds(await signed("a")));
    await sso.refuses(await signed("odd"), noKey);
  });
}

test("an RSA key with a malformed modulus does not affect the others", async () => {
  for (const n of ["not base64!", 7, null, { length: 999 }, "A".repeat(342)]) {
    const sso = await issuer([], { algorithm: "RS256" });
    const { jwk } = await pair("rsa", "RS256");
    sso.change = () => ({ keys: [{ kty: "RSA", n, e: "AQAB", kid: "odd-rsa", alg: "RS256" }, jwk] });
    assert.ok(await sso.holds(await signed("rsa", "RS256")), String(n));
    await sso.refuses(await signed("odd-rsa", "RS256"), noKey);
  }
});

test("areAtHand() fetches missing keys, and does not retry a failure at once", async () => {
  const sso = await issuer(["a"]);
  sso.down = true;
  assert.equal(await sso.keys.areAtHand(), false);
  assert.equal(await sso.keys.areAtHand(), false);
  assert.equal(sso.fetched.length, 1);
  sso.down = false;
  sso.now = 1_000;
  assert.equal(await sso.keys.areAtHand(), true);
  assert.equal(await sso.keys.areAtHand(), true);
  assert.equal(sso.keyFetches(), 1);
});

test("a clock that is set back extends no key's validity, and no wait", async () => {
  for (const back of [1, MINUTE, HOUR, 8 * HOUR, 400 * 24 * HOUR]) {
    const start = 500 * 24 * HOUR;
    const sso = await issuer(["a"]);
    sso.now = start;
    assert.ok(await sso.holds(await signed("a")));
    // The clock is set back, and then advances by the time that keys are fresh: the keys are fetched
    // again, and the old one is invalid.
    sso.now = start - back;
    assert.ok(await sso.holds(await signed("a")));
    sso.kids = ["b"];
    sso.now = start - back + 10 * MINUTE;
    assert.ok(await sso.holds(await signed("b")));
    await sso.refuses(await signed("a"), noKey);
    // An unknown key has just caused a fetch. A minute later it may cause the next one, whatever the
    // clock was.
    sso.now -= back;
    await sso.refuses(await signed("c"), noKey);
    sso.now += MINUTE;
    sso.kids = ["c"];
    assert.ok(await sso.holds(await signed("c")), `${back}`);
    // An unavailable issuer's keys stay valid for a day of the advancing clock, not longer.
    sso.down = true;
    sso.now -= back;
    assert.ok(await sso.holds(await signed("c")));
    sso.now += 24 * HOUR;
    await sso.refuses(await signed("c"), unavailable);
  }
});
