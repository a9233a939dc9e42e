//! The vendor's token, in memory only. Concurrent requests share one renewal, and a token is renewed
//! before a call has to wait for it.

use std::cell::{Cell, RefCell};

use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, Shared};
use passgate_core::{Product, Secret};
use passgate_wire::{Outcome, Reason, Spec, TokenAnswer};
use serde_json::json;
use worker::Env;
use zeroize::Zeroizing;

use crate::base::moment;
use crate::edge::platform::random::random;
use crate::edge::platform::vendor::{self, SendFailure};
use crate::edge::platform::{clock, settings};
use crate::gate::permit::{KeptToken, LONGEST_PAUSE_MS, Permit, background_pause_ms};
use crate::reset::budget::TOKEN_MS;
use crate::reset::disposition::Cause;

/// The token of one product's vendor.
pub struct Tokens {
    env: Env,
    product: Product,
    kept: RefCell<Option<(KeptToken, Secret)>>,
    /// The renewal in progress, which every call that needs a token awaits.
    renewal: RefCell<Option<Shared<LocalBoxFuture<'static, Renewed>>>>,
    generation: Cell<u64>,
    /// The number of consecutive failures in the background, and when the next try is allowed.
    failures: Cell<u32>,
    rest_until_ms: Cell<u64>,
}

/// A token that may be handed out.
pub struct Token {
    /// The token.
    pub value: Secret,
    /// The generation of the token.
    pub generation: u64,
}

/// The result of a renewal, as the metrics count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// The vendor issued a token.
    Granted,
    /// The vendor limits the rate.
    Throttled,
    /// The vendor refused to issue a token.
    Refused,
    /// The vendor did not answer, or not in the documented form.
    NotReached,
}

impl Renewal {
    /// The name in the metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Throttled => "throttled",
            Self::Refused => "refused",
            Self::NotReached => "not-reached",
        }
    }

    /// Whether the vendor answered, whatever the answer.
    pub fn answered(self) -> bool {
        self != Self::NotReached
    }
}

/// The result of a renewal in a form that can be cloned for all that await it.
#[derive(Clone)]
enum Renewed {
    Granted { value: Zeroizing<String>, lifetime_seconds: u32 },
    Throttled { retry_after_seconds: u32 },
    Refused,
    NotReached,
}

impl Renewed {
    const fn counted(&self) -> Renewal {
        match self {
            Self::Granted { .. } => Renewal::Granted,
            Self::Throttled { .. } => Renewal::Throttled,
            Self::Refused => Renewal::Refused,
            Self::NotReached => Renewal::NotReached,
        }
    }
}

impl Tokens {
    /// The state without a token.
    pub fn new(env: Env, product: Product) -> Self {
        Self {
            env,
            product,
            kept: RefCell::new(None),
            renewal: RefCell::new(None),
            generation: Cell::new(0),
            failures: Cell::new(0),
            rest_until_ms: Cell::new(0),
        }
    }

    /// The current token, if it may be handed out to a caller that found the generation `stale` stale.
    pub fn kept(&self, stale: Option<u64>) -> Option<Token> {
        let kept = self.kept.borrow();
        let (kept, value) = kept.as_ref()?;
        kept.serves(stale, clock::now_ms())
            .then(|| Token { value: Secret::new(value.expose()), generation: kept.generation })
    }

    /// Drops a token that was found stale, unless a newer one has replaced it.
    pub fn forget(&self, stale: u64) {
        self.kept.borrow_mut().take_if(|(kept, _)| kept.generation <= stale);
    }

    /// A new token, from the renewal in progress or one that starts now. The first caller that resumes
    /// stores the token, and `first` is called with the result.
    ///
    /// # Errors
    /// Why there is no token, as a permit.
    pub async fn renew(&self, first: impl FnOnce(Renewal)) -> Result<Token, Permit> {
        let renewal = self.renewal();
        let renewed = renewal.clone().await;
        if self.settle(&renewal, &renewed) {
            first(renewed.counted());
        }
        match renewed {
            Renewed::Granted { value, .. } => {
                Ok(Token { value: Secret::from(value), generation: self.generation.get() })
            }
            Renewed::Throttled { retry_after_seconds } => Err(Permit::Throttled { retry_after_seconds }),
            Renewed::Refused => Err(Permit::Refused),
            Renewed::NotReached => Err(Permit::NotReached),
        }
    }

