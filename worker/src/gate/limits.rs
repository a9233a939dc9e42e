//! The limits learned from a vendor's refusals: which accounts each applies to, and for how long.
//!
//! One refusal is one message of the vendor about one account. Its limit applies to that account at
//! once. For all other accounts it is only reported, and their row is unsure, until several accounts
//! agree or an operator adopts it. A password that the vendor accepts disproves a limit that forbids
//! it, and every limit expires.

use std::collections::BTreeMap;

use passgate_core::{Limit, Policy};
use serde::{Deserialize, Serialize};

use crate::base::moment;

/// The number of accounts that must agree on a limit before it applies to all accounts. One account
/// could be an outlier. Two could belong to one person, or to one group with a policy of its own.
/// Repeated refusals of one account count once.
pub const AGREED: usize = 3;
/// How long a refusal or an operator's decision supports a limit, in milliseconds: thirty days.
pub const HOLDS_MS: u64 = 30 * 24 * 60 * 60 * 1000;

/// Bounds the memory for a vendor whose messages differ each time.
const MOST_LIMITS: usize = 16;
const MOST_ACCOUNTS: usize = 64;

/// An account whose refusals support a limit, as a keyed tag that identifies no person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supporter {
    /// The kind of id, where the product has several. One account has one id of each kind, so only ids
    /// of one kind are counted together.
    pub kind: String,
    /// The keyed tag of the account.
    pub tag: String,
}

/// What the edge learns from one refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taught {
    /// The limit that explains the refusal.
    pub limit: Limit,
    /// The vendor's code.
    pub cause: String,
    /// The account whose password was refused.
    pub account: Supporter,
}

/// Whether a limit applies to all accounts, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LimitStatus {
    /// It applies to the accounts whose refusals support it. The row of all other accounts is unsure.
    Reported,
    /// It applies to all accounts: enough accounts agree.
    Agreed,
    /// It applies to all accounts: an operator adopted it.
    Adopted,
}

impl LimitStatus {
    /// All statuses.
    pub const ALL: [Self; 3] = [Self::Reported, Self::Agreed, Self::Adopted];

    /// The name for operators and metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Agreed => "agreed",
            Self::Adopted => "adopted",
        }
    }
}

/// The last refusal of one account that supports a limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Support {
    account: Supporter,
    at_ms: u64,
}

/// One limit that refusals support.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learned {
    /// The limit itself.
    pub limit: Limit,
    /// The vendor's code of the last refusal that supports it.
    pub cause: String,
    /// The time of the first refusal that supports it, in milliseconds since 1970.
    pub first_at_ms: u64,
    /// When an operator adopted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    adopted_at_ms: Option<u64>,
    support: Vec<Support>,
}

impl Learned {
    /// Whether it applies to all accounts, and why.
    pub fn status(&self) -> LimitStatus {
        if self.adopted_at_ms.is_some() {
            LimitStatus::Adopted
        } else if self.accounts() >= AGREED {
            LimitStatus::Agreed
        } else {
            LimitStatus::Reported
        }
    }

    /// The number of accounts that support it.
    pub fn accounts(&self) -> usize {
        let mut by_kind: BTreeMap<&str, usize> = BTreeMap::new();
        for Support { account, .. } in &self.support {
            let many = by_kind.entry(&account.kind).or_default();
            *many = many.saturating_add(1);
        }
        by_kind.into_values().max().unwrap_or_default()
    }

    /// When a refusal last supported it or an operator adopted it, in milliseconds since 1970.
    pub fn last_at_ms(&self) -> u64 {
        let times = self.support.iter().map(|support| support.at_ms);
        times.chain(self.adopted_at_ms).max().unwrap_or(self.first_at_ms)
    }

    /// When it expires if no other refusal supports it, in milliseconds since 1970.
    pub fn ends_at_ms(&self) -> u64 {
        self.last_at_ms().saturating_add(HOLDS_MS)
    }

    /// Whether it applies to this account; without an account, whether it applies to all accounts.
    pub fn holds_for(&self, account: Option<&Supporter>) -> bool {
        self.status() != LimitStatus::Reported
            || account.is_some_and(|account| self.support.iter().any(|own| own.account == *account))
    }

    /// Removes expired support. A timestamp in the future comes from a clock that was wrong. It is set
    /// to now and stored so: otherwise it would not expire in time.
    fn tidy(&mut self, now_ms: u64) {
        self.first_at_ms = moment::past(self.first_at_ms, now_ms);
        self.adopted_at_ms =
            self.adopted_at_ms.map(|at_ms| moment::past(at_ms, now_ms)).filter(|at_ms| holds(*at_ms, now_ms));
        for support in &mut self.support {
            support.at_ms = moment::past(support.at_ms, now_ms);
        }
        self.support.retain(|support| holds(support.at_ms, now_ms));
    }

