//! The simulated EIAM: the token call, the password change, and the reset whose new password the EIAM
//! delivers.

mod change_password;
mod client;
mod delivery;
mod habits;
mod oneaccess;
mod policy;
mod refusal;
mod rest_password;
mod rules;
mod token_call;
mod tokens;
mod topiam;

pub(crate) use client::Client;
pub(crate) use delivery::Delivery;
pub(crate) use habits::{CountryCode, PrefixEnd, Umlaut};
pub(crate) use policy::Policy;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::calls::{CallName, Facts};
use crate::clock::{Moment, rfc3339};
use crate::given::Given;
use crate::net::{Head, Reply, Request};
use crate::rate::{RateLimit, SlidingWindow};
use crate::world::World;
use habits::AnsweredId;
use policy::Product;
use refusal::Refusal;
use tokens::Tokens;

const JSON: &str = "application/json";
/// Both pages: 固定值.
const FIXED_TYPE: &str = "application/json; charset=utf-8";

/// The state of the EIAM.
pub(crate) struct Eiam {
    pub(crate) policy: Policy,
    pub(crate) clients: BTreeMap<String, Client>,
    pub(crate) deliveries: Vec<Delivery>,
    tokens: Tokens,
    calls: BTreeMap<String, SlidingWindow>,
}

impl Eiam {
    pub(crate) fn new(client_id: String, client: Client) -> Self {
        Self {
            policy: Policy::default(),
            clients: BTreeMap::from([(client_id, client)]),
            deliveries: Vec::new(),
            tokens: Tokens::default(),
            calls: BTreeMap::new(),
        }
    }

    /// All tokens that were issued.
    pub(crate) const fn given(&self) -> &Given {
        self.tokens.given()
    }

    pub(crate) fn forget_tokens(&mut self) {
        self.tokens.forget_all();
    }

    pub(crate) fn forget_token(&mut self, value: &str) {
        self.tokens.forget(value);
    }
}

/// Answers one of the EIAM's calls.
pub(crate) fn answer(world: &mut World, call: CallName, request: &Request, facts: &mut Facts) -> Reply {
    let is_oneaccess = world.eiam.policy.product == Product::OneAccess;
    let answered = match call {
        CallName::EiamRestPassword if is_oneaccess => {
            return not_found(&request.head, false, world.clock.now());
        }
        CallName::EiamToken => token_call::answer(world, request, facts),
        CallName::EiamChangePassword => change_password::answer(world, request, facts),
        _ => rest_password::answer(world, request, facts),
    };
    match answered {
        Ok(reply) => {
            facts.executed = true;
            reply
        }
        Err(refusal) => {
            let policy = &world.eiam.policy;
            facts.code = Some(refusal.code(policy).to_owned());
            refusal.into_reply(policy)
        }
    }
}

/// The client, if the token is valid, the rate limit is kept and the permission exists.
fn authorize(world: &mut World, request: &Request, facts: &mut Facts) -> Result<(), Refusal> {
    let now = world.clock.now();
    let eiam = &mut world.eiam;
    let token = request.head.bearer().ok_or(Refusal::Unauthorized)?;
    eiam.tokens.uses(token);
    let client_id = eiam.tokens.client_of(token, now).ok_or_else(|| bad_token(&eiam.policy))?;
    let client = eiam.clients.get(&client_id).ok_or_else(|| bad_token(&eiam.policy))?;
    facts.client = Some(client_id.clone());
    if let Some(rate) = &eiam.policy.rate {
        let window = eiam.calls.entry(client_id).or_default();
        window.admit(now, rate).map_err(|wait_ms| Refusal::Throttled { rate: *rate, wait_ms })?;
    }
    facts.admitted_at_ms = Some(now);
    if client.may_write_users() {
        Ok(())
    } else {
        Err(Refusal::MissingPermission { path: request.head.path.clone(), now })
    }
}

/// Checks the content type that both pages require.
fn require_content_type(world: &World, request: &Request) -> Result<(), Refusal> {
    let fixed_type = match world.eiam.policy.product {
        Product::Eiam => FIXED_TYPE,
        Product::OneAccess => oneaccess::FIXED_TYPE,
    };
    if !world.eiam.policy.answers.exact_content_type || request.head.has_exact_content_type(fixed_type) {
        return Ok(());
    }
    Err(Refusal::UnsupportedMediaType { path: request.head.path.clone(), now: world.clock.now() })
}

/// The answer to a call that succeeded.
fn done(policy: &Policy, user_id: &str, username: &str) -> Reply {
    #[derive(Serialize)]
    struct Done {
        user_id: Value,
    }
    let user_id = match policy.answers.user_id {
        AnsweredId::Text => user_id.into(),
        AnsweredId::Number => user_id.parse::<u64>().map_or_else(|_| user_id.into(), Value::from),
        AnsweredId::Capitals => user_id.to_uppercase().into(),
        AnsweredId::Username => username.into(),
    };
    Reply::json(200, JSON, &Done { user_id })
}

/// The answer to a path or a method that the EIAM's application server does not know.
pub(crate) fn not_found(head: &Head, is_known_path: bool, now: Moment) -> Reply {
    let (status, error) = if is_known_path { (405, "Method Not Allowed") } else { (404, "Not Found") };
    server_error(status, error, &head.path, now)
}

/// The refusal of a call over the rate limit. The pages document no limit, so its form is the
/// simulator's.
pub(crate) fn throttled(rate: &RateLimit, wait_ms: i64, policy: &Policy) -> Reply {
    let refusal = Refusal::Throttled { rate: *rate, wait_ms };
    refusal.into_reply(policy)
}

/// The answer to an expired or unknown token.
pub(crate) fn invalid_token(policy: &Policy) -> Reply {
    bad_token(policy).into_reply(policy)
}

/// The refusal of an expired or unknown token: HTTP 400 at EIAM, HTTP 401 at OneAccess.
fn bad_token(policy: &Policy) -> Refusal {
    match policy.product {
        Product::Eiam => Refusal::InvalidToken,
        Product::OneAccess => Refusal::Unauthorized,
    }
}

/// A refusal in the envelope of the business calls.
pub(crate) fn refused(status: u16, code: &str, message: &str) -> Reply {
    refusal::business(status, code, message)
}

/// The answer of the application server before the application is called.
fn server_error(status: u16, error: &'static str, path: &str, now: Moment) -> Reply {
    #[derive(Serialize)]
    struct ServerError<'a> {
        timestamp: String,
        status: u16,
        error: &'static str,
        path: &'a str,
    }
    let body = ServerError { timestamp: rfc3339(now), status, error, path };
    Reply::json(status, JSON, &body)
}
