//! Simulates Feishu's and the EIAM's password calls on one machine and one port, written from the
//! vendors' pages, and a host of the range search for breached passwords, from its page. Where a page
//! leaves something open, a setting decides. Its default is a guess, and the product makes several of
//! the same guesses. The simulator depends on no passgate crate: it has its own parsers and its own
//! policy, so it can differ from the product as a real vendor can.
//!
//! ```
//! use passgate_simulator::{Options, Simulator};
//!
//! let simulator = Simulator::start(Options::generated())?;
//! assert!(simulator.address().ip().is_loopback());
//! // Dropping it stops it.
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! The program `passgate-simulator` does the same with secrets from the environment. It prints one line
//! of JSON when it is ready: `{"address":"127.0.0.1:40001","app_id":"…","client_id":"…",
//! "issuer":"…"}`. SIGTERM ends it gracefully.
//!
//! # The vendors' calls
//!
//! | name | call |
//! |---|---|
//! | `feishu.token` | `POST /open-apis/auth/v3/tenant_access_token/internal` |
//! | `feishu.oauth-token` | `POST /oauth/v3/token` |
//! | `feishu.reset` | `POST /open-apis/admin/v1/password/reset?user_id_type=` |
//! | `eiam.token` | `POST /api/v2/tenant/token` |
//! | `eiam.change-password` | `PUT /api/v2/tenant/users/{user_id}/change-password` |
//! | `eiam.rest-password` | `PUT /api/v2/tenant/users/{user_id}/rest-password?send_mode=` |
//! | `eiam.discovery` | `GET /api/v1/oauth2/.well-known/openid-configuration` |
//! | `eiam.keys` | `GET /api/v1/oauth2/keys` |
//! | `breaches.range` | `GET /range/{first five digits of a SHA-1}` |
//!
//! A call is executed even when its client has disconnected. Where the pages are silent, this server
//! has to choose: the order of Feishu's checks (token, app, rate, scopes, fields, user, mail address,
//! format, daily limit), the order of the EIAM's (by code), Feishu's 9499 for a body that is not JSON,
//! 415 for another content type, 429 for the EIAM's rate limit (off by default), and the Chinese of the
//! five sentences that the page of rest-password gives only in English. Behaviour on which a product
//! might rely is a member of a policy (below), so that each guess can be tested both ways.
//!
//! # The control API
//!
//! JSON requests and answers below `/_sim`. An invalid request gets 400, 404 or 409 and
//! `{"error":{"field":"…","message":"…"}}`. No listing contains a password, a hash or a secret, except
//! that of tokens.
//!
//! ## Reset
//!
//! `GET /_sim/health` answers `{"status":"ok"}`. `POST /_sim/reset-all` restores the initial state:
//! accounts with new random passwords, default policies, real time, no faults, no calls, no tokens, no
//! deliveries, the first app and client. The signing keys stay.
//!
//! ## Faults
//!
//! `POST /_sim/faults` takes one fault or an array of faults. `GET` lists the waiting ones, in the
//! order in which they will be used. `DELETE /_sim/faults?call=feishu.reset` removes those of one call;
//! without `call`, all of them.
//!
//! ```json
//! {"call": "feishu.reset", "fault": {"kind": "reset-after"}, "times": 1, "user_id": "abc123"}
//! ```
//!
//! `times` is a number (1 if omitted) or `"always"`. With `user_id` the fault waits for that account,
//! by the id in the request. "Executed" says whether the password is changed (or the token issued)
//! nevertheless.
//!
//! | fault | answer | executed |
//! |---|---|---|
//! | `{"kind":"delay","ms":1500,"when":"before"}` | genuine, late | yes, after (`before`) or before (`after`) the pause |
//! | `{"kind":"reset-before"}` | RST, without waiting for the body | no |
//! | `{"kind":"reset-after"}` | RST | yes |
//! | `{"kind":"close","executed":false}` | FIN | as said |
//! | `{"kind":"status","status":503,"body":"","content_type":"text/html; charset=utf-8","executed":false}` | as said | as said |
//! | `{"kind":"slow-body","chunk":1,"ms":50}` | genuine, `chunk` bytes every `ms` milliseconds | yes |
//! | `{"kind":"cut-body"}` | genuine, the connection breaks after half of it | yes |
//! | `{"kind":"malformed"}` | the first half of the genuine JSON as a whole message | yes |
//! | `{"kind":"wrong-shape","executed":false}` | 200 and JSON of no documented shape | as said |
//! | `{"kind":"not-json","status":200,"executed":false}` | a web page | as said |
//! | `{"kind":"throttle","status":429,"retry_after":1}` | Feishu 99991400 (429 or 400) with `x-ogw-ratelimit-*`; EIAM with `Retry-After` | no |
//! | `{"kind":"stale-token","code":99991663,"forget":true}` | the token is refused (EIAM: `invalid_token`); unless `forget` is set, the token call still returns it | no |
//! | `{"kind":"huge-body","bytes":8388608}` | genuine and a member `padding` | yes |
//! | `{"kind":"not-found"}` | 404, `text/plain`, `404 page not found` | no |
//! | `{"kind":"other-account","user_id":"another-account","executed":true}` | the genuine success, with that account's id. Only where the answer names an account | as said |
//! | `{"kind":"answer","status":400,"code":"99991403","message":""}` | any code in the vendor's envelope | no |
//!
//! ## Policies
//!
//! `GET /_sim/policy/feishu` and `/_sim/policy/eiam` show the policy in force. `PATCH` changes the
//! members that are sent (`null` for none). `PUT` does so from the defaults, which are:
//!
//! ```json
//! {"min": 8, "max": null, "unit": "code-point", "classes_at_least": 2, "non_ascii": "refuse",
//!  "space": "symbol", "user_id_unit": "code-point", "daily_limit": 20,
//!  "day_ends": "midnight-in-china", "daily_count": "account",
//!  "rate": {"limit": 10, "window_ms": 1000, "status": 429, "counts_refused": false, "tells": "own"},
//!  "missing_field_scope": "refuses", "missing_scope_status": 400, "error_status": 400, "messages": {},
//!  "exact_content_type": false, "token_seconds": 7200, "oauth_token_bytes": 1500,
//!  "wrong_secret_code": 10015, "echo_field_values": true}
//! ```
//!
//! ```json
//! {"min": 8, "max": 18, "unit": "code-point", "classes_at_least": 3,
//!  "symbols": "~!#$%&+-,*:;<=>@_?^`./", "non_ascii": "refuse", "username_equal": true,
//!  "username_reversed": true, "weak": ["admin@123"], "history": 5,
//!  "repeats": {"count": "run", "max": 2}, "validator": "page",
//!  "identity": ["username", "phone", "email-prefix", "name-pinyin"], "pinyin_initials": false,
//!  "complexity_detail": null, "language": "zh-CN",
//!  "matching": {"case_sensitive": false, "weak": "whole", "email_prefix": "first-at",
//!               "country_code": "dropped", "umlaut": ["v", "u", "yu"]},
//!  "answers": {"order": "first-code", "error_status": 400, "extra_digits": false, "unfilled": false,
//!              "sentences": {}, "user_id": "text", "missing_permission": "insufficient-scope",
//!              "parameter_code": "PARAM.0001", "exact_content_type": false},
//!  "code_leading_space": false, "must_modify_accepts": "string", "token_seconds": 1800,
//!  "delivery_fails": false, "delivery_failure_executes": false, "rate": null}
//! ```
//!
//! `GET`, `PATCH` and `PUT /_sim/policy/breaches` work likewise, with `{"others": 500, "lower_case":
//! false}`: the number of other hashes in each range, and the letter case of its digits.
//!
//! `unit`: `code-point`, `utf16`, `byte`, `grapheme`. `non_ascii` and `space`: `refuse`,
//! `ignore`, `letter`, `symbol`. `count`: `run`, `total`. `language`: `zh-CN`, `en`.
//! `must_modify_accepts`: `string`, `both`, `boolean`. `complexity_detail` stands for `{0}` in PWD.0005.
//! `sentences` and `messages` have a sentence by its code, in any language. `tells` (of a refused call's
//! wait): `own`, `retry-after`, `nothing`.
//!
//! `day_ends`: `midnight-in-china`, `midnight-utc`, `after-a-day`. `daily_count`: `account`, `tenant`.
//! `missing_field_scope`: `refuses`, `hides-a-field`. `validator`: `page`, or `topiam` for the
//! open-source validator of TopIAM, which finds initials anywhere and uses a `nickname`. `weak`:
//! `whole`, `contains`. `email_prefix`: `first-at`, `last-at`. `country_code`: `dropped`, `kept`.
//! `umlaut`: any of `v`, `u`, `yu`. `order`: `first-code`, `last-code`. `user_id`: `text`, `number`,
//! `capitals`, `username`. `missing_permission`: `insufficient-scope`, `unauthorized`, `business`,
//! `business-at-ok`, `server`.
//!
//! ## Breached passwords
//!
//! There are none at the start. `POST /_sim/breaches` `{"password":"…","seen":12}` adds one (with 0 it
//! is a padding row), `GET` answers `{"breached":1}`, `DELETE` removes all. The log contains the
//! request: `"range"` is everything after `/range/`, `"padding"` whether `Add-Padding` was sent. The
//! answer for a range is not JSON: a fault with a JSON answer (`answer`, `throttle`) gives the status
//! with plain text.
//!
//! ## Accounts
//!
//! `GET /_sim/users` lists them with `feishu.resets_today`, `feishu.changes`, `eiam.changes` and
//! `eiam.must_modify`. `POST /_sim/users` adds one, `PATCH /_sim/users/{username}` changes the
//! members sent:
//!
//! ```json
//! {"username": "lvmeili", "name": "吕美丽", "pinyin": [["lü"], ["mei"], ["li"]],
//!  "nickname": {"text": "乐乐", "pinyin": [["le"], ["le"]]}, "phone": "13765412803", "email": "lvmeili@example.com",
//!  "feishu": {"open_id": "ou_1", "union_id": "on_1", "user_id": "u1", "app_id": null,
//!             "enterprise_email": "same", "in_range": true, "other_tenant": false},
//!  "eiam": {"user_id": "2020"}}
//! ```
//!
//! Only `username` is required. Omitted ids are generated; `"feishu": null` or `"eiam": null` is a
//! person unknown to that vendor. `enterprise_email` is `same`, `none` or an address.
//!
//! - `POST /_sim/users/numbered` `{"count":1000,"prefix":"user"}` adds `user0001` and so on and
//!   answers `{"users":[…]}`.
//! - `POST /_sim/users/verify` `{"vendor":"feishu","user":"abc123","password":"…"}` answers
//!   `{"matches":true,"changes":1,"must_modify":null}`; `user` is a user name or any id.
//! - `POST /_sim/users/set-password` with the same members sets one without checking the rules.
//!
//! The demo accounts: `wangxiaoming` 王小明 (the ids of the pages' examples), `ouyangfeng`
//! 欧阳锋 (a surname of two characters), `lvmeili` 吕美丽 (ü), `zengguofan` 曾国帆 and
//! `shanyafei` 单亚飞 (heteronyms), `zhaolei` 赵磊 (1050024), `zhoumin` 周敏 (no phone,
//! USER.0011), `wutong` 吴桐 (no e-mail, USER.0012), `sunhao` 孙浩 (out of the app's range,
//! 41050).
//!
//! ## Apps, clients, tokens
//!
//! - `GET /_sim/apps`; `POST /_sim/apps` `{"app_id":"cli_2","app_secret":"…","scopes":["admin:ent_email_password"],"state":"enabled"}`;
//!   `PATCH /_sim/apps/{app_id}`. States: `enabled`, `disabled`, `unavailable`, `ip-denied`,
//!   `quota-used-up`.
//! - `GET /_sim/clients`; `POST /_sim/clients` `{"client_id":"c2","client_secret":"…","permissions":["user_all"]}`;
//!   `PATCH /_sim/clients/{client_id}`.
//! - `GET /_sim/tokens` answers `{"feishu":[{"token":"t-…","uses":3}],"eiam":[…]}`: every token that
//!   was issued since the start, and how many calls came with it. It is the only listing with secrets,
//!   because a test that searches for leaked tokens has to know them.
//! - `POST /_sim/tokens/expire` `{"vendor":"feishu"}`, or `{}` for both: every token issued so far is
//!   refused from now on.
//!
//! ## Clock
//!
//! `GET /_sim/clock` answers `{"now":"2026-05-01T16:00:00.000Z","now_ms":…,"offset_seconds":0,
//! "frozen":false}`. `POST /_sim/clock` takes any of `{"frozen":true,"set":"2026-05-01T15:59:58Z",
//! "advance_seconds":3600,"advance_ms":500}`, in that order.
//!
//! ## Calls and deliveries
//!
//! `GET /_sim/calls?call=feishu.reset&after=12` (both optional) answers `counts` of all calls and the
//! selected `entries`. An entry exists from its arrival on, with `status` `null` until there is an
//! answer. `admitted_at_ms` is the time that the vendor's rate limit counted. `DELETE` clears the log.
//!
//! ```json
//! {"counts": {"feishu.reset": {"arrived": 1, "executed": 1}},
//!  "entries": [{"sequence": 13, "call": "feishu.reset", "at": "2026-05-01T16:00:00.000Z",
//!               "at_ms": 1777651200000, "status": 200, "code": "0", "client": "cli_demo",
//!               "user_id": "abc123", "user_id_type": "user_id", "send_mode": null,
//!               "admitted_at_ms": 1777651200000, "fault": null, "executed": true}]}
//! ```
//!
//! `GET /_sim/deliveries` answers `{"deliveries":[{"sequence":1,"at":"…","user_id":"…",
//! "username":"…","channel":"SMS","to":"137****2801"}]}`; `DELETE` removes them.
//!
//! ## Id tokens
//!
//! `POST /_sim/id-tokens` answers `{"id_token":"ey…","claims":{…}}`:
//!
//! ```json
//! {"user": "wangxiaoming", "audience": "passgate", "expires_in": 3600,
//!  "claims": {"roles": ["password-operator"], "email": null}, "header": {},
//!  "algorithm": "RS256", "key": "current"}
//! ```
//!
//! Only `user` and `audience` are required. `claims` and `header` are merged over the default ones, and
//! `null` removes one. `algorithm`: `RS256`, `HS256` (the public key's JWK text as the secret), `none`.
//! `key`: `current`, `previous`, `unpublished`. `POST /_sim/keys/rotate` `{"keep_old":true}` answers
//! `{"kid":"…"}`; `keep_old` says whether the old key stays in the published set.

mod breaches;
mod calls;
mod clock;
mod control;
mod directory;
mod distort;
mod eiam;
mod faults;
mod feishu;
mod given;
mod net;
mod oidc;
mod options;
mod passwords;
mod play;
mod random;
mod rate;
mod routes;
mod simulator;
mod text;
mod world;

pub use options::{Hidden, Options};
pub use simulator::Simulator;
