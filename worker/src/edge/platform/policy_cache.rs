//! The policies in force that were read lately, in this isolate's memory. The gate, which shares it,
//! has them read again when it learns something.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use passgate_core::{Policy, Product};

use crate::config::PolicyDocument;
use crate::gate::limits::Learned;

/// A policy in force at this moment.
pub struct InForce {
    /// The policy.
    pub policy: Policy,
    /// The same, as it is served.
    pub document: PolicyDocument,
}

impl InForce {
    /// Of that policy.
    pub fn of(policy: Policy) -> Rc<Self> {
        Rc::new(Self { document: PolicyDocument::of(&policy), policy })
    }
}

/// What was read of a product's learned limits.
#[derive(Clone)]
pub struct Known {
    /// The limits.
    pub learned: Rc<Vec<Learned>>,
    /// The policy with the limits that apply to every account.
    pub everybodys: Rc<InForce>,
    /// How long it is good, in milliseconds since 1970.
    pub until_ms: u64,
}

thread_local! {
    static CACHE: RefCell<BTreeMap<Product, Known>> = const { RefCell::new(BTreeMap::new()) };
}

/// What was read last.
pub fn get(product: Product) -> Option<Known> {
    CACHE.with_borrow(|cache| cache.get(&product).cloned())
}

/// Keeps what was read.
pub fn put(product: Product, known: Known) {
    CACHE.with_borrow_mut(|cache| cache.insert(product, known));
}

/// Has the next request read it again: something was learned.
pub fn forget(product: Product) {
    CACHE.with_borrow_mut(|cache| cache.remove(&product));
}
