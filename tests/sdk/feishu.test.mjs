// The official Node SDK as a client: of the Worker with only domain and credentials changed, and of
// the simulated vendor itself, so that the simulation is held to what the SDK expects.
import assert from "node:assert/strict";
import test from "node:test";

import * as lark from "@larksuiteoapi/node-sdk";

import { callsAbout, isPassword, newAccount, secret, simulator, stack } from "./stack.mjs";

const GOOD = "Tide-under-9-bridges";
/** Letters only: one kind where two are asked. */
const BAD = "onlyletters";

const { id, secret: clientSecret } = stack.clients.feishu;
const edge = sdk(stack.base, id, clientSecret);

test("the SDK resets a password through the Worker", async () => {
  const account = await newAccount("sdkgood");
  const answer = await reset(edge, account.feishu.open_id, GOOD);
  assert.equal(answer.code, 0, answer.msg);
  assert.equal(await isPassword("feishu", account, GOOD), true);
});

test("a bad password is answered 1050022 and the vendor is not asked", async () => {
  const account = await newAccount("sdkbad");
  const answer = await reset(edge, account.feishu.open_id, BAD);
  assert.equal(answer.code, 1050022);
  assert.deepEqual(
    answer.violations.map(({ code }) => code),
    ["too-few-classes"],
  );
  assert.deepEqual(await callsAbout("feishu.reset", account.feishu.open_id), []);
  assert.equal(await isPassword("feishu", account, BAD), false);
});

test("a bad password can be corrected by the same client", async () => {
  const account = await newAccount("sdktwice");
  assert.equal((await reset(edge, account.feishu.open_id, BAD)).code, 1050022);
  assert.equal((await reset(edge, account.feishu.open_id, GOOD)).code, 0);
  assert.equal(await isPassword("feishu", account, GOOD), true);
});

test("an account the vendor does not know is refused with the vendor's code", async () => {
  const direct = await reset(await ownApp(), "ou_nobody_at_all", GOOD);
  const through = await reset(edge, "ou_nobody_at_all", GOOD);
  assert.notEqual(direct.code, 0);
  assert.equal(through.code, direct.code);
  assert.ok(through.msg);
});

test("a wrong client secret gets no token and reaches no account", async () => {
  const account = await newAccount("sdkwrong");
  const stranger = sdk(stack.base, id, secret());
  // Answered with HTTP 200 and a code, as Feishu does: at a 4xx the SDK would print the secret.
  await assert.rejects(call(stranger, account.feishu.open_id, GOOD, "open_id"), /10003/);
  assert.deepEqual(await callsAbout("feishu.reset", account.feishu.open_id), []);
});

test("the client of the other product may not reset here", async () => {
  const account = await newAccount("sdkother");
  const other = sdk(stack.base, stack.clients.eiam.id, stack.clients.eiam.secret);
  await assert.rejects(call(other, account.feishu.open_id, GOOD, "open_id"));
  assert.deepEqual(await callsAbout("feishu.reset", account.feishu.open_id), []);
});

test("the same SDK drives the simulated vendor directly", async () => {
  const app = await ownApp();
  const account = await newAccount("sdkdirect");
  // An open_id is one app's own; a user_id is the tenant's.
  const userId = account.feishu.user_id;
  const good = await reset(app, userId, GOOD, "user_id");
  assert.equal(good.code, 0, good.msg);
  assert.equal(await isPassword("feishu", account, GOOD), true);
  assert.equal((await reset(app, userId, BAD, "user_id")).code, 1050022);
  assert.equal((await callsAbout("feishu.reset", userId)).length, 2);
});

function sdk(domain, appId, appSecret) {
  return new lark.Client({
    domain,
    appId,
    appSecret,
    // Otherwise every client of the process shares one, by the id alone.
    cache: ownCache(),
    loggerLevel: lark.LoggerLevel.fatal,
    // At a 4xx the SDK's own logger prints the request, the password included.
    logger: { error() {}, warn() {}, info() {}, debug() {}, trace() {} },
  });
}

function ownCache() {
  const kept = new Map();
  return {
    get: async (key) => kept.get(key),
    set: async (key, value) => Boolean(kept.set(key, value)),
  };
}

/** An app of this test's own at the simulated vendor. */
async function ownApp() {
  const app = {
    app_id: `cli_${secret().slice(0, 16)}`,
    app_secret: secret(),
    scopes: ["admin:ent_email_password", "contact:user.employee_id:readonly"],
  };
  await simulator("POST", "/apps", app);
  return sdk(stack.simulator, app.app_id, app.app_secret);
}

/** What the vendor or the Worker answers; at a 4xx the SDK throws, and the answer is inside. */
async function reset(client, userId, password, userIdType = "open_id") {
  try {
    return await call(client, userId, password, userIdType);
  } catch (error) {
    const answer = error.response?.data;
    assert.ok(answer?.code !== undefined, "the SDK failed otherwise than by an answer");
    return answer;
  }
}

/** The call as the SDK's documentation writes it. */
function call(client, userId, password, userIdType) {
  return client.admin.v1.password.reset({
    params: { user_id_type: userIdType },
    data: { user_id: userId, password: { ent_email_password: password } },
  });
}
