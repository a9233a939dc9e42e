//! What all operations share: the introduction, the groups, the credentials, a header.

use serde_json::{Value, json};

/// The document's first words.
pub const INTRODUCTION: &str = "\
The edge answers on the vendors' own paths with the vendors' own bodies, so an official SDK works \
after a change of its base URL and credentials. Each answer has `outcome`, one word \
for what happened, beside `violations` (in passgate's vocabulary) and `request_id`; a refusal keeps the \
vendor's code. Routes of passgate's own answer errors as problem documents (RFC 9457) with the same \
`outcome`.

What a caller does next hangs on the outcome. `done`: 200. A refusal (`refused-password`, `daily-limit`, …): \
400 with the vendor's code, nothing was changed. `too-often` and `not-sent`: 429 or 503, nothing was \
changed, try again after `Retry-After`. `unknown`: 504, the call was sent and its answer was lost; do \
not repeat it, try the new password first.

A vendor's refusal is passed on in the vendor's own words and language. Where the edge itself speaks, \
`Accept-Language` chooses between Simplified Chinese and English; without it the edge speaks as the vendor's \
page does, and English in problem documents. A repeat by `Idempotency-Key` is the first answer, unchanged.

A path that is not listed answers 404 and a method that is not listed 405 with `Allow`, in the shape \
of the path's vendor or as a problem document. The vendors' paths may end with a slash. A `Host` that \
is not a host, with a port or without, is answered with 400 `wrong-host` whatever the path.";

/// The groups.
pub fn tags() -> Value {
    json!([
        { "name": "feishu", "description": "Feishu's own paths and shapes." },
        { "name": "eiam", "description": "竹云 EIAM's own paths and shapes." },
        { "name": "tickets", "description": "Links with which a person sets a password, once." },
        { "name": "policies", "description": "What a product asks of a password." },
        { "name": "operators", "description": "For whoever runs the edge, or audits it." },
        { "name": "operations", "description": "Health, this document, well-known paths, the forms." },
    ])
}

/// The kinds of credential. All but one are presented as `Authorization: Bearer …`.
pub fn security_schemes() -> Value {
    json!({
        "client-token": {
            "type": "http", "scheme": "bearer",
            "description": "Issued by one of the two token routes to a configured client; short-lived; good for that client's products and actions.",
        },
        "user-token": {
            "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
            "description": "An ID token of a configured OpenID issuer; good for that person's own account, and for more where the configured claims say so.",
        },
        "ticket": {
            "type": "http", "scheme": "bearer",
            "description": "A ticket of `POST /v1/tickets`: one account, one action, once.",
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
            "description": "The language in which the edge itself speaks: the first of Chinese and English by weight (RFC 9110, section 12.5.4). A vendor's own words stay as they are.",
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
            "description": "The request's id, as it stands in the log and in error bodies.",
            "schema": { "type": "string", "pattern": "^[0-9a-f]{32}$" },
        },
    })
}
