//! What a gate remembers of refusals: how often the policy and the vendor disagree, and the learned
//! limits.

use passgate_core::{Limit, RuleName, Violation};

use crate::edge::objects::gate::Gate;
use crate::edge::platform::{clock, policy_cache};
use crate::gate::drift::Remembered;
use crate::gate::limits::{Learned, Limits, Taught};

impl Gate {
    /// Counts a refusal of a password that the edge accepted, and stores the limits that it teaches.
    pub(super) fn learn(
        &self,
        rules: &[RuleName],
        violations: &[Violation],
        taught: &[Taught],
    ) -> worker::Result<()> {
        let now_ms = clock::now_ms();
        self.store.count_drift(rules, violations, now_ms)?;
        self.counted.flush_along(&self.store);
        if self.is_learning && !taught.is_empty() {
            let mut limits = self.limits.borrow_mut();
            taught.iter().for_each(|taught| limits.learn(taught, now_ms));
            self.keep(&limits)?;
        }
        Ok(())
    }

    /// The learned limits that have not expired.
    pub(super) fn learned(&self) -> Vec<Learned> {
        self.limits.borrow_mut().learned(clock::now_ms()).to_vec()
    }

    /// Removes limits from the policy in force, as if they had never been learned. The counts remain.
    pub(super) fn forget(&self, forgotten: &[Limit]) -> worker::Result<()> {
        let mut limits = self.limits.borrow_mut();
        if limits.forget(forgotten) { self.keep(&limits) } else { Ok(()) }
    }

    /// Adopts a limit for all accounts. Returns whether it was learned from a refusal.
    pub(super) fn adopt(&self, limit: Limit) -> worker::Result<bool> {
        let mut limits = self.limits.borrow_mut();
        let is_known = limits.adopt(limit, clock::now_ms());
        if is_known {
            self.keep(&limits)?;
        }
        Ok(is_known)
    }

    fn keep(&self, limits: &Limits) -> worker::Result<()> {
        self.store.keep_limits(limits)?;
        policy_cache::forget(self.product);
        Ok(())
    }

    pub(super) fn remembered(&self) -> worker::Result<Remembered> {
        let (rules, violations) = self.store.drifted()?;
        Ok(Remembered { rules, violations, learned: self.learned() })
    }
}