    /// Whether to fetch a new token while the current one is still valid.
    pub fn is_worth_renewing(&self) -> bool {
        let now_ms = clock::now_ms();
        let kept = self.kept.borrow();
        kept.as_ref().is_some_and(|(kept, _)| kept.worth_renewing(now_ms))
            && self.renewal.borrow().is_none()
            && !self.is_resting(now_ms)
    }

    fn is_resting(&self, now_ms: u64) -> bool {
        let left_ms = moment::ahead(self.rest_until_ms.get(), now_ms, LONGEST_PAUSE_MS);
        left_ms.is_some_and(|left_ms| left_ms > 0)
    }

    /// Fetches a new token in the background. When that fails, the current token stays in use, and the
    /// next try waits.
    pub async fn renew_ahead(&self, first: impl FnOnce(Renewal)) {
        let failures = match self.renew(first).await {
            Ok(_) => 0,
            Err(_) => self.failures.get().saturating_add(1),
        };
        self.failures.set(failures);
        // A vendor may return the same token again with the rest of its lifetime, so there is a pause
        // even after a success.
        let pause_ms = background_pause_ms(failures, random());
        self.rest_until_ms.set(clock::now_ms().saturating_add(pause_ms));
    }

    fn renewal(&self) -> Shared<LocalBoxFuture<'static, Renewed>> {
        let mut slot = self.renewal.borrow_mut();
        if let Some(renewal) = slot.as_ref() {
            return renewal.clone();
        }
        let renewal = fetch(self.env.clone(), self.product).boxed_local().shared();
        *slot = Some(renewal.clone());
        renewal
    }

    /// Stores the result of the renewal. Returns whether this call was the first to do so.
    fn settle(&self, renewal: &Shared<LocalBoxFuture<'static, Renewed>>, renewed: &Renewed) -> bool {
        let is_current = self.renewal.borrow().as_ref().is_some_and(|current| current.ptr_eq(renewal));
        if !is_current {
            return false;
        }
        self.renewal.replace(None);
        if let Renewed::Granted { value, lifetime_seconds } = renewed {
            let generation = self.generation.get().saturating_add(1);
            self.generation.set(generation);
            let lifetime_ms = u64::from(*lifetime_seconds).saturating_mul(1000);
            let expires_at_ms = clock::now_ms().saturating_add(lifetime_ms);
            let kept = KeptToken { generation, expires_at_ms, lifetime_ms };
            self.kept.replace(Some((kept, Secret::new(value.as_str()))));
        }
        true
    }
}

async fn fetch(env: Env, product: Product) -> Renewed {
    let Some(config) = settings::config(&env) else {
        return Renewed::Refused;
    };
    let Some(settings) = config.products.get(&product) else {
        return Renewed::Refused;
    };
    let (id, secret) = (&settings.vendor_id, &settings.vendor_secret);
    let call = Spec::of(product).token;
    let request = (call.request)(id, secret);
    let reply = match vendor::send(&env, product, settings, &request, TOKEN_MS).await {
        Ok(reply) => reply,
        Err(failure) => {
            let not_sent = failure == SendFailure::NotSent;
            log(product, Outcome::NotSent, if not_sent { Cause::NotReached } else { Cause::NoAnswer }, "");
            return Renewed::NotReached;
        }
    };
    match (call.answer)(&reply) {
        TokenAnswer::Granted(token) => {
            log(product, Outcome::Granted, Cause::Vendor, "");
            Renewed::Granted {
                value: Zeroizing::new(token.value.expose().to_owned()),
                lifetime_seconds: token.lifetime_seconds,
            }
        }
        TokenAnswer::Refused(refusal) => {
            log(product, refusal.reason.outcome(), Cause::Vendor, &refusal.code);
            match refusal.reason {
                Reason::Throttled { retry_after_seconds } => {
                    Renewed::Throttled { retry_after_seconds: retry_after_seconds.unwrap_or(1).max(1) }
                }
                _ => Renewed::Refused,
            }
        }
        TokenAnswer::Unknown(cause) => {
            log(product, Outcome::NotSent, (&cause).into(), "");
            Renewed::NotReached
        }
    }
}

fn log(product: Product, outcome: Outcome, cause: Cause, code: &str) {
    let line = json!({ "vendor_token": product.name(), "outcome": outcome, "cause": cause, "code": code });
    worker::console_log!("{line}");
}
