// The published keys of one OpenID issuer: found by its discovery document, cached in memory, and
// fetched again when they are old or when a token names an unknown key.
//
// A stranger cannot cause many fetches: there is one fetch at a time, an unknown key causes at most one
// fetch a minute, and a failed fetch is not repeated at once. Keys that cannot be renewed from the
// issuer stay valid for a day.

import { createLocalJWKSet, errors, importJWK } from "jose";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How long keys are fresh if the issuer states no time, and the bounds of the stated time, in milliseconds. */
const FRESH = { usual: 10 * MINUTE, least: 5 * MINUTE, most: 24 * HOUR };
/** The maximum age of keys while the issuer returns no new ones, in milliseconds. */
const STALE = 24 * HOUR;
/** The pause between two fetches for unknown keys, and after a failure while keys are cached, in milliseconds. */
const COOL_DOWN = MINUTE;
/** The pause after a failure without cached keys, in milliseconds. */
const RETRY = 1_000;
/** How long each request waits for a fetch, whichever request started it, in milliseconds. */
const PATIENCE = 5_000;
const MAX_BYTES = 64 * 1024;
const MAX_KEYS = 20;
const MIN_RSA_BYTES = 256;
const DISCOVERY = "/.well-known/openid-configuration";
const TYPES = { RS256: "RSA", ES256: "EC", EdDSA: "OKP" };

/** The keys are temporarily unavailable. It says nothing about the token. */
export class KeysUnavailable extends Error {}

export class IssuerKeys {
  #issuer;
  #jwksUri;
  #algorithm;
  #fetch;
  #now;
  #keepAlive;
  #keys;
  #fetchedAt;
  #freshUntil = 0;
  #failedAt = -Infinity;
  #sought = -Infinity;
  #seen = -Infinity;
  #fetching;

  /**
   * `fetch` reaches the issuer; `jwksUri` is the URL of its keys, if discovery is not to be used;
   * `keepAlive` keeps a fetch running when the request that started it has ended.
   */
  constructor({ issuer, jwksUri, algorithm, fetch, now = Date.now, keepAlive = () => {} }) {
    this.#issuer = issuer;
    this.#jwksUri = jwksUri;
    this.#algorithm = algorithm;
    this.#fetch = fetch;
    this.#now = now;
    this.#keepAlive = keepAlive;
  }

  /** Whether keys are available; they are fetched when they are missing or old. */
  async areAtHand() {
    this.#followTheClock();
    if (this.#now() >= this.#freshUntil) await this.#renew();
    return this.#areUsable();
  }

  /** The key that a token's header names, for jose's `jwtVerify`. */
  async find(header, token) {
    if (!(await this.areAtHand())) throw new KeysUnavailable("the issuer's keys are unavailable");
    try {
      return await this.#keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !(await this.#seek())) throw error;
      return await this.#keys(header, token);
    }
  }

  /** Shifts all stored times when the clock was set back, so that each is as far away as before. */
  #followTheClock() {
    const now = this.#now();
    const back = this.#seen - now;
    this.#seen = now;
    if (!(back > 0)) return;
    this.#fetchedAt -= back;
    this.#freshUntil -= back;
    this.#failedAt -= back;
    this.#sought -= back;
  }

  #areUsable() {
    return this.#keys !== undefined && this.#now() < this.#fetchedAt + STALE;
  }

  /** Fetches keys that are missing or old, unless a fetch has just failed. */
  async #renew() {
    const pause = this.#keys === undefined ? RETRY : COOL_DOWN;
    if (this.#fetching === undefined && this.#now() < this.#failedAt + pause) return;
    await this.#fetched();
  }

  /** Fetches because a key is unknown. Returns whether enough time had passed for a fetch. */
  async #seek() {
    if (this.#now() < this.#sought + COOL_DOWN) return false;
    // While the issuer returns no keys, it is unknown whether the key is one of its own.
    const waits = this.#fetching === undefined && this.#now() < this.#failedAt + COOL_DOWN;
    if (waits || !(await this.#fetched())) throw new KeysUnavailable("the issuer's keys are unavailable");
    this.#sought = this.#now();
    return true;
  }

  /** Whether the fetch in progress, or a new one, returned keys. Each caller has its own timeout. */
  #fetched() {
    if (this.#fetching === undefined) {
      const fetching = this.#fetchAll().finally(() => {
        if (this.#fetching === fetching) this.#fetching = undefined;
      });
      this.#fetching = fetching;
      this.#keepAlive(fetching);
    }
    const mine = this.#fetching;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        // The request that started the fetch may have ended, and the fetch with it.
        if (this.#fetching === mine) this.#fetching = undefined;
        this.#failedAt = this.#now();
        resolve(false);
      }, PATIENCE);
      mine.then((brought) => {
        clearTimeout(timer);
        resolve(brought);
      });
    });
  }

  async #fetchAll() {
    try {
      const { json, maxAge } = await this.#json(this.#jwksUri ?? (await this.#discovered()));
      this.#keys = createLocalJWKSet({ keys: await this.#usable(json) });
      this.#fetchedAt = this.#now();
      this.#freshUntil = this.#fetchedAt + clamp(maxAge ?? FRESH.usual, FRESH.least, FRESH.most);
      return true;
    } catch {
      this.#failedAt = this.#now();
      return false;
    }
  }

  /** The URL of the keys by OpenID Connect Discovery 1.0, sections 4.1 and 4.3. */
  async #discovered() {
    const { json } = await this.#json(this.#issuer.replace(/\/$/, "") + DISCOVERY);
    if (json.issuer !== this.#issuer) throw new Error("the metadata names another issuer");
    // A key set of another origin must be configured as `jwks_uri`.
    if (new URL(json.jwks_uri).origin !== new URL(this.#issuer).origin) throw new Error("jwks_uri has another origin than the issuer");
    return json.jwks_uri;
  }

  /** The keys that can have signed a token with the configured algorithm. An invalid key is skipped alone. */
  async #usable({ keys }) {
    if (!Array.isArray(keys) || keys.length > MAX_KEYS) throw new Error("the key set is malformed or too large");
    const judged = await Promise.allSettled(keys.map((key) => this.#isUsable(key)));
    return keys.filter((_, at) => judged[at].value === true);
  }

  /** Whether the key can; rejects for an invalid key. */
  async #isUsable(key) {
    const isMeant =
      key.kty === TYPES[this.#algorithm] &&
      (key.alg ?? this.#algorithm) === this.#algorithm &&
      (key.use ?? "sig") === "sig" &&
      [key.key_ops ?? ["verify"]].flat().some((operation) => operation === "verify") &&
      key.d === undefined &&
      (key.kty !== "RSA" || isLongEnough(key.n));
    if (isMeant) await importJWK(key, this.#algorithm);
    return isMeant;
  }

  async #json(address) {
    const response = await this.#fetch(address, {
      headers: { Accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status !== 200) throw new Error(`HTTP status ${response.status}`);
    return { json: JSON.parse(await bounded(response.body)), maxAge: maxAgeOf(response.headers) };
  }
}

async function bounded(body) {
  const chunks = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error("the response is too large");
    chunks.push(chunk);
  }
  return new Blob(chunks).text();
}

function maxAgeOf(headers) {
  const [, seconds] = /(?:^|[ ,])max-age=(\d+)/i.exec(headers.get("Cache-Control") ?? "") ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}

function isLongEnough(modulus) {
  const bytes = atob(String(modulus).replaceAll("-", "+").replaceAll("_", "/"));
  return bytes.replace(/^\0+/, "").length >= MIN_RSA_BYTES;
}

function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}
