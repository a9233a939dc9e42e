// What the runtime loads: the Worker and its Durable Objects, each behind a guard.
//
// A Rust panic, or a JavaScript exception that passes through Rust, ends the WebAssembly instance
// with everything that was in flight in it: without the guard those promises would never settle,
// and whoever called a Durable Object would wait until it gives up. Here they are rejected at
// once, and the next call finds a new instance. Nothing that was durable is lost: an intent in a
// ledger stays one, and is called unknown later.

import { env } from "cloudflare:workers";
import * as edge from "./index.js";

const wrong = edge.passgateWrong(env);
if (wrong !== undefined) throw new Error(wrong);
for (const line of edge.passgateAssumed(env)) console.log(line);

const inFlight = new Set();
const state = edge.__worker_init_state();
let broken = false;

// The `worker` crate sets this in its panic hook, before the instance traps.
Object.defineProperty(state, "criticalError", {
  get: () => broken,
  set: (value) => {
    if (value) abandon("panic");
  },
});

// An exception that nobody caught has passed through Rust's frames without unwinding them. After
// a panic it is the trap itself, and all is done already.
addEventListener("error", () => {
  if (!broken) abandon("exception");
});

function abandon(cause) {
  broken = true;
  console.error(JSON.stringify({ note: "instance abandoned", cause, in_flight: inFlight.size }));
  for (const reject of inFlight) reject(new Error("the instance is gone"));
  inFlight.clear();
}

function guarded(call) {
  return new Promise((resolve, reject) => {
    const settle = (then) => (value) => {
      inFlight.delete(reject);
      then(value);
    };
    inFlight.add(reject);
    let result;
    try {
      renew();
      result = call();
    } catch (error) {
      result = Promise.reject(error);
    }
    result.then(settle(resolve), settle(reject));
  });
}

function renew() {
  if (!broken) return;
  broken = false;
  edge.__wbg_reset_state();
}

function guardedObject(className) {
  return class {
    #context;
    #env;
    #object;
    #life;

    constructor(context, env) {
      this.#context = context;
      this.#env = env;
    }

    fetch(request) {
      return guarded(() => this.#current().fetch(request));
    }

    alarm() {
      return guarded(() => this.#current().alarm());
    }

    // An object of an instance that is gone is made anew; what it must keep is in its storage.
    #current() {
      if (this.#life !== state.instanceId) {
        this.#object = new edge[className](this.#context, this.#env);
        this.#life = state.instanceId;
      }
      return this.#object;
    }
  };
}

export const ResetSubject = guardedObject("ResetSubject");
export const VendorGate = guardedObject("VendorGate");
export const AuditLog = guardedObject("AuditLog");
export const CallerRate = guardedObject("CallerRate");

export default {
  async fetch(request, env, context) {
    try {
      return await guarded(() => edge.fetch(request, env, context));
    } catch {
      return failure(request);
    }
  },
};

// The answer when there is no instance to ask for one, in the shape of the path. What became of
// a password call is then not known, and it says so with the codes of `passgate-wire`.
function failure(request) {
  const requestId = crypto.randomUUID().replaceAll("-", "");
  const { pathname } = new URL(request.url);
  const common = { violations: [], request_id: requestId };
  const mayHaveChanged = !pathname.includes("token");
  let body;
  if (pathname.startsWith("/open-apis/")) {
    body = mayHaveChanged
      ? { code: 999000504, msg: "the outcome is unknown; do not repeat the call; check whether the new password works" }
      : { code: 999000500, msg: "the edge failed; nothing was changed" };
    Object.assign(body, common);
  } else if (pathname.startsWith("/api/v2/")) {
    body = mayHaveChanged
      ? { error_code: "EDGE.0504", error_msg: "结果未知,请勿重复提交,请先确认新密码是否已生效" }
      : { error_code: "EDGE.0500", error_msg: "服务异常,密码未修改" };
    Object.assign(body, common);
  } else {
    body = {
      type: "about:blank",
      title: "Internal Server Error",
      status: 500,
      code: "internal",
      detail: "the edge failed; the request id says where to look",
      request_id: requestId,
    };
  }
  console.error(JSON.stringify({ request_id: requestId, method: request.method, status: 500, note: "guard" }));
  return new Response(JSON.stringify(body), {
    status: 500,
    headers: {
      "Cache-Control": "no-store",
      "Content-Security-Policy": "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
      "Content-Type": body.type === undefined ? "application/json" : "application/problem+json",
      "Cross-Origin-Embedder-Policy": "require-corp",
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
      "Referrer-Policy": "no-referrer",
      "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
      "X-Content-Type-Options": "nosniff",
      "X-Request-Id": requestId,
      ...(pathname.startsWith("/open-apis/") ? { "X-Tt-Logid": requestId } : {}),
    },
  });
}
