//! Counters of this instance of the module, which stores nothing: the next message to the product's
//! gate carries them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use passgate_core::{Product, Violation};

use crate::edge::platform::respond::Outgoing;
use crate::http::routes::{Route, Target};
use crate::metrics::{Counters, Family, count_early};
use passgate_wire::Action;

thread_local! {
    static COUNTERS: RefCell<BTreeMap<Option<Product>, Counters>> = const { RefCell::new(BTreeMap::new()) };
}

/// The metrics of a request, counted when it is answered.
pub struct Watched {
    route: &'static str,
    what: What,
}

enum What {
    Password(Product, Action),
    Token(Product),
    Other,
}

impl Watched {
    /// The metrics of a request to this target.
    pub fn of(target: &Target) -> Self {
        match target {
            Target::Found(route) => {
                let what = match route {
                    Route::Password { product, action, .. } => What::Password(*product, *action),
                    Route::Token(product) => What::Token(*product),
                    _ => What::Other,
                };
                Self { route: route.template(), what }
            }
            Target::MethodNotAllowed(_) | Target::NotFound => Self { route: "other", what: What::Other },
        }
    }

    /// Counts the answer.
    pub fn answered(&self, outgoing: &Outgoing) {
        answered(self.route, outgoing.status);
        match self.what {
            What::Password(product, action) => {
                if let Some(disposition) = &outgoing.disposition {
                    count(Some(product), |counters| count_early(counters, action.name(), disposition));
                }
            }
            What::Token(product) => {
                if let Some(disposition) = &outgoing.disposition {
                    count(Some(product), |counters| {
                        counters.count(Family::TokenExchanges, &[disposition.outcome.name()])
                    });
                }
            }
            What::Other => {}
        }
    }
}

/// Counts an answer of a route.
pub fn answered(route: &str, status: u16) {
    // A count that belongs to no product is sent with the next message to any gate.
    count(None, |counters| counters.count(Family::Requests, &[route, &status.to_string()]));
}

/// Counts the violations of a password that the edge refused.
pub fn refused_here(product: Product, violations: &[Violation]) {
    count(Some(product), |counters| {
        for violation in violations {
            counters.count(Family::Refusals, &["edge", violation.code()]);
        }
    });
}

/// Counts a delivery to the audit log that failed.
pub fn not_delivered(product: &str) {
    if let Some(product) = Product::from_name(product) {
        count(Some(product), |counters| counters.count(Family::DeliveryFailures, &[]));
    }
}

/// Removes and returns the counters of a product and those of no product, to be reported to its gate.
pub fn take(product: Product) -> Counters {
    COUNTERS.with_borrow_mut(|counters| {
        let mut counted = counters.remove(&Some(product)).unwrap_or_default();
        counted.merge(&counters.remove(&None).unwrap_or_default());
        counted
    })
}

/// Puts counters back that could not be delivered to the gate.
pub fn put_back(product: Product, counted: &Counters) {
    count(Some(product), |counters| counters.merge(counted));
}

fn count(product: Option<Product>, counting: impl FnOnce(&mut Counters)) {
    COUNTERS.with_borrow_mut(|counters| counting(counters.entry(product).or_default()));
}
