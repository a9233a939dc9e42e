// The answers of the guard in the Worker's entry module: worker/guard.mjs.

import assert from "node:assert/strict";
import test from "node:test";
import { guardAnswer } from "../../worker/guard.mjs";

const ID = "5f0c1e7a9b3d4c8e8f2a6b1d0e9c7f35";

const at = (path) => {
  const { status, headers, body } = guardAnswer(`http://edge.example${path}`, ID);
  return { status, headers, body: JSON.parse(body) };
};

test("a request that may have changed a password has an unknown outcome, whatever its path contains", () => {
  for (const path of [
    "/open-apis/admin/v1/password/reset?user_id_type=open_id",
    "/open-apis/admin/v1/password/reset/",
    "/open-apis/admin/v1/password/reset?x=/open-apis/auth/v3/tenant_access_token/internal",
    "/open-apis/admin/v1/token",
    "/open-apis/auth/v3/tenant_access_token/internal/x",
  ]) {
    const { status, body, headers } = at(path);
    assert.deepEqual([status, body.code, body.request_id], [504, 999000504, ID], path);
    assert.deepEqual([headers["X-Request-Id"], headers["X-Tt-Logid"]], [ID, ID], path);
  }
  for (const user of ["token-7", "token", "tokyo-7", "a%2Ftoken", "..", "%2e%2e", ".", "tenant", "TOKEN"]) {
    for (const call of ["change-password", "rest-password?send_mode=SMS", "change-password/"]) {
      const { status, body, headers } = at(`/api/v2/tenant/users/${user}/${call}`);
      assert.deepEqual([status, body.error_code, body.request_id], [504, "EDGE.0504", ID], `${user} ${call}`);
      assert.equal(headers["X-Tt-Logid"], undefined);
    }
  }
  assert.equal(at("/api/v2/tenant/x/../token").body.error_code, "EDGE.0504");
});

test("a token request has changed nothing", () => {
  for (const end of ["", "/", "?x=1"]) {
    const feishu = at(`/open-apis/auth/v3/tenant_access_token/internal${end}`);
    assert.deepEqual([feishu.status, feishu.body.code], [503, 999000503], end);
    const eiam = at(`/api/v2/tenant/token${end}`);
    assert.deepEqual([eiam.status, eiam.body.error_code], [503, "EDGE.0503"], end);
  }
});

test("the edge's own routes answer with a problem document", () => {
  for (const path of ["/v1/tickets", "/", "/healthz", "/api/v1/x", "/open-apis", "/token"]) {
    const { status, body, headers } = at(path);
    assert.deepEqual([status, body.code, body.request_id], [500, "internal", ID], path);
    assert.equal(headers["Content-Type"], "application/problem+json");
    assert.equal(headers["X-Content-Type-Options"], "nosniff");
  }
});
