// EIAM's pages have no SDK: plain HTTP exactly as they write it, against the Worker and against the
// simulated vendor.
import assert from "node:assert/strict";
import test from "node:test";

import { callsAbout, isPassword, newAccount, secret, simulator, stack } from "./stack.mjs";

const GOOD = "Tide-under-9!";

const edge = { origin: stack.base, client: stack.clients.eiam };

test("change-password through the Worker, as the page writes it", async () => {
  const account = await newAccount("pagegood");
  const { status, answer } = await changePassword(edge, account, GOOD);
  assert.equal(status, 200);
  assert.equal(answer.user_id, account.eiam.user_id);
  assert.equal(await isPassword("eiam", account, GOOD), true);
});

test("the page's own example password is accepted", async () => {
  const account = await newAccount("pageexample");
  const { status } = await changePassword(edge, account, "P@ssw0rd123");
  assert.equal(status, 200);
  assert.equal(await isPassword("eiam", account, "P@ssw0rd123"), true);
});

test("a bad password is answered PWD.0002 with its numbers and the vendor is not asked", async () => {
  const account = await newAccount("pagebad");
  const { status, answer } = await changePassword(edge, account, "Ab1!");
  assert.equal(status, 400);
  assert.equal(answer.error_code, "PWD.0002");
  assert.match(answer.error_msg, /8.*18/);
  assert.equal(answer.violations[0].code, "too-short");
  assert.deepEqual(await callsAbout("eiam.change-password", account.eiam.user_id), []);
});

test("rest-password through the Worker: the vendor makes and sends the password", async () => {
  const account = await newAccount("pagerest");
  const { status, answer } = await restPassword(edge, account, "EMAIL");
  assert.equal(status, 200);
  assert.equal(answer.user_id, account.eiam.user_id);
  const { deliveries } = await simulator("GET", "/deliveries");
  const sent = deliveries.filter(({ user_id }) => user_id === account.eiam.user_id);
  assert.deepEqual(
    sent.map(({ channel }) => channel),
    ["EMAIL"],
  );
});

test("without a token nothing happens", async () => {
  const account = await newAccount("pageanon");
  const response = await fetch(address(edge, account, "change-password"), {
    method: "PUT",
    headers: { "Content-Type": "application/json; charset=utf-8" },
    body: JSON.stringify({ password: GOOD, pwd_must_modify: "false" }),
  });
  assert.equal(response.status, 400);
  assert.equal((await response.json()).error, "invalid_token");
  assert.deepEqual(await callsAbout("eiam.change-password", account.eiam.user_id), []);
});

test("the same requests drive the simulated vendor directly", async () => {
  const client = { id: `direct-${secret().slice(0, 8)}`, secret: secret() };
  await simulator("POST", "/clients", {
    client_id: client.id,
    client_secret: client.secret,
    permissions: ["user_all"],
  });
  const direct = { origin: stack.simulator, client };
  const account = await newAccount("pagedirect");
  assert.equal((await changePassword(direct, account, GOOD)).status, 200);
  assert.equal(await isPassword("eiam", account, GOOD), true);
  const refused = await changePassword(direct, account, "Ab1!");
  assert.equal(refused.answer.error_code.trim(), "PWD.0002");
  assert.equal((await restPassword(direct, account, "SMS")).status, 200);
});

/** "PUT https://{your_domain}/api/v2/tenant/users/{user_id}/change-password" */
async function changePassword(domain, account, password) {
  const response = await fetch(address(domain, account, "change-password"), {
    method: "PUT",
    headers: {
      Authorization: `Bearer ${await accessToken(domain)}`,
      "Content-Type": "application/json; charset=utf-8",
    },
    body: JSON.stringify({ password, pwd_must_modify: "false" }),
  });
  return { status: response.status, answer: await response.json() };
}

/** "PUT https://{your_domain}/api/v2/tenant/users/{user_id}/rest-password?send_mode=EMAIL", no body. */
async function restPassword(domain, account, mode) {
  const response = await fetch(`${address(domain, account, "rest-password")}?send_mode=${mode}`, {
    method: "PUT",
    headers: {
      Authorization: `Bearer ${await accessToken(domain)}`,
      "Content-Type": "application/json; charset=utf-8",
    },
  });
  return { status: response.status, answer: await response.json() };
}

/** "Authorization: Basic base64(client_id:client_secret)", a form with the grant type. */
async function accessToken({ origin, client }) {
  const response = await fetch(`${origin}/api/v2/tenant/token`, {
    method: "POST",
    headers: {
      Authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString("base64")}`,
      "Content-Type": "application/x-www-form-urlencoded",
    },
    body: "grant_type=client_credentials",
  });
  const answer = await response.json();
  assert.equal(response.status, 200, answer.error);
  return answer.access_token;
}

function address({ origin }, account, call) {
  return `${origin}/api/v2/tenant/users/${account.eiam.user_id}/${call}`;
}
