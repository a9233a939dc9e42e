//! The live policy: the configured one with the limits that the vendor's refusals have told. They are
//! the gate's to keep; what was read of them is good for two seconds.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use passgate_core::{Policy, Product};
use worker::Env;

use super::{clock, objects};
use crate::config::{PolicyDocument, ProductConfig};
use crate::limits::{Learned, Supporter, in_force};
use crate::moment;

const GOOD_FOR_MS: u64 = 2_000;

/// A policy in force at this moment.
pub struct InForce {
    /// The policy.
    pub policy: Policy,
    /// The same, as it is served.
    pub document: PolicyDocument,
}

impl InForce {
    fn of(policy: Policy) -> Rc<Self> {
        Rc::new(Self { document: PolicyDocument::of(&policy), policy })
    }
}

#[derive(Clone)]
struct Known {
    learned: Rc<Vec<Learned>>,
    everybodys: Rc<InForce>,
    until_ms: u64,
}

thread_local! {
    static CACHE: RefCell<BTreeMap<Product, Known>> = const { RefCell::new(BTreeMap::new()) };
}

/// The policy in force for everybody.
pub async fn policy(product: Product, settings: &ProductConfig, env: &Env) -> Rc<InForce> {
    known(product, settings, env).await.everybodys
}

/// The policy in force for one account: what refusals of its own passwords have told holds for it.
pub async fn policy_of(
    account: &Supporter,
    product: Product,
    settings: &ProductConfig,
    env: &Env,
) -> Rc<InForce> {
    let Known { learned, everybodys, .. } = known(product, settings, env).await;
    let is_own = |learned: &Learned| learned.holds_for(Some(account)) && !learned.holds_for(None);
    if learned.iter().any(is_own) {
        InForce::of(in_force(&settings.policy, &learned, Some(account)))
    } else {
        everybodys
    }
}

/// When the gate is out of reach, what was known last, or the configured policy: that is never
/// stricter than the vendor, who judges in the end.
async fn known(product: Product, settings: &ProductConfig, env: &Env) -> Known {
    let cached = CACHE.with_borrow(|cache| cache.get(&product).cloned());
    if let Some(known) = &cached
        && moment::ahead(known.until_ms, clock::now_ms(), GOOD_FOR_MS).is_some_and(|left_ms| left_ms > 0)
    {
        return known.clone();
    }
    let learned = objects::learned(product, env).await.ok();
    let until_ms = clock::now_ms().saturating_add(GOOD_FOR_MS);
    let known = match (learned, cached) {
        (None, Some(cached)) => Known { until_ms, ..cached },
        (learned, _) => {
            let learned = learned.unwrap_or_default();
            let everybodys = InForce::of(in_force(&settings.policy, &learned, None));
            Known { learned: Rc::new(learned), everybodys, until_ms }
        }
    };
    CACHE.with_borrow_mut(|cache| cache.insert(product, known.clone()));
    known
}

/// Has the next who asks read it anew: something was learned.
pub fn forget(product: Product) {
    CACHE.with_borrow_mut(|cache| cache.remove(&product));
}
