//! `VendorGate`: one Durable Object per product. Every vendor call needs a permit and a token from this
//! object. It issues them in the order of the queue and within the vendor's rate.
//!
//! Each call spends one permit, whether first or second try. Every wait here is bounded: by the turn,
//! by the caller's own budget, or by the life of the object, whose guard then rejects the waiting
//! calls.

mod last_asked;
mod ready;
mod refusals;
mod store;
mod tokens;
mod unflushed;

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use passgate_core::{Limit, Product};
use wasm_bindgen::prelude::*;
use worker::{Delay, Env, State};
use zeroize::Zeroizing;

use self::last_asked::LastAsked;
use self::store::GateStore;
use self::tokens::{Renewal, Token, Tokens};
use self::unflushed::UnflushedCounters;
use crate::edge::messages::gate::{
    ADOPT, Asked, FORGET, LEARNED, News, PERMIT, READY, RELEASE, REMEMBERED, REPORT, RESERVE, STATUS,
};
use crate::edge::platform::deadline::within;
use crate::edge::platform::object::{Answer, answer, exported, not_understood};
use crate::edge::platform::{clock, failpoint, settings};
use crate::gate::limits::Limits;
use crate::gate::permit::{Admission, Permit, PermitRequest};
use crate::gate::{Breaker, Pass, Queue, QueuePlace, Shaper, Turn};
use crate::metrics::{Family, GateStatus, count_report};
use crate::reset::call_report::{CallReport, CallResult};

/// The pause for all callers when the vendor reports a rate limit without a retry time, in seconds.
const UNSAID_SECONDS: u32 = 1;

/// The gate of one product.
#[wasm_bindgen]
pub struct VendorGate {
    state: State,
    env: Env,
    gate: OnceCell<Rc<Gate>>,
}

exported!(VendorGate);

impl VendorGate {
    fn open(state: State, env: Env) -> Self {
        Self { state, env, gate: OnceCell::new() }
    }

    async fn serve(&self, call: &str, message: &[u8]) -> worker::Result<Answer> {
        failpoint::all_at("gate").await;
        let (product, what) = call.split_once('/').unwrap_or_default();
        let gate = Product::from_name(product).and_then(|product| self.gate(product));
        let gate = gate.ok_or_else(not_understood)?;
        let answered = match what {
            PERMIT => {
                failpoint::all_at("5-granting").await;
                let Asked { ask, news } = serde_json::from_slice(message)?;
                // A disk that does not take the news stops no call.
                let _ = gate.take_in(&news);
                let permit = within(ask.budget_ms, gate.permit(&ask)).await.unwrap_or(Permit::NotReached);
                self.renew_ahead(&gate);
                answer(&permit)
            }
            RESERVE => answer(&gate.reserve(&String::from_utf8_lossy(message))),
            RELEASE => {
                gate.queue.borrow_mut().release(&String::from_utf8_lossy(message));
                answer(&())
            }
            REPORT => {
                failpoint::all_at("7-telling").await;
                answer(&gate.take_in(&serde_json::from_slice(message)?)?)
            }
            LEARNED => {
                gate.take_in(&serde_json::from_slice(message)?)?;
                answer(&gate.learned())
            }
            REMEMBERED => answer(&gate.remembered()?),
            FORGET => answer(&gate.forget(&serde_json::from_slice::<Vec<Limit>>(message)?)?),
            ADOPT => answer(&gate.adopt(serde_json::from_slice(message)?)?),
            STATUS => {
                gate.take_in(&serde_json::from_slice(message)?)?;
                answer(&gate.status()?)
            }
            READY => answer(&gate.ready().await?),
            _ => Err(not_understood()),
        };
        self.keep_counted(&gate);
        answered
    }

    /// An object is named after its product, so it has only one gate.
    fn gate(&self, product: Product) -> Option<Rc<Gate>> {
        if let Some(gate) = self.gate.get() {
            return (gate.product == product).then(|| Rc::clone(gate));
        }
        let gate = Rc::new(Gate::open(&self.state, &self.env, product)?);
        Some(Rc::clone(self.gate.get_or_init(|| gate)))
    }

