//! `GET /readyz`: whether each configured vendor, each issuer and the disk are ready. The cost of
//! requests by strangers is bounded, see [`LastLook`].

use std::cell::RefCell;
use std::collections::BTreeSet;

use futures_util::future::{join, join_all};
use passgate_core::Product;
use passgate_wire::Outcome;
use worker::Env;

use crate::config::{Config, Issuer};
use crate::edge::auth::user_token;
use crate::edge::platform::clock;
use crate::edge::platform::respond::Outgoing;
use crate::edge::stubs::{audit_log, gate};
use crate::http::readiness::{Check, GOOD_FOR_MS, LastLook, Part, Readiness};
use crate::reset::disposition::{Cause, Disposition};

thread_local! {
    static LAST: RefCell<LastLook> = RefCell::default();
}

/// Answers 200 when all parts are ready, otherwise 503 with the parts that are not.
pub async fn answer(env: &Env, config: &Config) -> Outgoing {
    let known = LAST.with_borrow_mut(|last| last.answer_or_begin(clock::now_ms()));
    let readiness = match known {
        Some(readiness) => readiness,
        None => {
            let found = check(env, config).await;
            LAST.with_borrow_mut(|last| last.ended(&found, clock::now_ms()));
            found
        }
    };
    let Ok(text) = serde_json::to_string(&readiness) else {
        return Outgoing::empty(500);
    };
    if readiness.ready {
        return Outgoing::json(200, text);
    }
    let mut outgoing = Outgoing::json(503, text);
    outgoing.disposition = Some(Disposition::early(Outcome::Unavailable, Cause::NotReady));
    outgoing.with("Retry-After", &GOOD_FOR_MS.div_ceil(1000).to_string())
}

async fn check(env: &Env, config: &Config) -> Readiness {
    let products = config.products.keys().map(|product| of_product(*product, env));
    let mut seen = BTreeSet::new();
    let issuers = config.issuers.iter().filter(|issuer| seen.insert(name_of(issuer)));
    let issuers = issuers.map(|issuer| async {
        vec![Check::of_issuer(&issuer.issuer, user_token::are_keys_at_hand(issuer, env).await)]
    });
    let (products, issuers) = join(join_all(products), join_all(issuers)).await;
    Readiness::of(products.into_iter().chain(issuers).flatten().collect())
}

/// Two entries with the same keys count as one issuer here.
fn name_of(issuer: &Issuer) -> (&str, Option<&str>, &str) {
    (&issuer.issuer, issuer.jwks_uri.as_deref(), issuer.algorithm)
}

async fn of_product(product: Product, env: &Env) -> Vec<Check> {
    let (gate, log) = join(gate::ready(product, env), audit_log::status(product.name(), env)).await;
    vec![
        Check::of_product(Part::VendorToken, product, gate.is_ok_and(|gate| gate.has_token)),
        Check::of_product(Part::Gate, product, gate.is_ok()),
        Check::of_product(Part::AuditLog, product, log.is_ok()),
    ]
}
