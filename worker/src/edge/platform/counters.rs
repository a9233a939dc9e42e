//! What is counted where nothing is kept: in this instance of the module, until the next message to
//! the product's gate takes it along.

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

/// What of a request is counted when it is answered.
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
    /// What is asked for.
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

    /// Counts it.
    pub fn answered(&self, outgoing: &Outgoing) {
        // What belongs to no product goes along to the gate that is asked next.
        count(None, |counters| counters.count(Family::Requests, &[self.route, &outgoing.status.to_string()]));
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

/// Counts why a password was refused here.
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

/// What was counted of a product and of none, to be reported to its gate.
pub fn take(product: Product) -> Counters {
    COUNTERS.with_borrow_mut(|counters| {
        let mut counted = counters.remove(&Some(product)).unwrap_or_default();
        counted.merge(&counters.remove(&None).unwrap_or_default());
        counted
    })
}

/// What the gate has not heard after all.
pub fn put_back(product: Product, counted: &Counters) {
    count(Some(product), |counters| counters.merge(counted));
}

fn count(product: Option<Product>, counting: impl FnOnce(&mut Counters)) {
    COUNTERS.with_borrow_mut(|counters| counting(counters.entry(product).or_default()));
}