    fn renew_ahead(&self, gate: &Rc<Gate>) {
        if gate.tokens.is_worth_renewing() {
            let gate = Rc::clone(gate);
            self.state.wait_until(async move {
                gate.tokens.renew_ahead(|renewal| gate.saw_renewal(renewal)).await;
            });
        }
    }

    /// Ensures that new counts are stored soon, even if no other write happens.
    fn keep_counted(&self, gate: &Rc<Gate>) {
        if gate.counted.begins_to_wait() {
            let gate = Rc::clone(gate);
            self.state.wait_until(async move { gate.counted.flush_eventually(&gate.store).await });
        }
    }
}

struct Gate {
    product: Product,
    /// Whether the gate learns limits from refusals.
    is_learning: bool,
    limits: RefCell<Limits>,
    store: GateStore,
    queue: RefCell<Queue>,
    /// `None` where the configuration turns it off.
    breaker: Option<RefCell<Breaker>>,
    tokens: Tokens,
    counted: UnflushedCounters,
    asked_for_readiness: LastAsked,
}

impl Gate {
    fn open(state: &State, env: &Env, product: Product) -> Option<Self> {
        let config = settings::config(env)?;
        let settings = config.products.get(&product)?;
        let store = GateStore::open(state.storage().sql()).ok()?;
        let shaper = Shaper::new(settings.rate, store.shaper().ok()?, clock::now_ms());
        let counted = UnflushedCounters::from(store.counted().ok()?);
        let kept = store.limits().ok()?;
        let limits = kept.clone().beside(&settings.document.etag, settings.learning);
        if limits != kept {
            store.keep_limits(&limits).ok()?;
        }
        Some(Self {
            product,
            is_learning: settings.learning,
            limits: RefCell::new(limits),
            store,
            queue: RefCell::new(Queue::new(shaper)),
            breaker: settings.breaker.then(RefCell::default),
            tokens: Tokens::new(env.clone(), product),
            counted,
            asked_for_readiness: LastAsked::default(),
        })
    }

    /// Whether the request may come at all; if so, a place is reserved.
    fn reserve(&self, account: &str) -> Admission {
        let now_ms = clock::now_ms();
        if let Some(breaker) = &self.breaker
            && let Some(retry_after_seconds) = breaker.borrow().shut_for_seconds(now_ms)
        {
            return Admission::Closed { retry_after_seconds };
        }
        match self.queue.borrow_mut().reserve(account, now_ms) {
            Ok(()) => Admission::Admitted,
            Err(away) => Admission::Throttled { retry_after_seconds: away.retry_after_seconds },
        }
    }

    /// Waits for this account's turn with a token available. Once the turn has come, there is no
    /// further await, so the permit is used when it is issued.
    async fn permit(&self, ask: &PermitRequest) -> Permit {
        if let Some(stale) = ask.stale {
            self.tokens.forget(stale);
        }
        // The queue comes first, so a shed request costs no token call.
        let ends_at_ms = clock::now_ms().saturating_add(ask.budget_ms);
        let entered = self.queue.borrow_mut().enter(&ask.account, ask.budget_ms, clock::now_ms());
        let place = match entered {
            Ok(place) => InQueue { queue: &self.queue, place },
            Err(away) => return Permit::Throttled { retry_after_seconds: away.retry_after_seconds },
        };
        loop {
            match self.pass() {
                Pass::Shut { retry_after_seconds } => return Permit::Closed { retry_after_seconds },
                Pass::Probe => {
                    self.beside_the_queue(place.place, ends_at_ms, self.probe()).await;
                    continue;
                }
                Pass::Free => {}
            }
            let token = match self.tokens.kept(ask.stale) {
                Some(token) => token,
                None => {
                    let renewing = self.tokens.renew(|renewal| self.saw_renewal(renewal));
                    match self.beside_the_queue(place.place, ends_at_ms, renewing).await {
                        Ok(token) => token,
                        Err(permit) => return permit,
                    }
                }
            };
            let turn = self.queue.borrow_mut().turn(place.place, clock::now_ms());
            match turn {
                Turn::Go => return self.issue(&token),
                Turn::Wait(ms) => Delay::from(Duration::from_millis(ms)).await,
                Turn::Shed(away) => {
                    return Permit::Throttled { retry_after_seconds: away.retry_after_seconds };
                }
            }
        }
    }

