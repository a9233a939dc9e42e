// The answers of worker/src/http/guard.rs; written by `cargo xtask codegen`.

export const headers = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
  "Referrer-Policy": "no-referrer",
  "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
  "X-Content-Type-Options": "nosniff"
};

export const own = {
  "failed": {
    "body": {
      "code": "internal",
      "detail": "internal error; the log has the cause under the request id",
      "outcome": "misconfigured",
      "request_id": "",
      "status": 500,
      "title": "Internal Server Error",
      "type": "about:blank"
    },
    "headers": {
      "Content-Type": "application/problem+json"
    },
    "outcome": "misconfigured",
    "status": 500
  },
  "request_id_headers": [
    "X-Request-Id"
  ]
};

export const vendors = [
  {
    "failed": {
      "body": {
        "code": 999000503,
        "msg": "the vendor was not reached; nothing was changed",
        "outcome": "not-sent",
        "request_id": "",
        "violations": []
      },
      "headers": {
        "Content-Type": "application/json; charset=utf-8"
      },
      "outcome": "not-sent",
      "status": 503
    },
    "prefix": "/open-apis/",
    "request_id_headers": [
      "X-Request-Id",
      "X-Tt-Logid"
    ],
    "token_paths": [
      "/open-apis/auth/v3/tenant_access_token/internal",
      "/open-apis/auth/v3/tenant_access_token/internal/"
    ],
    "unknown": {
      "body": {
        "code": 999000504,
        "msg": "the outcome is unknown; do not repeat the call; check whether the new password works",
        "outcome": "unknown",
        "request_id": "",
        "violations": []
      },
      "headers": {
        "Content-Type": "application/json; charset=utf-8"
      },
      "outcome": "unknown",
      "status": 504
    }
  },
  {
    "failed": {
      "body": {
        "error_code": "EDGE.0503",
        "error_msg": "未能连接到认证系统,密码未修改",
        "outcome": "not-sent",
        "request_id": "",
        "violations": []
      },
      "headers": {
        "Content-Type": "application/json; charset=utf-8"
      },
      "outcome": "not-sent",
      "status": 503
    },
    "prefix": "/api/v2/",
    "request_id_headers": [
      "X-Request-Id"
    ],
    "token_paths": [
      "/api/v2/tenant/token",
      "/api/v2/tenant/token/"
    ],
    "unknown": {
      "body": {
        "error_code": "EDGE.0504",
        "error_msg": "结果未知,请勿重复提交,请先确认新密码是否已生效",
        "outcome": "unknown",
        "request_id": "",
        "violations": []
      },
      "headers": {
        "Content-Type": "application/json; charset=utf-8"
      },
      "outcome": "unknown",
      "status": 504
    }
  }
];
