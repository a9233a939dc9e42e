//! What a vendor's refusals have told of its limits: for whom that holds, and for how long.
//!
//! One refusal is one vendor's message about one account. It holds for that account at once; for
//! everybody else it is only reported, and their row is unsure, until several accounts agree or an
//! operator adopts it. A password that the vendor accepts disproves it, and nothing is for ever.

use std::collections::BTreeMap;

use passgate_core::{Limit, Policy};
use serde::{Deserialize, Serialize};

use crate::base::moment;

/// So many accounts agree on a limit before it holds for everybody. One account is one odd message;
/// two are one person with a second account, or two of one group with a policy of its own. Repeated
/// refusals of one account are one.
pub const AGREED: usize = 3;
/// How long a refusal supports a limit, and an operator's word holds, in milliseconds: thirty days.
pub const HOLDS_MS: u64 = 30 * 24 * 60 * 60 * 1000;

/// A vendor whose messages differ each time finds an end of memory.
const MOST_LIMITS: usize = 16;
const MOST_ACCOUNTS: usize = 64;

/// An account, as far as its refusals support a limit: a keyed tag, which names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supporter {
    /// Which of a product's kinds of id named it, where there are several. One account has one of
    /// each, so only those of one kind are counted together.
    pub kind: String,
    /// The tag.
    pub tag: String,
}

/// What one refusal teaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taught {
    /// The limit, which explains the refusal.
    pub limit: Limit,
    /// The vendor's code.
    pub cause: String,
    /// Whose password was refused.
    pub account: Supporter,
}

/// Whether a limit holds, and by whose word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LimitStatus {
    /// For the accounts whose refusals told it. Everybody else's row is unsure.
    Reported,
    /// For everybody: enough accounts agree.
    Agreed,
    /// For everybody: an operator says so.
    Adopted,
}

impl LimitStatus {
    /// Every status.
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

/// One account's last refusal that told a limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Support {
    account: Supporter,
    at_ms: u64,
}

/// One limit that refusals have told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learned {
    /// The limit.
    pub limit: Limit,
    /// The vendor's code of the last refusal that told it.
    pub cause: String,
    /// When it was told first, in milliseconds since 1970.
    pub first_at_ms: u64,
    /// When an operator adopted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    adopted_at_ms: Option<u64>,
    support: Vec<Support>,
}

impl Learned {
    /// Whether it holds, and by whose word.
    pub fn status(&self) -> LimitStatus {
        if self.adopted_at_ms.is_some() {
            LimitStatus::Adopted
        } else if self.accounts() >= AGREED {
            LimitStatus::Agreed
        } else {
            LimitStatus::Reported
        }
    }

    /// How many accounts support it.
    pub fn accounts(&self) -> usize {
        let mut by_kind: BTreeMap<&str, usize> = BTreeMap::new();
        for Support { account, .. } in &self.support {
            let many = by_kind.entry(&account.kind).or_default();
            *many = many.saturating_add(1);
        }
        by_kind.into_values().max().unwrap_or_default()
    }

    /// When a refusal told it last, or an operator adopted it, in milliseconds since 1970.
    pub fn last_at_ms(&self) -> u64 {
        let told = self.support.iter().map(|support| support.at_ms);
        told.chain(self.adopted_at_ms).max().unwrap_or(self.first_at_ms)
    }

    /// When it ends if nothing tells it again, in milliseconds since 1970.
    pub fn ends_at_ms(&self) -> u64 {
        self.last_at_ms().saturating_add(HOLDS_MS)
    }

    /// Whether it holds for this account; for everybody, where none is named.
    pub fn holds_for(&self, account: Option<&Supporter>) -> bool {
        self.status() != LimitStatus::Reported
            || account.is_some_and(|account| self.support.iter().any(|own| own.account == *account))
    }

    /// Forgets what is over. A moment that is yet to come was kept by a clock that was wrong: it is
    /// now, and is kept so, or it would not be over until then.
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

/// All that is remembered of a product's limits, as its gate keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The configured policy that these were learned beside: the tag of its document.
    configured: String,
    learned: Vec<Learned>,
}

impl Limits {
    /// What was kept, for a gate that opens with this configured policy: nothing of it where the
    /// policy is another one, or where nothing is to be learned.
    #[must_use]
    pub fn beside(mut self, configured: &str, is_learning: bool) -> Self {
        if self.configured != configured || !is_learning {
            self.learned.clear();
        }
        configured.clone_into(&mut self.configured);
        self
    }

    /// Each of them at this moment; what is over is forgotten.
    pub fn learned(&mut self, now_ms: u64) -> &[Learned] {
        for learned in &mut self.learned {
            learned.tidy(now_ms);
        }
        self.learned.retain(|learned| !learned.is_over());
        &self.learned
    }

    /// Takes in what a refusal teaches. An account supports one limit of a rule: the last that it
    /// was told.
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

    /// Forgets these: the vendor accepted a password that they forbid, or somebody who may says so.
    /// Whether any of them was there.
    pub fn forget(&mut self, limits: &[Limit]) -> bool {
        let before = self.learned.len();
        self.learned.retain(|learned| !limits.contains(&learned.limit));
        self.learned.len() != before
    }

    /// Has one hold for everybody that a refusal has told; whether there was such a one.
    pub fn adopt(&mut self, limit: Limit, now_ms: u64) -> bool {
        self.learned(now_ms);
        let told = self.learned.iter_mut().find(|learned| learned.limit == limit);
        told.map(|learned| learned.adopted_at_ms = Some(now_ms)).is_some()
    }
}

const fn is_of_one_rule(a: Limit, b: Limit) -> bool {
    matches!(
        (a, b),
        (Limit::Length { .. }, Limit::Length { .. }) | (Limit::Repetition { .. }, Limit::Repetition { .. })
    )
}

/// The policy in force for an account; for everybody, where none is named. Of limits that leave no
/// password together, the one told last is taken.
pub fn in_force(configured: &Policy, learned: &[Learned], account: Option<&Supporter>) -> Policy {
    let mut latest: Vec<&Learned> = learned.iter().collect();
    latest.sort_by_key(|learned| std::cmp::Reverse(learned.last_at_ms()));
    let those = |hold: bool| -> Vec<Limit> {
        let those = latest.iter().filter(|learned| learned.holds_for(account) == hold);
        those.map(|learned| learned.limit).collect()
    };
    configured.tightened(&those(true)).reporting(&those(false))
}

/// Limits in the audit log's words: `length.min=12 length.max=18`.
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
