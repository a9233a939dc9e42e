//! `VendorGate`: one Durable Object per product. It keeps the vendor's token, in memory and
//! nowhere else, and renews it once however many ask.

use std::cell::{Cell, RefCell};

use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, Shared};
use passgate_core::{Product, Secret};
use passgate_wire::{Reason, TokenAnswer, eiam, feishu};
use serde_json::json;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::vendor::{self, CALL_MS, SendFailure};
use super::{clock, settings};
use crate::grant::{Grant, Kept};

/// The gate of one product.
#[durable_object(fetch)]
pub struct VendorGate {
    env: Env,
    kept: RefCell<Option<(Kept, Secret)>>,
    /// The renewal that is under way, which everybody who needs a token waits for.
    renewal: RefCell<Option<Shared<LocalBoxFuture<'static, Renewed>>>>,
    generation: Cell<u64>,
}

/// What came of a renewal, in a form that all who waited for it can have.
#[derive(Clone)]
enum Renewed {
    Granted { value: String, lifetime_seconds: u32 },
    Throttled { retry_after_seconds: u32 },
    Refused,
    NotReached,
}

impl DurableObject for VendorGate {
    fn new(_state: State, env: Env) -> Self {
        Self { env, kept: RefCell::new(None), renewal: RefCell::new(None), generation: Cell::new(0) }
    }

    async fn fetch(&self, mut request: Request) -> worker::Result<Response> {
        let path = request.path();
        let Some(product) = Product::from_name(path.trim_start_matches('/')) else {
            return Response::error("no such product", 404);
        };
        let stale = serde_json::from_slice(&request.bytes().await?).unwrap_or_default();
        Response::from_json(&self.grant(product, stale).await)
    }
}

impl VendorGate {
    async fn grant(&self, product: Product, stale: Option<u64>) -> Grant {
        if let Some(grant) = self.kept(stale) {
            return grant;
        }
        let renewal = self.renewal(product);
        let renewed = renewal.clone().await;
        self.settle(&renewal, &renewed);
        match renewed {
            Renewed::Granted { value, .. } => Grant::Token { value, generation: self.generation.get() },
            Renewed::Throttled { retry_after_seconds } => Grant::Throttled { retry_after_seconds },
            Renewed::Refused => Grant::Refused,
            Renewed::NotReached => Grant::NotReached,
        }
    }

    fn kept(&self, stale: Option<u64>) -> Option<Grant> {
        let kept = self.kept.borrow();
        let (kept, value) = kept.as_ref()?;
        kept.serves(stale, clock::now_ms())
            .then(|| Grant::Token { value: value.expose().to_owned(), generation: kept.generation })
    }

    /// The renewal under way, or a new one.
    fn renewal(&self, product: Product) -> Shared<LocalBoxFuture<'static, Renewed>> {
        let mut slot = self.renewal.borrow_mut();
        if let Some(renewal) = slot.as_ref() {
            return renewal.clone();
        }
        let renewal = renew(self.env.clone(), product).boxed_local().shared();
        *slot = Some(renewal.clone());
        renewal
    }

    /// The first of those who waited puts the result away; the others find it done.
    fn settle(&self, renewal: &Shared<LocalBoxFuture<'static, Renewed>>, renewed: &Renewed) {
        let is_current = self.renewal.borrow().as_ref().is_some_and(|current| current.ptr_eq(renewal));
        if !is_current {
            return;
        }
        self.renewal.replace(None);
        let Renewed::Granted { value, lifetime_seconds } = renewed else {
            self.kept.replace(None);
            return;
        };
        let generation = self.generation.get().saturating_add(1);
        self.generation.set(generation);
        let lifetime_ms = u64::from(*lifetime_seconds).saturating_mul(1000);
        let kept = Kept { generation, expires_at_ms: clock::now_ms().saturating_add(lifetime_ms) };
        self.kept.replace(Some((kept, Secret::new(value.as_str()))));
    }
}

async fn renew(env: Env, product: Product) -> Renewed {
    let Some(config) = settings::config(&env) else {
        return Renewed::Refused;
    };
    let Some(settings) = config.products.get(&product) else {
        return Renewed::Refused;
    };
    let (id, secret) = (&settings.vendor_id, &settings.vendor_secret);
    let request = match product {
        Product::Feishu => feishu::token_request(id, secret),
        Product::Eiam => eiam::token_request(id, secret),
    };
    let reply = match vendor::send(&env, product, settings, &request, CALL_MS).await {
        Ok(reply) => reply,
        Err(failure) => {
            log(product, if failure == SendFailure::NotSent { "not-reached" } else { "no-answer" }, "");
            return Renewed::NotReached;
        }
    };
    let answer = match product {
        Product::Feishu => feishu::token_answer(&reply),
        Product::Eiam => eiam::token_answer(&reply),
    };
    match answer {
        TokenAnswer::Granted(token) => {
            log(product, "granted", "");
            Renewed::Granted {
                value: token.value.expose().to_owned(),
                lifetime_seconds: token.lifetime_seconds,
            }
        }
        TokenAnswer::Refused(refusal) => {
            log(product, refusal.reason.name(), &refusal.code);
            match refusal.reason {
                Reason::Throttled { retry_after_seconds } => {
                    Renewed::Throttled { retry_after_seconds: retry_after_seconds.unwrap_or(1).max(1) }
                }
                _ => Renewed::Refused,
            }
        }
        TokenAnswer::Unknown(cause) => {
            log(product, cause.name(), "");
            Renewed::NotReached
        }
    }
}

fn log(product: Product, note: &str, code: &str) {
    let line = json!({ "vendor_token": product.name(), "note": note, "code": code });
    worker::console_log!("{line}");
}
