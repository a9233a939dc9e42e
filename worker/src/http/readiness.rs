//! The readiness of the edge, part by part, for a load balancer or a deployment.

use passgate_core::Product;
use serde::{Deserialize, Serialize};

use crate::base::moment::is_recent;

/// How long an answer is reused, in milliseconds. It bounds how often the parts are checked, however
/// often a stranger asks.
pub const GOOD_FOR_MS: u64 = 2_000;
/// A check that takes longer than this is treated as lost, in milliseconds.
const CHECK_MS: u64 = 10_000;

/// What a product's gate reports of its readiness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateReady {
    /// Whether the gate holds a vendor token that is still valid.
    pub has_token: bool,
}

/// The parts that are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The vendor has issued a token that has not expired.
    VendorToken,
    /// The issuer's keys could be fetched.
    IssuerKeys,
    /// The product's gate can write to its disk.
    Gate,
    /// The product's audit log can be read.
    AuditLog,
}

impl Part {
    /// All parts.
    pub const ALL: [Self; 4] = [Self::VendorToken, Self::IssuerKeys, Self::Gate, Self::AuditLog];
}

/// The result of one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The part that was checked.
    pub part: Part,
    /// What the part belongs to: a product, or an issuer's URL.
    pub of: String,
    /// Whether the part is ready.
    pub ready: bool,
}

impl Check {
    /// The check of a part of a product.
    pub fn of_product(part: Part, product: Product, ready: bool) -> Self {
        Self { part, of: product.name().to_owned(), ready }
    }

    /// The check of an issuer's keys.
    pub fn of_issuer(issuer: &str, ready: bool) -> Self {
        Self { part: Part::IssuerKeys, of: issuer.to_owned(), ready }
    }
}

/// The results of all checks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// Whether every part is ready.
    pub ready: bool,
    /// The results part by part; empty when no check has ended yet.
    pub checks: Vec<Check>,
}

impl Readiness {
    /// The readiness that follows from these checks.
    pub fn of(checks: Vec<Check>) -> Self {
        Self { ready: checks.iter().all(|check| check.ready), checks }
    }
}

/// The last result, and whether a check is in progress.
#[derive(Default)]
pub struct LastLook {
    found: Option<(Readiness, u64)>,
    began_at_ms: Option<u64>,
}

impl LastLook {
    /// The answer without a new check: a recent result, or the previous result while another request
    /// checks. `None` when this request must check.
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

    /// Stores the result of a check.
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
    fn concurrent_requests_share_one_check() {
        let mut last = LastLook::default();
        assert_eq!(last.answer_or_begin(1_000), None);
        // No check has ended yet, which does not mean ready.
        assert_eq!(last.answer_or_begin(1_001), Some(Readiness::default()));
        assert!(!Readiness::default().ready);
        last.ended(&found(true), 1_500);
        assert_eq!(last.answer_or_begin(3_499), Some(found(true)));
        assert_eq!(last.answer_or_begin(3_500), None);
        assert_eq!(last.answer_or_begin(3_501), Some(found(true)), "while a check is in progress");
        // A check that was lost does not block the others.
        assert_eq!(last.answer_or_begin(13_500), None);
        last.ended(&found(false), 13_600);
        assert_eq!(last.answer_or_begin(13_700), Some(found(false)));
    }

    #[test]
    fn a_clock_that_jumps_does_not_extend_a_result() {
        let mut last = LastLook::default();
        assert_eq!(last.answer_or_begin(100_000), None);
        last.ended(&found(true), 100_000);
        assert_eq!(last.answer_or_begin(50_000), None);
        assert!(last.answer_or_begin(50_000).is_some());
        assert_eq!(last.answer_or_begin(10_000), None);
    }
}
