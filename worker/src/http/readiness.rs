//! Whether the edge can do what it is there for, part by part, for whoever sends requests its way.

use passgate_core::Product;
use serde::{Deserialize, Serialize};

use crate::base::moment::is_recent;

/// How long an answer is good, in milliseconds: however often a stranger asks, the parts are asked
/// no more than so often.
pub const GOOD_FOR_MS: u64 = 2_000;
/// After so long a check that has not ended never will.
const CHECK_MS: u64 = 10_000;

/// What a product's gate says of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateReady {
    /// Whether the vendor has given a token that still serves.
    pub has_token: bool,
}

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The vendor has given a token within its life.
    VendorToken,
    /// The issuer's keys were read.
    IssuerKeys,
    /// The product's gate writes to its disk.
    Gate,
    /// The product's audit log can be read.
    AuditLog,
}

impl Part {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::VendorToken, Self::IssuerKeys, Self::Gate, Self::AuditLog];
}

/// One part and how it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Which kind.
    pub part: Part,
    /// Whose: a product, or an issuer's address.
    pub of: String,
    /// Whether it is as it should be.
    pub ready: bool,
}

impl Check {
    /// A part of a product.
    pub fn of_product(part: Part, product: Product, ready: bool) -> Self {
        Self { part, of: product.name().to_owned(), ready }
    }

    /// The keys of an issuer.
    pub fn of_issuer(issuer: &str, ready: bool) -> Self {
        Self { part: Part::IssuerKeys, of: issuer.to_owned(), ready }
    }
}

/// Every part, as it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// Whether all of it is as it should be.
    pub ready: bool,
    /// Part by part; nothing when no check has ended yet.
    pub checks: Vec<Check>,
}

impl Readiness {
    /// What these come to.
    pub fn of(checks: Vec<Check>) -> Self {
        Self { ready: checks.iter().all(|check| check.ready), checks }
    }
}

/// What was found last, and whether somebody is looking.
#[derive(Default)]
pub struct LastLook {
    found: Option<(Readiness, u64)>,
    began_at_ms: Option<u64>,
}

impl LastLook {
    /// What is answered at this moment without a look: what was found lately, or, while somebody else
    /// looks, what was found before; nothing where it is this one's to look.
    pub fn answer_or_begin(&mut self, now_ms: u64) -> Option<Readiness> {
        if let Some((found, at_ms)) = &self.found
            && is_recent(*at_ms, now_ms, GOOD_FOR_MS)
        {
            return Some(found.clone());
        }
        if self.began_at_ms.is_some_and(|began_at_ms| is_recent(began_at_ms, now_ms, CHECK_MS)) {
            return Some(self.found.as_ref().map(|(found, _)| found.clone()).unwrap_or_default());
        }
        self.began_at_ms = Some(now_ms);
        None
    }

    /// Keeps what was found.
    pub fn ended(&mut self, found: &Readiness, now_ms: u64) {
        self.found = Some((found.clone(), now_ms));
        self.began_at_ms = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(ready: bool) -> Readiness {
        Readiness::of(vec![
            Check::of_product(Part::Gate, Product::Feishu, true),
            Check::of_issuer("https://sso.example", ready),
        ])
    }

    #[test]
    fn one_part_that_is_not_ready_is_named() {
        assert!(found(true).ready && !found(false).ready);
        let text = serde_json::to_string(&found(false)).unwrap();
        assert_eq!(
            text,
            r#"{"ready":false,"checks":[{"part":"gate","of":"feishu","ready":true},{"part":"issuer-keys","of":"https://sso.example","ready":false}]}"#
        );
    }

    #[test]
    fn however_many_ask_one_looks() {
        let mut last = LastLook::default();
        assert_eq!(last.answer_or_begin(1_000), None);
        // Nothing was found yet, and that is not "ready".
        assert_eq!(last.answer_or_begin(1_001), Some(Readiness::default()));
        assert!(!Readiness::default().ready);
        last.ended(&found(true), 1_500);
        assert_eq!(last.answer_or_begin(3_499), Some(found(true)));
        assert_eq!(last.answer_or_begin(3_500), None);
        assert_eq!(last.answer_or_begin(3_501), Some(found(true)), "while somebody looks");
        // One who never came back does not stop the others.
        assert_eq!(last.answer_or_begin(13_500), None);
        last.ended(&found(false), 13_600);
        assert_eq!(last.answer_or_begin(13_700), Some(found(false)));
    }

    #[test]
    fn a_clock_that_jumps_keeps_nothing_for_longer() {
        let mut last = LastLook::default();
        assert_eq!(last.answer_or_begin(100_000), None);
        last.ended(&found(true), 100_000);
        assert_eq!(last.answer_or_begin(50_000), None);
        assert!(last.answer_or_begin(50_000).is_some());
        assert_eq!(last.answer_or_begin(10_000), None);
    }
}
