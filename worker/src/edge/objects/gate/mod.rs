//! `VendorGate`: one Durable Object per product. Whoever calls the vendor asks here first and is
//! given a permit and a token, in the order of the line and within the vendor's rate.
//!
//! A permit is spent by one call, first or second try alike. Every wait here ends: by the turn,
//! by the caller's own budget, or with the object, whose guard then rejects whoever waits.

mod ready;
mod refusals;
mod store;
mod tokens;
mod unflushed;

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use js_sys::Uint8Array;
use passgate_core::{Limit, Product};
use worker::{Delay, DurableObject, Env, Request, Response, State, durable_object};
use zeroize::Zeroizing;

use self::ready::LastAsked;
use self::store::GateStore;
use self::tokens::{Renewal, Token, Tokens};
use self::unflushed::CountedHere;
use crate::edge::messages::gate::{
    ADOPT, FORGET, GRANT, KNOCK, LEARNED, OBSERVE, READY, REMEMBERED, STANDING, Told, UNKNOCK,
};
use crate::edge::platform::deadline::within;
use crate::edge::platform::{clock, failpoint, settings};
use crate::gate::limits::Limits;
use crate::gate::permit::{Ask, Grant, Knock};
use crate::gate::{Breaker, Line, Pass, Place, Shaper, Turn};
use crate::metrics::{Family, GateStanding, Tally, count_report};
use crate::reset::call_report::{Observation, Seen};

/// No grant is longer, so that its buffer does not grow and leave copies behind.
const LONGEST_GRANT_BYTES: usize = 16 * 1024;

/// How long everybody waits when the vendor says "too fast" and not how long.
const UNSAID_SECONDS: u32 = 1;

/// The gate of one product.
#[durable_object(fetch)]
pub struct VendorGate {
    state: State,
    env: Env,
    gate: OnceCell<Rc<Gate>>,
}

impl DurableObject for VendorGate {
    fn new(state: State, env: Env) -> Self {
        Self { state, env, gate: OnceCell::new() }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        // What the runtime or a parser says of a failure may quote; it goes nowhere.
        match self.serve(request).await {
            Ok(response) => Ok(response),
            Err(_) => Response::error("failed", 500),
        }
    }
}

impl VendorGate {
    async fn serve(&self, mut request: Request) -> worker::Result<Response> {
        let path = request.path();
        let body = request.bytes().await?;
        failpoint::all_at("gate").await;
        let (product, what) = path.trim_start_matches('/').split_once('/').unwrap_or_default();
        let Some(gate) = Product::from_name(product).and_then(|product| self.gate(product)) else {
            return Response::error("no such product", 404);
        };
        let response = match what {
            GRANT => {
                failpoint::all_at("5-granting").await;
                let ask: Ask = serde_json::from_slice(&body)?;
                let grant = within(ask.budget_ms, gate.grant(&ask)).await.unwrap_or(Grant::NotReached);
                self.renew_ahead(&gate);
                without_copies(&grant)
            }
            KNOCK => Response::from_json(&gate.knock(&String::from_utf8_lossy(&body))),
            UNKNOCK => {
                gate.line.borrow_mut().unknock(&String::from_utf8_lossy(&body));
                Ok(Response::empty()?.with_status(204))
            }
            OBSERVE => {
                failpoint::all_at("7-telling").await;
                let Told { observation, counted } = serde_json::from_slice(&body)?;
                gate.take_in(&counted);
                gate.observe(&observation)?;
                Ok(Response::empty()?.with_status(204))
            }
            LEARNED => {
                gate.take_in(&serde_json::from_slice(&body)?);
                Response::from_json(&gate.learned())
            }
            REMEMBERED => Response::from_json(&gate.remembered()?),
            FORGET => {
                gate.forget(&serde_json::from_slice::<Vec<Limit>>(&body)?)?;
                Ok(Response::empty()?.with_status(204))
            }
            ADOPT if gate.adopt(serde_json::from_slice(&body)?)? => Ok(Response::empty()?.with_status(204)),
            ADOPT => Response::error("no such limit", 404),
            STANDING => {
                gate.take_in(&serde_json::from_slice(&body)?);
                Response::from_json(&gate.standing()?)
            }
            READY => Response::from_json(&gate.ready().await?),
            _ => Response::error("no such thing", 404),
        };
        self.keep_counted(&gate);
        response
    }

