//! Answers that the entry module may give again for a moment, without a request to this module
//! (`reuse.mjs`). This module decides which ones, and counts and logs each repetition.
//!
//! Such an answer depends on nothing but the method, the URL and the headers in [`KEY`], which together
//! are the entry module's key. [`Incoming`] notes every other part of a request that is read, and an answer
//! for which one was read is not given again.
//!
//! [`Incoming`]: crate::edge::platform::incoming::Incoming

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use passgate_core::Product;
use wasm_bindgen::prelude::*;

use crate::base::moment;
use crate::edge::platform::incoming::Incoming;
use crate::edge::platform::random::request_id;
use crate::edge::platform::{clock, counters, log, policy_cache};
use crate::http::routes::{Route, Target};

/// The headers that such an answer may depend on.
pub const KEY: [&str; 6] =
    ["Accept-Encoding", "Accept-Language", "Host", "If-None-Match", "Origin", "Sec-Fetch-Site"];
/// The member of the response with the number of the answer.
pub const MEMBER: &str = "passgateReusable";

/// How long an answer may be given again, in milliseconds. As long as an isolate trusts its copy of the
/// learned limits, and short enough that nothing else needs to invalidate it.
const GOOD_FOR_MS: u64 = 2_000;
/// The maximum number of answers at one time.
const MOST: usize = 32;

thread_local! {
    static ANSWERS: RefCell<BTreeMap<u32, Reusable>> = const { RefCell::new(BTreeMap::new()) };
    static LAST: Cell<u32> = const { Cell::new(0) };
    #[cfg(feature = "test-routes")]
    static REUSED: Cell<u32> = const { Cell::new(0) };
}

struct Reusable {
    /// The product whose policy in force it shows.
    product: Option<Product>,
    method: String,
    route: &'static str,
    status: u16,
    until_ms: u64,
}

/// A request whose answer may be given again.
pub struct Candidate {
    product: Option<Product>,
    route: &'static str,
}

impl Candidate {
    /// Whether the answer to a request may be given again, as far as its target says.
    pub fn of(target: &Target) -> Option<Self> {
        let Target::Found(route) = target else { return None };
        let product = match route {
            Route::Health | Route::ChangePassword | Route::File(_) => None,
            Route::Policy(name) => Some(Product::from_name(name)?),
            _ => return None,
        };
        Some(Self { product, route: route.template() })
    }

    /// Registers the answer and returns its number, if it may be given again. A path with a percent sign may
    /// contain a ticket, and a query anything: neither is kept in memory.
    pub fn register(self, incoming: &Incoming, status: u16) -> Option<u32> {
        let is_plain = incoming.query.is_empty() && !incoming.path.contains('%');
        if !is_plain || incoming.read_beyond_key() || !(200..400).contains(&status) {
            return None;
        }
        let now_ms = clock::now_ms();
        let until_ms = match self.product {
            Some(product) => policy_cache::get(product)?.until_ms,
            None => now_ms.saturating_add(GOOD_FOR_MS),
        };
        ANSWERS.with_borrow_mut(|answers| {
            answers.retain(|_, answer| answer.is_good(now_ms));
            if answers.len() >= MOST {
                return None;
            }
            let number = LAST.get().wrapping_add(1);
            LAST.set(number);
            let (product, route) = (self.product, self.route);
            answers.insert(
                number,
                Reusable { product, method: incoming.method.clone(), route, status, until_ms },
            );
            Some(number)
        })
    }
}

impl Reusable {
    fn is_good(&self, now_ms: u64) -> bool {
        moment::ahead(self.until_ms, now_ms, GOOD_FOR_MS).is_some_and(|left_ms| left_ms > 0)
    }
}

/// Forgets the answers that show the product's policy, because it has changed.
pub fn forget(product: Product) {
    ANSWERS.with_borrow_mut(|answers| answers.retain(|_, answer| answer.product != Some(product)));
}

/// The names of the headers in the key, for the entry module.
#[wasm_bindgen(js_name = passgateReuseKey)]
pub fn key() -> Vec<String> {
    KEY.map(str::to_owned).into()
}

/// Gives an answer again: counts and logs it and returns the new request's id; `None` if the answer is no
/// longer good.
#[wasm_bindgen(js_name = passgateReuse)]
pub fn reuse(number: u32) -> Option<String> {
    ANSWERS.with_borrow(|answers| {
        let answer = answers.get(&number).filter(|answer| answer.is_good(clock::now_ms()))?;
        let request_id = request_id()?;
        let Reusable { method, route, status, .. } = answer;
        counters::answered(route, *status);
        log::request(&log::Answered {
            request_id: &request_id,
            method,
            route,
            status: *status,
            disposition: None,
            took_ms: 0,
        });
        #[cfg(feature = "test-routes")]
        REUSED.set(REUSED.get().saturating_add(1));
        Some(request_id)
    })
}

/// How many answers were given again.
#[cfg(feature = "test-routes")]
pub fn reused() -> u32 {
    REUSED.get()
}
