// What the runtime loads: the Worker and its Durable Objects, each behind a guard.
//
// A Rust panic, or a JavaScript exception that passes through Rust, ends the WebAssembly instance
// with everything that was in flight in it: without the guard those promises would never settle,
// and whoever called a Durable Object would wait until it gives up. Here they are rejected at
// once, and the next call finds a new instance. Nothing that was durable is lost: an intent in a
// ledger stays one, and is called unknown later.

import { env } from "cloudflare:workers";
import { guardAnswer } from "./guard.mjs";
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
  console.error(JSON.stringify({ event: "instance-abandoned", cause, in_flight: inFlight.size }));
  for (const reject of inFlight) reject(new Error("the Worker instance was abandoned"));
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

// The answer when there is no instance to ask for one.
function failure(request) {
  const requestId = crypto.randomUUID().replaceAll("-", "");
  const { status, outcome, headers, body } = guardAnswer(request.url, requestId);
  console.error(JSON.stringify({ request_id: requestId, method: request.method, status, outcome, cause: "guard" }));
  return new Response(body, { status, headers });
}