    /// An object is named after its product, so it only ever has one gate.
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

    /// Sees to it that what was counted is kept soon, even if no other write comes along.
    fn keep_counted(&self, gate: &Rc<Gate>) {
        if gate.counted.begins_to_wait() {
            let gate = Rc::clone(gate);
            self.state.wait_until(async move { gate.counted.keep_at_last(&gate.store).await });
        }
    }
}

/// The answer that holds a token. What the module had of it is overwritten; what the runtime makes of
/// it is the runtime's.
fn without_copies(grant: &Grant) -> worker::Result<Response> {
    let mut text = Zeroizing::new(Vec::with_capacity(LONGEST_GRANT_BYTES));
    serde_json::to_writer(&mut *text, grant)?;
    let body = Uint8Array::from(text.as_slice());
    Ok(web_sys::Response::new_with_opt_buffer_source(Some(&body))?.into())
}

struct Gate {
    product: Product,
    /// Whether limits are learned from refusals.
    is_learning: bool,
    limits: RefCell<Limits>,
    store: GateStore,
    line: RefCell<Line>,
    /// None where the configuration has none.
    breaker: Option<RefCell<Breaker>>,
    tokens: Tokens,
    counted: CountedHere,
    asked_for_readiness: LastAsked,
}

impl Gate {
    fn open(state: &State, env: &Env, product: Product) -> Option<Self> {
        let config = settings::config(env)?;
        let settings = config.products.get(&product)?;
        let store = GateStore::open(state.storage().sql()).ok()?;
        let shaper = Shaper::new(settings.rate, store.shaper().ok()?, clock::now_ms());
        let counted = CountedHere::from(store.counted().ok()?);
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
            line: RefCell::new(Line::new(shaper)),
            breaker: settings.breaker.then(RefCell::default),
            tokens: Tokens::new(env.clone(), product),
            counted,
            asked_for_readiness: LastAsked::default(),
        })
    }

    /// Whether it is worth coming at all; if so, a place is kept.
    fn knock(&self, who: &str) -> Knock {
        let now_ms = clock::now_ms();
        if let Some(breaker) = &self.breaker
            && let Some(retry_after_seconds) = breaker.borrow().shut_for_seconds(now_ms)
        {
            return Knock::Closed { retry_after_seconds };
        }
        match self.line.borrow_mut().knock(who, now_ms) {
            Ok(()) => Knock::Come,
            Err(away) => Knock::Throttled { retry_after_seconds: away.retry_after_seconds },
        }
    }

    /// Waits for this account's turn with a token at hand. From the moment at which it is its
    /// turn nothing is awaited, so that a permit is used when it is given.
    async fn grant(&self, ask: &Ask) -> Grant {
        if let Some(stale) = ask.stale {
            self.tokens.forget(stale);
        }
        // The line comes first: who is sent away costs no token call.
        let ends_at_ms = clock::now_ms().saturating_add(ask.budget_ms);
        let entered = self.line.borrow_mut().enter(&ask.who, ask.budget_ms, clock::now_ms());
        let place = match entered {
            Ok(place) => InLine { line: &self.line, place },
            Err(away) => return Grant::Throttled { retry_after_seconds: away.retry_after_seconds },
        };
        loop {
            match self.pass() {
                Pass::Shut { retry_after_seconds } => return Grant::Closed { retry_after_seconds },
                Pass::Probe => {
                    self.beside_the_line(place.place, ends_at_ms, self.probe()).await;
                    continue;
                }
                Pass::Free => {}
            }
            let token = match self.tokens.kept(ask.stale) {
                Some(token) => token,
                None => {
                    let renewing = self.tokens.renew(|renewal| self.saw_renewal(renewal));
                    match self.beside_the_line(place.place, ends_at_ms, renewing).await {
                        Ok(token) => token,
                        Err(grant) => return grant,
                    }
                }
            };
            let turn = self.line.borrow_mut().turn(place.place, clock::now_ms());
            match turn {
                Turn::Go => return self.permit(&token),
                Turn::Wait(ms) => Delay::from(Duration::from_millis(ms)).await,
                Turn::Away(away) => {
                    return Grant::Throttled { retry_after_seconds: away.retry_after_seconds };
                }
            }
        }
    }

    /// Waits for something else than the turn, and keeps the place.
    async fn beside_the_line<T>(&self, place: Place, ends_at_ms: u64, what: impl Future<Output = T>) -> T {
        self.line.borrow_mut().pause(place, ends_at_ms);
        let output = what.await;
        self.line.borrow_mut().resume(place, ends_at_ms, clock::now_ms());
        output
    }

    fn permit(&self, token: &Token) -> Grant {
        // A permit that a restart would not know of is none.
        if self.keep_shaper().is_err() {
            return Grant::NotReached;
        }
        Grant::Token {
            value: Zeroizing::new(token.value.expose().to_owned()),
            generation: token.generation,
            limits: self.learned().iter().map(|learned| learned.limit).collect(),
        }
    }

    fn keep_shaper(&self) -> worker::Result<()> {
        let shaper = &mut self.line.borrow_mut().shaper;
        if let Some(state) = shaper.to_keep(clock::now_ms()) {
            self.store.keep_shaper(state)?;
            shaper.has_kept(state);
            self.counted.keep_along(&self.store);
        }
        Ok(())
    }

    fn observe(&self, observation: &Observation) -> worker::Result<()> {
        self.counted.count(|tally| count_report(tally, observation));
        self.saw(observation.answered());
        if let Seen::Throttled { retry_after_seconds } = observation.seen {
            let seconds = retry_after_seconds.unwrap_or(UNSAID_SECONDS);
            self.line.borrow_mut().shaper.freeze(seconds, clock::now_ms());
            self.keep_shaper()?;
        }
        match &observation.seen {
            Seen::Drift { violations, rules, taught } => self.learn(rules, violations, taught),
            // The vendor accepted what these forbid.
            Seen::Done { disproved } => self.forget(disproved),
            _ => Ok(()),
        }
    }

    /// What was counted where nothing is kept.
    fn take_in(&self, counted: &Tally) {
        if !counted.is_empty() {
            self.counted.count(|tally| tally.merge(counted));
        }
    }

    fn standing(&self) -> worker::Result<GateStanding> {
        let line = self.line.borrow();
        let number = |many: usize| u64::try_from(many).unwrap_or(u64::MAX);
        Ok(GateStanding {
            counted: self.counted.tally(),
            breaker_open: self.breaker.as_ref().is_some_and(|breaker| breaker.borrow().is_open()),
            waiting: number(line.waiting()),
            sent_away: number(line.expected_back()),
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
                self.counted.count(|tally| tally.count(Family::BreakerOpened, &[]));
            }
        }
    }

    fn saw_renewal(&self, renewal: Renewal) {
        self.counted.count(|tally| tally.count(Family::TokenRenewals, &[renewal.name()]));
        self.saw(renewal.answered());
    }

    /// Whether the vendor is back, asked with the call that changes nothing.
    async fn probe(&self) {
        let renewed = self
            .tokens
            .renew(|renewal| {
                self.counted.count(|tally| tally.count(Family::TokenRenewals, &[renewal.name()]));
            })
            .await;
        let answered = !matches!(renewed, Err(Grant::NotReached));
        if let Some(breaker) = &self.breaker {
            breaker.borrow_mut().probed(answered, clock::now_ms());
        }
    }
}

/// A place in the line, given up when whoever waits there is gone.
struct InLine<'a> {
    line: &'a RefCell<Line>,
    place: Place,
}

impl Drop for InLine<'_> {
    fn drop(&mut self) {
        self.line.borrow_mut().leave(self.place);
    }
}
