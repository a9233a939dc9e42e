// A policy whose address gives no policy: each adapter says the address and what came, and never the body.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import test, { after } from "node:test";

import { antd, arco, asyncValidator, formily, result } from "passgate/rules";
import { password } from "passgate/schema";
import { usePassword } from "passgate/vue";
import { effectScope, watch } from "vue";

const BODY = "<p>internal-host.example</p>";
const TYPED = "Tide*Lamp72";

const server = createServer(({ url }, response) => {
  if (url === "/html") return response.setHeader("Content-Type", "text/html").end(BODY);
  if (url === "/missing") return response.writeHead(404).end(BODY);
  response.setHeader("Content-Length", "999");
  return response.write(BODY, () => response.destroy());
});
const base = await listening(server);
after(() => server.close());
/** Nothing listens here any more. */
const refused = await unused();

/** What the error says after the address. */
const NETWORK = "check the network, CORS, and connect-src of the Content-Security-Policy";
const ADDRESS = "give the address of a policy document, such as /v1/policies/eiam of the edge";
const CAME = [
  [new URL("/html", base), `the answer is not valid JSON (text/html); ${ADDRESS}`],
  [new URL("/cut", base), `the answer broke off; ${NETWORK}`],
  [new URL("/missing", base), `HTTP 404; ${ADDRESS}`],
  [refused, `no answer; ${NETWORK}`],
];

/** Each adapter as a function from an address to a promise that rejects with its error. */
const ADAPTERS = {
  schema: async (address) => password(address)["~standard"].validate(TYPED),
  antd: (address) => antd(address).validator({}, TYPED),
  "asyncValidator, its promise": (address) => Promise.resolve(asyncValidator(address).validator({}, TYPED, twice)),
  "asyncValidator, its callback": (address) =>
    new Promise((resolve, reject) => {
      asyncValidator(address).validator({}, TYPED, (error) => (error ? reject(error) : resolve()));
    }),
  formily: (address) => formily(address)(TYPED),
  "formily, warnings": (address) => formily(address, undefined, { warnings: true })(TYPED),
  "result, validator": (address) => result(address).validator(TYPED),
  "result, validate": (address) => result(address).validate(TYPED),
  vue: (address) =>
    new Promise((resolve, reject) => {
      effectScope().run(() => {
        const { accepted, error } = usePassword(address);
        watch([accepted, error], ([isAccepted, failure]) => (failure ? reject(failure) : resolve(isAccepted)), {
          flush: "sync",
        });
      });
    }),
};

for (const [adapter, use] of Object.entries(ADAPTERS)) {
  test(`a policy that does not come: ${adapter}`, async () => {
    for (const [address, came] of CAME) {
      await assert.rejects(use(address), (error) => {
        assert.ok(error instanceof Error);
        assert.deepEqual([error.name, error.message], ["PolicyError", `${address}: ${came}`]);
        assert.ok(!`${error.stack} ${JSON.stringify(error)}`.includes("internal-host"));
        assert.equal(error.cause, undefined);
        return true;
      });
    }
  });
}

test("a policy that does not come: Arco's callback gets the message", async () => {
  for (const [address, came] of CAME) {
    const message = await new Promise((resolve) => arco(address).validator(TYPED, resolve));
    assert.equal(message, `${address}: ${came}`);
  }
});

function twice() {
  assert.fail("an awaited promise answers, not the callback");
}

async function listening(some) {
  await new Promise((resolve) => some.listen(0, "127.0.0.1", resolve));
  return new URL(`http://127.0.0.1:${some.address().port}/`);
}

async function unused() {
  const other = createServer();
  const address = await listening(other);
  await new Promise((resolve) => other.close(resolve));
  return address;
}
