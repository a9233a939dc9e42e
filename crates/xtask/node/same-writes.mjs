// The least that a reset costs on this runtime: the edge's Durable Objects, their calls, transactions and
// rows, its log line and its call to the vendor, in plain JavaScript. It checks nothing, and its caller needs
// the vendor's own token.

import { DurableObject } from "cloudflare:workers";

const GATHER_MS = { account: 10, log: 20 };
const ALARM_MS = 8_000;
const CALL_MS = 9_000;
const SHAPER_AHEAD_MS = 10_000;

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Account extends DurableObject {
  #sql = this.ctx.storage.sql;
  #told = 0;
  #wakes = false;
  #delivers = false;

  constructor(context, env) {
    super(context, env);
    this.#sql.exec(
      `CREATE TABLE IF NOT EXISTS ledger (attempt INTEGER PRIMARY KEY, request_id TEXT, actor TEXT, account TEXT,
       product TEXT, action TEXT, at_ms INTEGER, outcome TEXT, ended_ms INTEGER, lane TEXT, due_us INTEGER)`,
    );
  }

  async reset({ id, account, path, body }) {
    const now = Date.now();
    this.#sql.exec("SELECT due_us FROM ledger WHERE lane = ? ORDER BY attempt DESC LIMIT 1", "client").toArray();
    const [{ attempt }] = this.#sql
      .exec(
        `INSERT INTO ledger (attempt, request_id, actor, account, product, action, at_ms, lane, due_us)
         SELECT MAX(used) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
         FROM (SELECT ?1 AS used UNION ALL SELECT MAX(attempt) FROM ledger) RETURNING attempt`,
        ...[this.#told, id, "client:demo-eiam", account, "eiam", "change-password", now, "client", now * 1_000],
      )
      .toArray();
    if (!this.#wakes) {
      this.#wakes = true;
      await this.ctx.storage.setAlarm(now + ALARM_MS);
    }
    const { token } = await this.env.GATE.getByName("eiam").permit({ account });
    const response = await this.#call(path, body, token);
    this.#sql
      .exec(
        "UPDATE ledger SET outcome = ?, ended_ms = ? WHERE attempt = ? RETURNING request_id",
        ...[response.status === 200 ? "done" : "refused", Date.now(), attempt],
      )
      .toArray();
    if (!this.#delivers) {
      this.#delivers = true;
      this.ctx.waitUntil(this.#deliver());
    }
    return response;
  }

  async #call(path, body, token) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), CALL_MS);
    const headers = { Accept: "application/json", Authorization: token, "Content-Type": "application/json" };
    const { signal } = abort;
    const response = await this.env.VENDOR.fetch(`http://vendor${path}`, { method: "PUT", headers, body, signal });
    const text = await response.text();
    clearTimeout(timer);
    return { status: response.status, text };
  }

  async #deliver() {
    await wait(GATHER_MS.account);
    const query = "SELECT * FROM ledger WHERE attempt > ? AND outcome IS NOT NULL ORDER BY attempt";
    const rows = this.#sql.exec(query, this.#told).toArray();
    const events = rows.flatMap((row) =>
      ["intent", "outcome"].map((kind) => ({ id: `${row.request_id}/${kind}`, kind, ...row })),
    );
    await this.env.LOG.getByName("eiam").append(events);
    this.#told = Math.max(this.#told, ...rows.map((row) => row.attempt));
    this.#delivers = false;
  }

  alarm() {
    this.#wakes = false;
    this.#sql.exec("DELETE FROM ledger WHERE outcome IS NOT NULL AND attempt <= ?", this.#told);
  }
}

export class Gate extends DurableObject {
  #keptUntil = 0;
  #token;

  constructor(context, env) {
    super(context, env);
    context.storage.sql.exec("CREATE TABLE IF NOT EXISTS shaper (id INTEGER PRIMARY KEY, due_ms INTEGER)");
  }

  reserve({ token }) {
    this.#token = token;
    return "admitted";
  }

  permit() {
    if (Date.now() > this.#keptUntil) {
      this.#keptUntil = Date.now() + SHAPER_AHEAD_MS;
      this.ctx.storage.sql.exec("INSERT OR REPLACE INTO shaper VALUES (1, ?)", this.#keptUntil);
    }
    return { token: this.#token };
  }
}

export class Log extends DurableObject {
  #sql = this.ctx.storage.sql;
  #events = [];
  #writes;

  constructor(context, env) {
    super(context, env);
    this.#sql.exec(
      `CREATE TABLE IF NOT EXISTS entry (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, account TEXT, at_ms INTEGER, hash TEXT, line TEXT);
       CREATE INDEX IF NOT EXISTS entry_of_account ON entry (account, seq)`,
    );
  }

  append(events) {
    this.#events.push(...events);
    this.#writes ??= this.#write();
    return this.#writes;
  }

  async #write() {
    await wait(GATHER_MS.log);
    const events = this.#events;
    this.#events = [];
    this.#writes = undefined;
    let [{ seq }] = this.#sql.exec("SELECT COALESCE(MAX(seq), 0) AS seq FROM entry").toArray();
    const ids = JSON.stringify(events.map(({ id }) => id));
    this.#sql.exec("SELECT id FROM entry WHERE id IN (SELECT value FROM json_each(?))", ids).toArray();
    const hash = "h".repeat(43);
    const rows = events.map((event) => [++seq, event.id, event.account, hash, JSON.stringify({ ...event, hash })]);
    this.#sql.exec(
      `INSERT INTO entry (seq, id, account, at_ms, hash, line)
       SELECT value ->> 0, value ->> 1, value ->> 2, ?2, value ->> 3, value ->> 4 FROM json_each(?1)`,
      ...[JSON.stringify(rows), Date.now()],
    );
  }
}

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === "/healthz") return Response.json({ status: "ok" });
    const body = await request.text();
    const token = request.headers.get("Authorization");
    const path = new TextEncoder().encode(pathname);
    const account = new Uint8Array(await crypto.subtle.digest("SHA-256", path)).toHex();
    // In order of time, as the edge's ids are.
    const id = Date.now().toString(16).padStart(12, "0") + crypto.randomUUID().replaceAll("-", "").slice(12);
    await env.GATE.getByName("eiam").reserve({ account, token });
    const { status, text } = await env.ACCOUNT.getByName(account).reset({ id, account, path: pathname, body });
    console.log(JSON.stringify({ request_id: id, method: "PUT", route: pathname, status, outcome: "done" }));
    return new Response(text, { status, headers: { "Content-Type": "application/json", "X-Request-Id": id } });
  },
};
