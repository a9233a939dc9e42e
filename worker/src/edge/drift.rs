//! `GET /v1/drift`: what was accepted here and refused there, and the limits that were learned from
//! it. `DELETE /v1/drift/{product}/limits`: an operator has these forgotten.

use passgate_audit::{Event, Kind};
use passgate_core::{Policy, Product, Violation};
use serde_json::{Value, json};
use worker::Env;

use super::authenticate::{authenticate, authenticate_each};
use super::fetch::Incoming;
use super::respond::Outgoing;
use super::{clock, live, objects, rates};
use crate::authorise::{Denied, any_may, may_read_drift, may_reset_limits};
use crate::caller::Caller;
use crate::config::Config;
use crate::drift::{Counted, Limit, Remembered, limits, told};
use crate::problem::Problem;

/// Answers with what is remembered of each product that the caller may ask about.
pub async fn read(incoming: &Incoming, env: &Env, config: &Config) -> Outgoing {
    match try_read(incoming, env, config).await {
        Ok(outgoing) => outgoing,
        Err(problem) => Outgoing::problem(&problem, &incoming.request_id),
    }
}

/// Forgets the limits that were learned of a product. What was counted stays.
pub async fn reset(name: &str, incoming: &Incoming, env: &Env, config: &Config) -> Outgoing {
    match try_reset(name, incoming, env, config).await {
        Ok(outgoing) => outgoing,
        Err(problem) => Outgoing::problem(&problem, &incoming.request_id),
    }
}

async fn try_read(incoming: &Incoming, env: &Env, config: &Config) -> Result<Outgoing, Problem> {
    let callers = authenticate_each(incoming, env, config).await?;
    let mut products = Vec::new();
    for product in readable(&callers, config)? {
        let settings = config.products.get(&product).ok_or(Problem::Internal)?;
        let remembered = objects::remembered(product, env).await.map_err(|_| Problem::Unavailable)?;
        products.push(shown(product, &settings.policy, &remembered));
    }
    Ok(Outgoing::json(200, json!({ "products": products }).to_string()))
}

/// The products that the caller may ask about: at least one.
fn readable(callers: &[Caller], config: &Config) -> Result<Vec<Product>, Denied> {
    let mut readable = Vec::new();
    let mut denied = Denied::NotEntitled;
    for product in config.products.keys() {
        match any_may(callers, |caller| may_read_drift(caller, *product)) {
            Ok(()) => readable.push(*product),
            Err(too_old @ Denied::SignInTooOld { .. }) => denied = too_old,
            Err(_) => {}
        }
    }
    if readable.is_empty() { Err(denied) } else { Ok(readable) }
}

async fn try_reset(name: &str, incoming: &Incoming, env: &Env, config: &Config) -> Result<Outgoing, Problem> {
    let product = Product::from_name(name).ok_or(Problem::NotFound)?;
    let settings = config.products.get(&product).ok_or(Problem::NotFound)?;
    let caller = authenticate(incoming, product, env, config).await?;
    may_reset_limits(&caller, product)?;
    rates::take_callers(&caller, env, config).await?;
    let learned = objects::remembered(product, env).await.map_err(|_| Problem::Unavailable)?.learned;
    let limits = limits(product, &settings.policy, &learned);
    let (actor, request_id) = (caller.actor(), &incoming.request_id);
    let event = Event::new(Kind::LimitsReset, product.name(), request_id, &actor, clock::now_ms())
        .detail(&told(&limits));
    // Told before it is done: a row too many does less harm than a policy that nobody loosened.
    objects::record(&event, env).await.map_err(|_| Problem::Unavailable)?;
    // Exactly those the row tells of: what is learned meanwhile stays.
    let learned: Vec<Violation> = learned.into_iter().map(|learned| learned.violation).collect();
    objects::forget(product, &learned, env).await.map_err(|_| Problem::Unavailable)?;
    live::forget(product);
    let mut outgoing = Outgoing::empty(204);
    "limits-reset".clone_into(&mut outgoing.note);
    Ok(outgoing)
}

fn shown(product: Product, configured: &Policy, remembered: &Remembered) -> Value {
    let counted = |name: &str, counted: &Counted| {
        json!({
            name: counted.name,
            "refused": counted.refused,
            "first_at": clock::rfc3339(counted.first_at_ms),
            "last_at": clock::rfc3339(counted.last_at_ms),
        })
    };
    let rules = remembered.rules.iter().map(|rule| counted("rule", rule));
    let violations = remembered.violations.iter().map(|violation| counted("code", violation));
    let limits = limits(product, configured, &remembered.learned);
    json!({
        "product": product.name(),
        "rules": rules.collect::<Vec<_>>(),
        "violations": violations.collect::<Vec<_>>(),
        "limits": limits.iter().map(shown_limit).collect::<Vec<_>>(),
    })
}

/// What there is no number for is left out.
fn shown_limit(limit: &Limit) -> Value {
    let mut shown = serde_json::Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            shown.insert(name.to_owned(), value);
        }
    };
    put("rule", Some(limit.rule.name().into()));
    put("limit", Some(limit.member.into()));
    put("shipped", limit.shipped.map(Value::from));
    put("configured", limit.configured.map(Value::from));
    put("in_force", limit.in_force.map(Value::from));
    put("learned_at", limit.learned_at_ms.map(|at_ms| clock::rfc3339(at_ms).into()));
    shown.into()
}
