//! The policy in force: the configured policy with the learned limits. The gate stores the limits; a
//! cached copy is valid for two seconds.

use std::rc::Rc;

use passgate_core::Product;
use worker::Env;

use crate::base::moment;
use crate::config::ProductConfig;
use crate::edge::platform::clock;
use crate::edge::platform::policy_cache::{self, InForce, Known};
use crate::edge::stubs::gate;
use crate::gate::limits::{Learned, Supporter, in_force};

const GOOD_FOR_MS: u64 = 2_000;

/// The policy in force for all accounts.
pub async fn policy(product: Product, settings: &ProductConfig, env: &Env) -> Rc<InForce> {
    known(product, settings, env).await.for_all
}

/// The policy in force for one account, which includes limits from its own refusals.
pub async fn policy_of(
    account: &Supporter,
    product: Product,
    settings: &ProductConfig,
    env: &Env,
) -> Rc<InForce> {
    let Known { learned, for_all, .. } = known(product, settings, env).await;
    let is_own = |learned: &Learned| learned.holds_for(Some(account)) && !learned.holds_for(None);
    if learned.iter().any(is_own) {
        InForce::of(in_force(&settings.policy, &learned, Some(account)))
    } else {
        for_all
    }
}

/// When the gate is unreachable, the last known limits are used, or the configured policy alone. Both
/// are at most as strict as the vendor, which makes the final decision.
async fn known(product: Product, settings: &ProductConfig, env: &Env) -> Known {
    let cached = policy_cache::get(product);
    if let Some(known) = &cached
        && moment::ahead(known.until_ms, clock::now_ms(), GOOD_FOR_MS).is_some_and(|left_ms| left_ms > 0)
    {
        return known.clone();
    }
    let learned = gate::learned(product, env).await.ok();
    let until_ms = clock::now_ms().saturating_add(GOOD_FOR_MS);
    let known = match (learned, cached) {
        (None, Some(cached)) => Known { until_ms, ..cached },
        (learned, _) => {
            let learned = learned.unwrap_or_default();
            let for_all = InForce::of(in_force(&settings.policy, &learned, None));
            Known { learned: Rc::new(learned), for_all, until_ms }
        }
    };
    policy_cache::put(product, known.clone());
    known
}
