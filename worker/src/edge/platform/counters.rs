//! What is counted where nothing is kept: in this instance of the module, until the next message to
//! the product's gate takes it along.

use std::cell::RefCell;
use std::collections::BTreeMap;

use passgate_core::{Product, Violation};

use crate::base::action::Action;
use crate::edge::platform::respond::Outgoing;
use crate::http::routes::{Route, Target};
use crate::metrics::{Family, Tally, count_early};

thread_local! {
    static TALLIES: RefCell<BTreeMap<Option<Product>, Tally>> = const { RefCell::new(BTreeMap::new()) };
}

/// What of a request is counted when it is answered.
pub struct Watched {
    route: &'static str,
    what: What,
}

enum What {
    Password(Action),
    Token(Product),
    Other,
}

impl Watched {
    /// What is asked for.
    pub const fn of(target: &Target) -> Self {
        match target {
            Target::Found(route) => {
                let what = match route {
                    Route::Password { action, .. } => What::Password(*action),
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
        // What belongs to no product goes along to the gate that is told next.
        count(None, |tally| tally.count(Family::Requests, &[self.route, &outgoing.status.to_string()]));
        match self.what {
            What::Password(action) => {
                if let Some(told) = &outgoing.disposition {
                    count(Some(action.product()), |tally| count_early(tally, action.name(), told));
                }
            }
            What::Token(product) => {
                if let Some(told) = &outgoing.disposition {
                    count(Some(product), |tally| tally.count(Family::TokenExchanges, &[told.outcome.name()]));
                }
            }
            What::Other => {}
        }
    }
}

/// Counts why a password was refused here.
pub fn refused_here(product: Product, violations: &[Violation]) {
    count(Some(product), |tally| {
        for violation in violations {
            tally.count(Family::Refusals, &["edge", violation.code()]);
        }
    });
}

/// Counts a delivery to the audit log that failed.
pub fn not_delivered(product: &str) {
    if let Some(product) = Product::from_name(product) {
        count(Some(product), |tally| tally.count(Family::DeliveryFailures, &[]));
    }
}

/// What was counted of a product and of none, to be told to its gate.
pub fn take(product: Product) -> Tally {
    TALLIES.with_borrow_mut(|tallies| {
        let mut counted = tallies.remove(&Some(product)).unwrap_or_default();
        counted.merge(&tallies.remove(&None).unwrap_or_default());
        counted
    })
}

/// What the gate has not heard after all.
pub fn put_back(product: Product, counted: &Tally) {
    count(Some(product), |tally| tally.merge(counted));
}

fn count(product: Option<Product>, counting: impl FnOnce(&mut Tally)) {
    TALLIES.with_borrow_mut(|tallies| counting(tallies.entry(product).or_default()));
}
