//! The live policy: the configured one, tightened by the limits that the vendor's refusals carried.
//! They are the gate's to keep; what was read of them is good for two seconds.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use passgate_core::{Policy, Product};
use worker::Env;

use super::{clock, objects};
use crate::config::{PolicyDocument, ProductConfig};

const GOOD_FOR_MS: u64 = 2_000;

/// The policy in force at this moment.
pub struct Live {
    /// The policy.
    pub policy: Policy,
    /// The same, as it is served.
    pub document: PolicyDocument,
}

thread_local! {
    static CACHE: RefCell<BTreeMap<Product, (Rc<Live>, u64)>> = const { RefCell::new(BTreeMap::new()) };
}

/// The live policy of a product. When the gate is out of reach, the last one known, or the
/// configured one: that is never stricter than the vendor, who judges in the end.
pub async fn policy(product: Product, settings: &ProductConfig, env: &Env) -> Rc<Live> {
    let cached = CACHE.with_borrow(|cache| cache.get(&product).cloned());
    if let Some((live, until_ms)) = &cached
        && clock::now_ms() < *until_ms
    {
        return Rc::clone(live);
    }
    let live = match objects::learned(product, env).await {
        Ok(learned) => {
            let policy = settings.policy.tightened(&learned);
            Rc::new(Live { document: PolicyDocument::of(&policy), policy })
        }
        Err(objects::Unreachable) => match cached {
            Some((live, _)) => live,
            None => {
                let policy = settings.policy.clone();
                Rc::new(Live { document: PolicyDocument::of(&policy), policy })
            }
        },
    };
    let until_ms = clock::now_ms().saturating_add(GOOD_FOR_MS);
    CACHE.with_borrow_mut(|cache| cache.insert(product, (Rc::clone(&live), until_ms)));
    live
}

/// Has the next who asks read it anew: something was learned.
pub fn forget(product: Product) {
    CACHE.with_borrow_mut(|cache| cache.remove(&product));
}
