// The entry module: the Worker and its Durable Objects, each behind a guard.
//
// A Rust panic, or a JavaScript exception that passes through Rust, ends the WebAssembly instance with
// everything that was in flight in it. Without the guard those promises would never settle, and the
// caller of a Durable Object would wait until its timeout. The guard rejects them at once, and the next
// call gets a new instance. Nothing durable is lost: an intent stays in the ledger, and its outcome
// becomes unknown later.

import { DurableObject, env } from "cloudflare:workers";
import { guardAnswer } from "./guard.mjs";
import * as edge from "./index.js";
import { ReusableAnswers } from "./reuse.mjs";

const wrong = edge.passgateWrong(env);
if (wrong !== undefined) throw new Error(wrong);
for (const line of edge.passgateAssumed(env)) console.log(line);

const inFlight = new Set();
const reusable = new ReusableAnswers(edge);
const state = edge.__worker_init_state();
let broken = false;

// The `worker` crate sets this in its panic hook, before the instance traps.
Object.defineProperty(state, "criticalError", {
  get: () => broken,
  set: (value) => {
    if (value) abandon("panic");
  },
});

// An uncaught exception has passed through Rust's frames without unwinding them. After a panic the
// event is the trap itself, and everything is done already.
addEventListener("error", () => {
  if (!broken) abandon("exception");
});

function abandon(cause) {
  broken = true;
  reusable.clear();
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
  return class extends DurableObject {
    #object;
    #life;

    // The call of worker/src/edge/platform/stub.rs.
    ask(what, message) {
      return guarded(() => this.#current().ask(what, message));
    }

    alarm() {
      return guarded(() => this.#current().alarm());
    }

    // An object of an abandoned instance is created again; its durable state is in its storage.
    #current() {
      if (this.#life !== state.instanceId) {
        this.#object = new edge[className](this.ctx, this.env);
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
      return await reusable.answer(request, () => guarded(() => edge.fetch(request, env, context)));
    } catch {
      return failure(request);
    }
  },
};

// The answer when no instance can answer.
function failure(request) {
  const requestId = crypto.randomUUID().replaceAll("-", "");
  const { status, outcome, headers, body } = guardAnswer(request.url, requestId);
  console.error(JSON.stringify({ request_id: requestId, method: request.method, status, outcome, cause: "guard" }));
  return new Response(body, { status, headers });
}