    /// Waits for something other than the turn, and keeps the place.
    async fn beside_the_queue<T>(
        &self,
        place: QueuePlace,
        ends_at_ms: u64,
        what: impl Future<Output = T>,
    ) -> T {
        self.queue.borrow_mut().pause(place, ends_at_ms);
        let output = what.await;
        self.queue.borrow_mut().resume(place, ends_at_ms, clock::now_ms());
        output
    }

    fn issue(&self, token: &Token) -> Permit {
        // A permit must not be issued unless a restart would know of it.
        if self.keep_shaper().is_err() {
            return Permit::NotReached;
        }
        Permit::Granted {
            value: Zeroizing::new(token.value.expose().to_owned()),
            generation: token.generation,
            limits: self.learned().iter().map(|learned| learned.limit).collect(),
        }
    }

    fn keep_shaper(&self) -> worker::Result<()> {
        let shaper = &mut self.queue.borrow_mut().shaper;
        if let Some(state) = shaper.to_keep(clock::now_ms()) {
            self.store.keep_shaper(state)?;
            shaper.has_kept(state);
            self.counted.flush_along(&self.store);
        }
        Ok(())
    }

    fn report(&self, report: &CallReport) -> worker::Result<()> {
        self.counted.count(|counters| count_report(counters, report));
        self.saw(report.answered());
        if let CallResult::Throttled { retry_after_seconds } = report.result {
            let seconds = retry_after_seconds.unwrap_or(UNSAID_SECONDS);
            self.queue.borrow_mut().shaper.freeze(seconds, clock::now_ms());
            self.keep_shaper()?;
        }
        match &report.result {
            CallResult::Drift { violations, rules, taught } => self.learn(rules, violations, taught),
            // The vendor accepted a password that these limits forbid.
            CallResult::Done { disproved } => self.forget(disproved),
            _ => Ok(()),
        }
    }

    /// Takes in what an isolate has to tell, which stores none of it itself.
    fn take_in(&self, news: &News) -> worker::Result<()> {
        if !news.counted.is_empty() {
            self.counted.count(|counters| counters.merge(&news.counted));
        }
        news.reports.iter().try_for_each(|report| self.report(report))
    }

    fn status(&self) -> worker::Result<GateStatus> {
        let queue = self.queue.borrow();
        let number = |many: usize| u64::try_from(many).unwrap_or(u64::MAX);
        Ok(GateStatus {
            counted: self.counted.snapshot(),
            breaker_open: self.breaker.as_ref().is_some_and(|breaker| breaker.borrow().is_open()),
            waiting: number(queue.waiting()),
            shed: number(queue.expected_back()),
            remembered: self.remembered()?,
        })
    }

    fn pass(&self) -> Pass {
        self.breaker.as_ref().map_or(Pass::Free, |breaker| breaker.borrow_mut().pass(clock::now_ms()))
    }

    fn saw(&self, answered: bool) {
        if let Some(breaker) = &self.breaker {
            let mut breaker = breaker.borrow_mut();
            let was_open = breaker.is_open();
            breaker.saw(answered, clock::now_ms());
            if breaker.is_open() && !was_open {
                self.counted.count(|counters| counters.count(Family::BreakerOpened, &[]));
            }
        }
    }

    fn saw_renewal(&self, renewal: Renewal) {
        self.counted.count(|counters| counters.count(Family::TokenRenewals, &[renewal.name()]));
        self.saw(renewal.answered());
    }

    /// Probes whether the vendor answers again, with a call that changes nothing.
    async fn probe(&self) {
        let renewed = self
            .tokens
            .renew(|renewal| {
                self.counted.count(|counters| counters.count(Family::TokenRenewals, &[renewal.name()]));
            })
            .await;
        let answered = !matches!(renewed, Err(Permit::NotReached));
        if let Some(breaker) = &self.breaker {
            breaker.borrow_mut().probed(answered, clock::now_ms());
        }
    }
}

/// A place in the queue, given up when its caller is dropped.
struct InQueue<'a> {
    queue: &'a RefCell<Queue>,
    place: QueuePlace,
}

impl Drop for InQueue<'_> {
    fn drop(&mut self) {
        self.queue.borrow_mut().leave(self.place);
    }
}