    fn is_over(&self) -> bool {
        self.support.is_empty() && self.adopted_at_ms.is_none()
    }
}

const fn holds(at_ms: u64, now_ms: u64) -> bool {
    now_ms < at_ms.saturating_add(HOLDS_MS)
}

/// All learned limits of a product, as its gate stores them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The entity tag of the configured policy that was in force when these limits were learned.
    configured: String,
    learned: Vec<Learned>,
}

impl Limits {
    /// The stored limits for a gate that starts with this configured policy: none when the policy
    /// differs, or when learning is off.
    #[must_use]
    pub fn beside(mut self, configured: &str, is_learning: bool) -> Self {
        if self.configured != configured || !is_learning {
            self.learned.clear();
        }
        configured.clone_into(&mut self.configured);
        self
    }

    /// The limits that have not expired.
    pub fn learned(&mut self, now_ms: u64) -> &[Learned] {
        for learned in &mut self.learned {
            learned.tidy(now_ms);
        }
        self.learned.retain(|learned| !learned.is_over());
        &self.learned
    }

    /// Adds what a refusal teaches. An account supports one limit of a rule: the one from its last
    /// refusal.
    pub fn learn(&mut self, taught: &Taught, now_ms: u64) {
        let Taught { limit, cause, account } = taught;
        for other in self.learned.iter_mut().filter(|other| is_of_one_rule(other.limit, *limit)) {
            other.support.retain(|support| support.account != *account);
        }
        self.learned(now_ms);
        let index = self.learned.iter().position(|learned| learned.limit == *limit);
        let mut learned = match index {
            Some(index) => self.learned.remove(index),
            None => Learned {
                limit: *limit,
                cause: String::new(),
                first_at_ms: now_ms,
                adopted_at_ms: None,
                support: Vec::new(),
            },
        };
        cause.clone_into(&mut learned.cause);
        if learned.support.len() >= MOST_ACCOUNTS {
            learned.support.remove(0);
        }
        learned.support.push(Support { account: account.clone(), at_ms: now_ms });
        if self.learned.len() >= MOST_LIMITS
            && let Some((least, _)) = (self.learned.iter().enumerate())
                .min_by_key(|(_, learned)| (learned.status(), learned.last_at_ms()))
        {
            self.learned.remove(least);
        }
        self.learned.push(learned);
    }

    /// Removes these limits, because the vendor accepted a password that they forbid or an authorized
    /// caller clears them. Returns whether any of them was stored.
    pub fn forget(&mut self, limits: &[Limit]) -> bool {
        let before = self.learned.len();
        self.learned.retain(|learned| !limits.contains(&learned.limit));
        self.learned.len() != before
    }

    /// Adopts a learned limit for all accounts. Returns whether the limit was stored.
    pub fn adopt(&mut self, limit: Limit, now_ms: u64) -> bool {
        self.learned(now_ms);
        let known = self.learned.iter_mut().find(|learned| learned.limit == limit);
        known.map(|learned| learned.adopted_at_ms = Some(now_ms)).is_some()
    }
}

const fn is_of_one_rule(a: Limit, b: Limit) -> bool {
    matches!(
        (a, b),
        (Limit::Length { .. }, Limit::Length { .. }) | (Limit::Repetition { .. }, Limit::Repetition { .. })
    )
}

/// The policy in force for an account; without an account, the policy for all accounts. Where two
/// limits together would allow no password, the one that was last supported wins.
pub fn in_force(configured: &Policy, learned: &[Learned], account: Option<&Supporter>) -> Policy {
    let mut latest: Vec<&Learned> = learned.iter().collect();
    latest.sort_by_key(|learned| std::cmp::Reverse(learned.last_at_ms()));
    let those = |hold: bool| -> Vec<Limit> {
        let those = latest.iter().filter(|learned| learned.holds_for(account) == hold);
        those.map(|learned| learned.limit).collect()
    };
    configured.tightened(&those(true)).reporting(&those(false))
}

/// Limits as the audit log writes them: `length.min=12 length.max=18`.
pub fn in_words(limits: impl Iterator<Item = Limit>) -> String {
    let words = limits.flat_map(|limit| match limit {
        Limit::Length { min, max } => vec![("length.min", min), ("length.max", max)],
        Limit::Repetition { max } => vec![("repetition.max", Some(max))],
    });
    let words = words.filter_map(|(name, number)| Some(format!("{name}={}", number?)));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
