//! `GET /v1/drift`: passwords that the edge accepted and the vendor refused, and the learned limits.
//! `/v1/drift/{product}/limits`: an authorized caller clears these (`DELETE`), or an operator adopts
//! one for all accounts (`POST`).

use passgate_audit::{Event, Kind};
use passgate_core::{Limit, Policy, Product};
use serde_json::{Value, json};
use worker::Env;

use crate::base::fields::Wrong;
use crate::callers::authorise::{Denied, any_may, may_adopt_limits, may_clear_limits, may_read_drift};
use crate::callers::caller::Caller;
use crate::config::{Config, ProductConfig};
use crate::edge::auth::authenticate::{authenticate, authenticate_each};
use crate::edge::platform::incoming::Incoming;
use crate::edge::platform::respond::Outgoing;
use crate::edge::platform::{clock, policy_cache};
use crate::edge::routes::rates;
use crate::edge::stubs::{audit_log, gate};
use crate::gate::drift::{Counted, Figure, Remembered, figures};
use crate::gate::limits::{Learned, in_words};
use crate::http::problem::Problem;
use crate::reset::disposition::Cause;

/// Answers with the refusals and limits of each product that the caller may read.
pub async fn read(incoming: &Incoming, env: &Env, config: &Config) -> Outgoing {
    match try_read(incoming, env, config).await {
        Ok(outgoing) => outgoing,
        Err(problem) => Outgoing::problem(&problem, incoming.reader()),
    }
}

/// Clears the learned limits of a product, or adopts one for all accounts. The counts of refusals
/// remain.
pub async fn limits(name: &str, incoming: &Incoming, env: &Env, config: &Config) -> Outgoing {
    let tried = if incoming.is("POST") {
        try_adopt(name, incoming, env, config).await
    } else {
        try_clear(name, incoming, env, config).await
    };
    match tried {
        Ok(outgoing) => outgoing,
        Err(problem) => Outgoing::problem(&problem, incoming.reader()),
    }
}

async fn try_read(incoming: &Incoming, env: &Env, config: &Config) -> Result<Outgoing, Problem> {
    let callers = authenticate_each(incoming, env, config).await?;
    let mut products = Vec::new();
    for product in readable(&callers, config)? {
        let settings = config.products.get(&product).ok_or(Problem::Internal)?;
        let remembered = gate::remembered(product, env).await.map_err(|_| Problem::Unavailable)?;
        products.push(shown(product, &settings.policy, &remembered));
    }
    Ok(Outgoing::json(200, json!({ "products": products }).to_string()))
}

/// The products whose drift the caller may read: at least one.
fn readable(callers: &[Caller], config: &Config) -> Result<Vec<Product>, Denied> {
    let mut readable = Vec::new();
    let mut denied = Denied::NotEntitled;
    for product in config.products.keys() {
        match any_may(callers, |caller| may_read_drift(caller, *product, config)) {
            Ok(()) => readable.push(*product),
            Err(too_old @ Denied::SignInTooOld { .. }) => denied = too_old,
            Err(_) => {}
        }
    }
    if readable.is_empty() { Err(denied) } else { Ok(readable) }
}

async fn try_clear(name: &str, incoming: &Incoming, env: &Env, config: &Config) -> Result<Outgoing, Problem> {
    let (product, _) = configured(name, config)?;
    let caller = authenticate(incoming, product, env, config).await?;
    may_clear_limits(&caller, product, config)?;
    rates::take_callers(&caller, env, config).await?;
    // Exactly the limits in the audit row. A limit learned in the meantime stays.
    let limits = learned(product, env).await?;
    tell(Kind::LimitsReset, product, &caller, &limits, incoming, env).await?;
    gate::forget(product, &limits, env).await.map_err(|_| Problem::Unavailable)?;
    policy_cache::forget(product);
    Ok(Outgoing::empty(204).having(Cause::LimitsReset))
}

async fn try_adopt(name: &str, incoming: &Incoming, env: &Env, config: &Config) -> Result<Outgoing, Problem> {
    let (product, _) = configured(name, config)?;
    let caller = authenticate(incoming, product, env, config).await?;
    may_adopt_limits(&caller, product)?;
    rates::take_callers(&caller, env, config).await?;
    let limit = serde_json::from_value::<Limit>(incoming.json().await?).map_err(|_| no_limit())?;
    if !learned(product, env).await?.contains(&limit) {
        return Err(Problem::NotFound);
    }
    tell(Kind::LimitAdopted, product, &caller, &[limit], incoming, env).await?;
    let is_known = gate::adopt(product, limit, env).await.map_err(|_| Problem::Unavailable)?;
    policy_cache::forget(product);
    if is_known { Ok(Outgoing::empty(204).having(Cause::LimitAdopted)) } else { Err(Problem::NotFound) }
}

fn configured<'c>(name: &str, config: &'c Config) -> Result<(Product, &'c ProductConfig), Problem> {
    let product = Product::from_name(name).ok_or(Problem::NotFound)?;
    config.products.get(&product).map(|settings| (product, settings)).ok_or(Problem::NotFound)
}

async fn learned(product: Product, env: &Env) -> Result<Vec<Limit>, Problem> {
    let remembered = gate::remembered(product, env).await.map_err(|_| Problem::Unavailable)?;
    Ok(remembered.learned.into_iter().map(|learned| learned.limit).collect())
}

/// Records the action before it is done. A superfluous row does less harm than a policy change without
/// a row.
async fn tell(
    kind: Kind,
    product: Product,
    caller: &Caller,
    limits: &[Limit],
    incoming: &Incoming,
    env: &Env,
) -> Result<(), Problem> {
    let event = Event::new(kind, product.name(), &incoming.request_id, &caller.actor(None), clock::now_ms())
        .detail(&in_words(limits.iter().copied()));
    audit_log::record(&event, env).await.map_err(|_| Problem::Unavailable)
}

fn no_limit() -> Problem {
    let problem = "must be a limit as `learned[].limit` of the drift writes it".to_owned();
    Problem::BadInput(vec![Wrong { field: "body".to_owned(), problem }])
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
    let figures = figures(product, configured, &remembered.learned);
    json!({
        "product": product.name(),
        "rules": rules.collect::<Vec<_>>(),
        "violations": violations.collect::<Vec<_>>(),
        "limits": figures.iter().map(shown_figure).collect::<Vec<_>>(),
        "learned": remembered.learned.iter().map(shown_learned).collect::<Vec<_>>(),
    })
}

/// A number that does not exist is omitted.
fn shown_figure(figure: &Figure) -> Value {
    let mut shown = serde_json::Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            shown.insert(name.to_owned(), value);
        }
    };
    put("rule", Some(figure.rule.name().into()));
    put("limit", Some(figure.member.into()));
    put("shipped", figure.shipped.map(Value::from));
    put("configured", figure.configured.map(Value::from));
    put("in_force", figure.in_force.map(Value::from));
    put("reported", figure.reported.map(Value::from));
    shown.into()
}

fn shown_learned(learned: &Learned) -> Value {
    json!({
        "limit": learned.limit,
        "status": learned.status().name(),
        "accounts": learned.accounts(),
        "cause": learned.cause,
        "first_at": clock::rfc3339(learned.first_at_ms),
        "last_at": clock::rfc3339(learned.last_at_ms()),
        "ends_at": clock::rfc3339(learned.ends_at_ms()),
    })
}
