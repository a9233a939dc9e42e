//! The calls to a vendor's gate.

use passgate_core::{Limit, Product};
use serde::de::DeserializeOwned;
use worker::Env;

use crate::base::object::Object;
use crate::edge::messages::gate::{
    ADOPT, Asked, FORGET, LEARNED, PERMIT, READY, RELEASE, REMEMBERED, REPORT, RESERVE, STATUS,
};
use crate::edge::platform::bindings::Stub;
use crate::edge::platform::stub::{Unreachable, ask, ask_raw, stub as object};
use crate::edge::stubs::news;
use crate::gate::drift::Remembered;
use crate::gate::limits::Learned;
use crate::gate::permit::{Admission, Permit, PermitRequest};
use crate::http::readiness::GateReady;
use crate::metrics::GateStatus;
use crate::reset::budget::{REPORT_MS, TOKEN_MS};

/// How much earlier than its caller the gate times out, so that the caller receives its answer, in
/// milliseconds.
const EARLIER_MS: u64 = 250;

/// The timeout of a readiness check, which may include a token call, in milliseconds.
const READY_MS: u64 = TOKEN_MS + REPORT_MS;

/// The readiness of the gate.
///
/// # Errors
/// When the gate is unreachable, or cannot write to its disk.
pub async fn ready(product: Product, env: &Env) -> Result<GateReady, Unreachable> {
    ask_raw(&stub(product, env)?, &call(product, READY), &[], READY_MS).await
}

/// Reserves a place in the product's queue, so that load is shed before anything is written for it.
///
/// # Errors
/// When the gate is unreachable.
pub async fn reserve(
    product: Product,
    account: &str,
    budget_ms: u64,
    env: &Env,
) -> Result<Admission, Unreachable> {
    ask_raw(&stub(product, env)?, &call(product, RESERVE), account.as_bytes(), budget_ms).await
}

/// Releases a reservation, because no vendor call follows.
pub async fn release(product: Product, account: &str, env: &Env) {
    if let Ok(stub) = stub(product, env) {
        // A reservation that is not released expires after some seconds.
        let call = call(product, RELEASE);
        let _ = ask_raw::<()>(&stub, &call, account.as_bytes(), REPORT_MS).await;
    }
}

/// Requests a permit for one call to the product's vendor, with the token for it. Each call needs one,
/// including the second try.
///
/// `account` is the account's tag, which identifies its place in the queue. `stale` is the generation
/// of the token that turned out to be stale.
///
/// # Errors
/// When the gate is unreachable; nothing may be sent then.
pub async fn permit(
    product: Product,
    account: &str,
    stale: Option<u64>,
    budget_ms: u64,
    env: &Env,
) -> Result<Permit, Unreachable> {
    let budget_there_ms = budget_ms.saturating_sub(EARLIER_MS);
    let asked = Asked {
        ask: PermitRequest { account: account.to_owned(), stale, budget_ms: budget_there_ms },
        news: news::take(product),
    };
    let permit = ask(&stub(product, env)?, &call(product, PERMIT), &asked, budget_ms).await;
    if permit.is_err() {
        news::put_back(product, asked.news);
    }
    permit
}

/// Tells the gate the news of this isolate, and waits for at most `budget_ms`.
///
/// # Errors
/// When the gate is unreachable. No reset is affected: only the gate lacks the information.
pub async fn report(product: Product, budget_ms: u64, env: &Env) -> Result<(), Unreachable> {
    let news = news::take(product);
    let told = ask(&stub(product, env)?, &call(product, REPORT), &news, budget_ms).await;
    if told.is_err() {
        news::put_back(product, news);
    }
    told
}

/// The learned limits.
///
/// # Errors
/// When the gate is unreachable.
pub async fn learned(product: Product, env: &Env) -> Result<Vec<Learned>, Unreachable> {
    with_news(product, LEARNED, env).await
}

/// Everything that the gate remembers of the vendor's refusals.
///
/// # Errors
/// When the gate is unreachable.
pub async fn remembered(product: Product, env: &Env) -> Result<Remembered, Unreachable> {
    ask_raw(&stub(product, env)?, &call(product, REMEMBERED), &[], REPORT_MS).await
}

/// Clears learned limits.
///
/// # Errors
/// When the gate is unreachable. It may have cleared them nevertheless.
pub async fn forget(product: Product, limits: &[Limit], env: &Env) -> Result<(), Unreachable> {
    ask(&stub(product, env)?, &call(product, FORGET), &limits, REPORT_MS).await
}

/// Adopts a learned limit for all accounts. Returns whether the limit exists.
///
/// # Errors
/// When the gate is unreachable. It may have adopted the limit nevertheless.
pub async fn adopt(product: Product, limit: Limit, env: &Env) -> Result<bool, Unreachable> {
    ask(&stub(product, env)?, &call(product, ADOPT), &limit, REPORT_MS).await
}

/// The status of the gate.
///
/// # Errors
/// When the gate is unreachable.
pub async fn status(product: Product, env: &Env) -> Result<GateStatus, Unreachable> {
    with_news(product, STATUS, env).await
}

/// Sends a request to the gate, with the news of this isolate.
async fn with_news<T: DeserializeOwned>(product: Product, what: &str, env: &Env) -> Result<T, Unreachable> {
    let stub = stub(product, env)?;
    let news = news::take(product);
    let answered = ask(&stub, &call(product, what), &news, REPORT_MS).await;
    if answered.is_err() {
        news::put_back(product, news);
    }
    answered
}

fn stub(product: Product, env: &Env) -> Result<Stub, Unreachable> {
    object(Object::VendorGate, product.name(), env)
}

fn call(product: Product, what: &str) -> String {
    format!("{}/{what}", product.name())
}
