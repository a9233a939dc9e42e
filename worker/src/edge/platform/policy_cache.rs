//! A cache of the policies in force, in this isolate's memory. The gate shares the isolate and
//! invalidates an entry when it learns something.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use passgate_core::{Policy, Product};

use crate::config::PolicyDocument;
use crate::edge::platform::reuse;
use crate::gate::limits::Learned;

/// A policy in force at this moment.
pub struct InForce {
    /// The policy itself.
    pub policy: Policy,
    /// The policy as it is served.
    pub document: PolicyDocument,
}

impl InForce {
    /// The policy with its document.
    pub fn of(policy: Policy) -> Rc<Self> {
        Rc::new(Self { document: PolicyDocument::of(&policy), policy })
    }
}

/// The cached limits of a product.
#[derive(Clone)]
pub struct Known {
    /// The learned limits.
    pub learned: Rc<Vec<Learned>>,
    /// The policy with the limits that apply to all accounts.
    pub for_all: Rc<InForce>,
    /// How long the entry is valid, in milliseconds since 1970.
    pub until_ms: u64,
}

thread_local! {
    static CACHE: RefCell<BTreeMap<Product, Known>> = const { RefCell::new(BTreeMap::new()) };
}

/// The cached entry of a product.
pub fn get(product: Product) -> Option<Known> {
    CACHE.with_borrow(|cache| cache.get(&product).cloned())
}

/// Stores an entry.
pub fn put(product: Product, known: Known) {
    CACHE.with_borrow_mut(|cache| cache.insert(product, known));
}

/// Removes an entry, because the gate learned something.
pub fn forget(product: Product) {
    CACHE.with_borrow_mut(|cache| cache.remove(&product));
    reuse::forget(product);
}
