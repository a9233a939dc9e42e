//! The simulated Feishu: two token calls, and the reset of an enterprise mail password.

mod app;
mod days;
mod internal_token;
mod oauth_token;
mod person;
mod policy;
mod refusal;
mod reset;
mod rules;
mod tokens;

pub(crate) use app::{App, AppState};
pub(crate) use policy::Policy;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calls::{CallName, Facts};
use crate::clock::{Moment, china_digits};
use crate::given::Given;
use crate::net::{Reply, Request};
use crate::random;
use crate::rate::{RateLimit, SlidingWindow};
use crate::world::World;
use refusal::Refusal;
use tokens::Tokens;

const JSON: &str = "application/json; charset=utf-8";
const LOG_ID: &str = "x-tt-logid";

/// The state of Feishu.
pub(crate) struct Feishu {
    pub(crate) policy: Policy,
    pub(crate) apps: BTreeMap<String, App>,
    tokens: Tokens,
    resets: BTreeMap<String, SlidingWindow>,
    days: days::Days,
    oauth_second: SlidingWindow,
    oauth_minute: SlidingWindow,
}

impl Feishu {
    pub(crate) fn new(app_id: String, app: App) -> Self {
        Self {
            policy: Policy::default(),
            apps: BTreeMap::from([(app_id, app)]),
            tokens: Tokens::default(),
            resets: BTreeMap::new(),
            days: days::Days::default(),
            oauth_second: SlidingWindow::default(),
            oauth_minute: SlidingWindow::default(),
        }
    }

    /// The number of today's resets of an account, as the policy counts; 0 if the policy counts by
    /// tenant.
    pub(crate) fn resets_today(&self, username: &str, now: Moment) -> u32 {
        self.days.resets(username, self.policy.day_ends, now)
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

/// Answers one of Feishu's calls.
pub(crate) fn answer(world: &mut World, call: CallName, request: &Request, facts: &mut Facts) -> Reply {
    let now = world.clock.now();
    let answered = match call {
        CallName::FeishuToken => internal_token::answer(world, request, facts),
        CallName::FeishuOauthToken => return oauth_token::answer(world, request, facts),
        _ => reset::answer(world, request, facts),
    };
    match answered {
        Ok(reply) => {
            facts.code = Some("0".to_owned());
            facts.executed = true;
            reply.with_header(LOG_ID, log_id(now))
        }
        Err(refusal) => {
            facts.code = Some(refusal.code.to_string());
            refusal.worded(&world.feishu.policy.messages).into_reply(log_id(now))
        }
    }
}

/// The answer to a path or a method that Feishu's gateway does not know.
pub(crate) fn not_found(now: Moment) -> Reply {
    Reply::text(404, "text/plain", "404 page not found").with_header(LOG_ID, log_id(now))
}

/// The refusal of a call over the rate limit, with the status that the API uses for it.
pub(crate) fn throttled(rate: &RateLimit, wait_ms: i64, now: Moment) -> Reply {
    Refusal::throttled(rate, wait_ms).into_reply(log_id(now))
}

/// A refusal in Feishu's envelope.
pub(crate) fn refused(status: u16, code: i64, message: &str, now: Moment) -> Reply {
    Refusal::new(status, code, message).into_reply(log_id(now))
}

/// A member that serializes as `{}`.
#[derive(Serialize)]
struct Empty {}

/// As in a real answer: the time in China and twenty hexadecimal digits.
fn log_id(now: Moment) -> String {
    let digits = china_digits(now);
    format!("{digits}{}", random::hex(10).to_ascii_uppercase())
}
