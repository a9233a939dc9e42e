//! What follows from the search for a password among breached ones.

use passgate_core::{Policy, Violation};
use passgate_wire::Refusal;
use serde::{Deserialize, Serialize};

use crate::config::OnFailure;
use crate::reset::precheck;

/// The result of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Searched {
    /// The password was not found, or less often than the threshold.
    NotBreached,
    /// The password was found at least as often as the threshold.
    Breached,
    /// There was no answer, or one that could not be read.
    Unanswered,
}

impl Searched {
    /// The result for the number of occurrences that the reply states, if it states one.
    pub const fn of(seen: Option<u64>, threshold: u64) -> Self {
        match seen {
            None => Self::Unanswered,
            Some(seen) if seen >= threshold => Self::Breached,
            Some(_) => Self::NotBreached,
        }
    }

    /// The name in the audit log and in the Worker's log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotBreached => "not-breached",
            Self::Breached => "breached",
            Self::Unanswered => "breaches-unanswered",
        }
    }

    /// Whether the reset goes on.
    pub fn passes(self, on_failure: OnFailure) -> bool {
        self == Self::NotBreached || (self == Self::Unanswered && on_failure == OnFailure::Open)
    }
}

/// The refusal of a breached password. To a person it reads as a common password.
pub fn refusal(policy: &Policy) -> Refusal {
    let pattern = Some(passgate_core::Pattern::Breached);
    precheck::refusal(policy, vec![Violation::TooCommon { pattern }])
}

#[cfg(test)]
mod tests {
    use passgate_core::Product;

    use super::*;

    #[test]
    fn what_stops_a_reset() {
        use OnFailure::{Closed, Open};
        for (seen, threshold, expected, closed, open) in [
            (Some(0), 1, Searched::NotBreached, true, true),
            (Some(1), 1, Searched::Breached, false, false),
            (Some(9), 10, Searched::NotBreached, true, true),
            (Some(10), 10, Searched::Breached, false, false),
            (None, 1, Searched::Unanswered, false, true),
        ] {
            let searched = Searched::of(seen, threshold);
            assert_eq!(searched, expected);
            assert_eq!((searched.passes(Closed), searched.passes(Open)), (closed, open), "{searched:?}");
        }
    }

    #[test]
    fn a_breached_password_has_the_vendors_own_code() {
        for (product, code) in [(Product::Feishu, "1050022"), (Product::Eiam, "PWD.0006")] {
            let refusal = refusal(&Policy::shipped(product));
            assert_eq!(refusal.code, code);
            let violations = serde_json::to_string(refusal.reason.violations()).unwrap();
            assert_eq!(violations, r#"[{"code":"too-common","pattern":"breached"}]"#);
        }
    }
}
