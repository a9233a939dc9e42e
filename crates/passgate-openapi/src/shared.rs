//! The parts that all operations share: the introduction, the groups, the credentials, a header.

use serde_json::{Value, json};

/// The introduction of the document.
pub const INTRODUCTION: &str = "\
The edge serves the vendors' own paths with the vendors' own formats, so an official SDK works after a \
change of its base URL and credentials. Each answer has `outcome`, one word for what happened, beside \
`violations` (in passgate's vocabulary) and `request_id`. A refusal keeps the vendor's code. \
passgate's own routes answer errors as problem documents (RFC 9457) with the same `outcome`.

The outcome says what the caller can do next. `done`: 200. A refusal (`refused-password`, \
`daily-limit`, …): 400 with the vendor's code; nothing was changed. `too-often` and `not-sent`: 429 or \
503; nothing was changed, try again after `Retry-After`. `unknown`: 504; the call was sent, but its \
answer was lost. Do not repeat it; try the new password first.

The edge passes on a vendor's refusal in the vendor's own words and language. For its own answers, \
`Accept-Language` selects Simplified Chinese or English. Without it the edge uses the language of the \
vendor's page, and English in problem documents. A repeat by `Idempotency-Key` gets the first answer, \
unchanged.

An unknown path gets 404, and an unsupported method 405 with `Allow`, in the format of the path's \
vendor or as a problem document. The vendors' paths may end with a slash. An invalid `Host` (not a \
host with an optional port) gets 400 `wrong-host` on every path.";

/// The groups of operations.
pub fn tags() -> Value {
    json!([
        { "name": "feishu", "description": "Feishu's own paths and formats." },
        { "name": "eiam", "description": "竹云 EIAM's own paths and formats." },
        { "name": "tickets", "description": "Links with which one person sets one password." },
        { "name": "policies", "description": "The rules that a product has for passwords." },
        { "name": "operators", "description": "For operators and auditors of the edge." },
        { "name": "operations", "description": "Health, this document, well-known paths, the forms." },
    ])
}

/// The kinds of credentials. All but one are presented as `Authorization: Bearer …`.
pub fn security_schemes() -> Value {
    json!({
        "client-token": {
            "type": "http", "scheme": "bearer",
            "description": "A short-lived token that one of the two token routes issues to a configured client, for that client's products and actions.",
        },
        "user-token": {
            "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
            "description": "An ID token of a configured OpenID issuer, for the person's own account, and for more if the configured claims permit it.",
        },
        "ticket": {
            "type": "http", "scheme": "bearer",
            "description": "A ticket of `POST /v1/tickets`, for one account, one action and one use.",
        },
        "client-secret": {
            "type": "http", "scheme": "basic",
            "description": "A configured client's id and secret.",
        },
    })
}

/// Parameters that operations share.
pub fn parameters() -> Value {
    json!({
        "Accept-Language": {
            "name": "Accept-Language", "in": "header",
            "description": "The language of the edge's own messages: Chinese or English, whichever has the higher weight (RFC 9110, section 12.5.4). A vendor's messages are not translated.",
            "schema": { "type": "string" },
            "example": "zh-CN,zh;q=0.9,en;q=0.8",
        },
    })
}

/// Headers that answers share.
pub fn headers() -> Value {
    json!({
        "X-Request-Id": {
            "required": true,
            "description": "The request's id, as in the log and in error bodies.",
            "schema": { "type": "string", "pattern": "^[0-9a-f]{32}$" },
        },
    })
}
