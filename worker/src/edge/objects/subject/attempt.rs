//! Steps 5 to 7 of a reset: the vendor's rate and token from its gate, then the call.
//!
//! A call that the vendor certainly did not execute is retried once, as [`crate::reset::retry`]
//! decides.

use std::time::Duration;

use js_sys::futures::spawn_local;
use passgate_core::{Identity, Secret};
use passgate_wire::{Answer, PasswordCall, Reason};
use worker::{Delay, Env};

use crate::callers::account::TaggedAccount;
use crate::config::{Config, ProductConfig};
use crate::edge::platform::vendor::{self, SendFailure};
use crate::edge::platform::{clock, failpoint};
use crate::edge::stubs::{gate, news};
use crate::gate::permit::Permit;
use crate::reset::budget::{Budget, REPORT_MS};
use crate::reset::call_report::{CallContext, CallReport, Urgency};
use crate::reset::outcome::Attempt;
use crate::reset::retry::pause_ms;
use crate::reset::timing::Timing;

/// Makes the vendor call, and retries it where that is safe, within the budget. Adds to the timing what each
/// part took.
pub async fn call_vendor(
    call: &dyn PasswordCall,
    subject: &TaggedAccount,
    person: &Identity,
    budget: Budget,
    timing: &mut Timing,
    config: &Config,
    env: &Env,
) -> Attempt {
    let Some(settings) = config.products.get(&subject.account.product) else {
        return Attempt::NoToken;
    };
    let (mut tries, mut stale) = (0_u32, None);
    loop {
        tries = tries.saturating_add(1);
        let tried = Try { call, subject, person, settings, env, stale, budget };
        let tried = tried.make(timing).await;
        let Some(pause_ms) = pause_ms(tries, &tried.attempt, budget.for_calls(clock::now_ms())) else {
            return tried.attempt;
        };
        stale = tried.stale;
        if pause_ms > 0 {
            failpoint::at("7-waiting").await;
            Delay::from(Duration::from_millis(pause_ms)).await;
        }
        failpoint::at("7-again").await;
    }
}

/// One try: a permit, a token, a call.
struct Try<'a> {
    call: &'a dyn PasswordCall,
    subject: &'a TaggedAccount,
    /// The person whose password it is, as far as known.
    person: &'a Identity,
    settings: &'a ProductConfig,
    env: &'a Env,
    /// The generation of the token that an earlier try found stale.
    stale: Option<u64>,
    budget: Budget,
}

struct Tried {
    attempt: Attempt,
    /// The generation of the token that this try found stale.
    stale: Option<u64>,
}

impl Try<'_> {
    async fn make(&self, timing: &mut Timing) -> Tried {
        let product = self.subject.account.product;
        let without_call = |attempt| Tried { attempt, stale: self.stale };
        // 5. and 6. The vendor's rate limit and its token.
        let asked_ms = clock::now_ms();
        let patience_ms = self.budget.for_permit(asked_ms);
        let permit = gate::permit(product, &self.subject.tag, self.stale, patience_ms, self.env).await;
        timing.add(clock::now_ms().saturating_sub(asked_ms), 0);
        let (token, generation, limits) = match permit {
            Ok(Permit::Granted { value, generation, limits }) => (Secret::from(value), generation, limits),
            Ok(Permit::Throttled { retry_after_seconds }) => {
                return without_call(Attempt::Throttled { retry_after_seconds });
            }
            Ok(Permit::Closed { retry_after_seconds }) => {
                return without_call(Attempt::Closed { retry_after_seconds });
            }
            Ok(Permit::Refused) => return without_call(Attempt::NoToken),
            Ok(Permit::NotReached) | Err(_) => return without_call(Attempt::NotSent),
        };
        failpoint::at("6-granted").await;
        let started_ms = clock::now_ms();
        let Some(call_ms) = self.budget.for_call(started_ms) else {
            return without_call(Attempt::NotSent);
        };
        // 7. The call.
        let request = self.call.request(&token);
        let sent = vendor::send(self.env, product, self.settings, &request, call_ms).await;
        failpoint::at("7-answered").await;
        let took_ms = clock::now_ms().saturating_sub(started_ms);
        timing.add(0, took_ms);
        let answer = sent.map(|reply| self.call.answer(&reply, self.person));
        let asked = CallContext {
            policy: &self.settings.policy,
            password: self.call.password(),
            account: &self.subject.supporter,
            limits: &limits,
        };
        let report = match &answer {
            Ok(answer) => CallReport::of(answer, &asked, took_ms),
            Err(_) => CallReport::silence(took_ms),
        };
        self.report_to_gate(report).await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(SendFailure::NotSent) => return without_call(Attempt::NotSent),
            Err(SendFailure::NoReply) => return without_call(Attempt::NoAnswer),
        };
        let is_stale = matches!(&answer, Answer::Refused(refusal) if refusal.reason == Reason::StaleToken);
        Tried { attempt: Attempt::Answered(answer), stale: is_stale.then_some(generation) }
    }

    /// Reports the call. It waits for the gate only when the next call or check depends on the report.
    /// A lost report costs only the gate's knowledge. It does not affect the reset.
    async fn report_to_gate(&self, report: CallReport) {
        let (product, env, urgency) = (self.subject.account.product, self.env.clone(), report.urgency());
        news::add(product, report);
        match urgency {
            Urgency::First => {
                let _ = gate::report(product, self.budget.for_report(clock::now_ms()), &env).await;
            }
            Urgency::Soon => spawn_local(async move {
                let _ = gate::report(product, REPORT_MS, &env).await;
            }),
            Urgency::None => {}
        }
    }
}
