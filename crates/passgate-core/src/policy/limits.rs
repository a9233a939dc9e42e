//! Learns a policy's limits from refusals, and applies such limits to a policy.

use std::mem::discriminant;

use super::{Policy, PolicyRule};
use crate::policy::Limit;
use crate::policy::rules::Rule;
use crate::text::{Text, judged};
use crate::verdict::{PackedViolation, Violation};

impl Policy {
    /// Applies the limit that a refusal of this text states, if it explains the refusal.
    pub(crate) fn learn(&mut self, violation: PackedViolation, text: &Text<'_>) {
        if let Some(limit) = self.taught(violation, text) {
            // The vendor's latest statement wins: a limit that contradicts the rule replaces it.
            self.change(|rule| rule.tightened(limit).or_else(|| rule.replaced(limit)));
        }
    }

    fn taught(&self, violation: PackedViolation, text: &Text<'_>) -> Option<Limit> {
        self.rules.iter().find_map(|PolicyRule { rule, .. }| {
            let limit = rule.limit_in(violation)?;
            rule.forbids(limit, text).then_some(limit)
        })
    }

    /// Replaces the rules for which `changed` returns a new one, unless no text could then satisfy all rules.
    fn change(&mut self, changed: impl Fn(&Rule) -> Option<Rule>) {
        for index in 0..self.rules.len() {
            let Some(entry) = self.rules.get_mut(index) else { return };
            let Some(rule) = changed(&entry.rule) else { continue };
            let before = std::mem::replace(&mut entry.rule, rule);
            if self.validate().is_err()
                && let Some(entry) = self.rules.get_mut(index)
            {
                entry.rule = before;
            }
        }
    }

    /// The limit that the refusal of this text for this violation teaches. `None` if the violation states no
    /// number, or an implausible one; if the text is not certainly outside of the limit; if this policy is
    /// already as strict, or has another rule with which no password would be left; or if the text is longer
    /// than [`TEXT_MAX`](crate::TEXT_MAX), because such a text is refused whatever the limits are.
    ///
    /// ```
    /// use passgate_core::{Limit, Policy, Product, Violation};
    ///
    /// let policy = Policy::shipped(Product::Eiam);
    /// let violation = Violation::TooShort { min: 12 };
    /// assert_eq!(policy.teaches("Tz~5820kQ1", &violation), Limit::length(Some(12), None));
    /// assert_eq!(policy.teaches("Tz~5820kQ1-9x", &violation), None); // it has 13 characters
    /// ```
    pub fn teaches(&self, text: &str, violation: &Violation) -> Option<Limit> {
        let limit = self.taught(violation.packed(), &Text::new(&judged(text)?))?;
        (self.tightened(&[limit]) != *self).then_some(limit)
    }

    /// Whether the limit certainly forbids the text, in every unit of length. Then it explains a refusal of
    /// the text, and an acceptance of the text disproves it. `false` for a text longer than
    /// [`TEXT_MAX`](crate::TEXT_MAX), which is too long without a limit.
    ///
    /// ```
    /// use passgate_core::{Limit, Policy, Product};
    ///
    /// let policy = Policy::shipped(Product::Eiam);
    /// let limit = Limit::Repetition { max: 1 };
    /// assert!(policy.forbids(limit, "Tiide*Lamp72"));
    /// assert!(!policy.forbids(limit, "Tide*Lamp72"));
    /// ```
    pub fn forbids(&self, limit: Limit, text: &str) -> bool {
        let Some(units) = judged(text) else { return false };
        self.rules.iter().any(|entry| entry.rule.forbids(limit, &Text::new(&units)))
    }

    /// This policy with these limits applied, the most important first. Limits only tighten, with one
    /// exception: a length that contradicts this policy replaces its length, and a text outside of the
    /// replaced limits is unsure ([`Length::documented`](crate::Length::documented)). A limit is ignored if
    /// it would leave no password, or if it contradicts another limit.
    ///
    /// ```
    /// use passgate_core::{Checker, Identity, Limit, Policy, Product};
    ///
    /// let policy = Policy::shipped(Product::Eiam).tightened(&[Limit::Length { min: Some(12), max: None }]);
    /// assert!(!Checker::new(&policy, &Identity::default()).accepts("Tide*Lamp72"));
    /// ```
    #[must_use]
    pub fn tightened(&self, limits: &[Limit]) -> Self {
        let mut policy = self.clone();
        for (index, limit) in limits.iter().enumerate() {
            // Of the limits for one rule, only the first may contradict the policy.
            let before = limits.get(..index).unwrap_or_default();
            let is_first = before.iter().all(|other| discriminant(other) != discriminant(limit));
            let replaced = |rule: &Rule| rule.replaced(*limit).filter(|_| is_first);
            policy.change(|rule| rule.tightened(*limit).or_else(|| replaced(rule)));
        }
        policy
    }

    /// This policy with these limits as reported ones: a text that is outside only of these is unsure. A
    /// limit that would leave no password is ignored.
    ///
    /// ```
    /// use passgate_core::{Checker, Identity, Limit, Policy, Product};
    ///
    /// let policy = Policy::shipped(Product::Eiam).reporting(&[Limit::Length { min: Some(12), max: None }]);
    /// assert!(Checker::new(&policy, &Identity::default()).accepts("Tide*Lamp72"));
    /// ```
    #[must_use]
    pub fn reporting(&self, limits: &[Limit]) -> Self {
        let mut policy = self.clone();
        for limit in limits {
            policy.change(|rule| rule.reporting(*limit));
        }
        policy
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Product;

    #[test]
    fn a_policy_is_tightened_and_never_loosened() {
        let policy = Policy::shipped(Product::Eiam);
        let length = |min, max| Limit::Length { min, max };
        let tight = policy.tightened(&[
            length(Some(12), Some(50)),
            Limit::Repetition { max: 1 },
            length(Some(6), None),
        ]);
        assert!(tight.to_json().contains(r#""min":12,"max":18"#), "{}", tight.to_json());
        assert_eq!(tight.tightened(&[Limit::Repetition { max: 9 }]), tight);
        // Three classes need three characters.
        assert_eq!(policy.tightened(&[length(None, Some(2))]), policy);
        // The document excludes this length, but the vendor knows its own policy.
        let other = policy.tightened(&[length(Some(20), Some(30)), length(Some(14), Some(18))]);
        let documented = r#""min":20,"max":30,"unit":"any","documented":{"min":8,"max":18}"#;
        assert!(other.to_json().contains(documented), "{}", other.to_json());
        assert_eq!(Policy::from_json(&other.to_json()).unwrap(), other);
        // Of two limits that contradict each other, the first counts, even if it is the document's own.
        let own = policy.tightened(&[length(Some(8), Some(18)), length(Some(20), Some(30))]);
        assert_eq!(own, policy);
        let first = policy.tightened(&[length(Some(12), Some(14)), length(Some(20), Some(30))]);
        assert!(
            first.to_json().contains(r#""min":12,"max":14,"unit":"any","source""#),
            "{}",
            first.to_json()
        );
        assert_eq!(policy.tightened(&[]), policy);
    }

    #[test]
    fn reported_limits_are_in_the_document() {
        let policy = Policy::shipped(Product::Eiam);
        let limits = [Limit::Length { min: Some(14), max: Some(18) }, Limit::Repetition { max: 1 }];
        let reporting = policy.reporting(&limits);
        let json = reporting.to_json();
        assert!(json.contains(r#""min":8,"max":18,"unit":"any","reported":{"min":14,"max":18}"#), "{json}");
        assert!(json.contains(r#""reported":{"max":1}"#), "{json}");
        assert_eq!(Policy::from_json(&json).unwrap(), reporting);
        assert_eq!(policy.reporting(&[Limit::Length { min: Some(30), max: None }]), policy);
    }

    #[test]
    fn a_limit_ignores_reported_numbers() {
        let json = r#"{"product":"eiam","rules":[
            {"rule":"length","min":8,"reported":{"min":14}},
            {"rule":"repetition","max":3,"reported":{"max":1}}]}"#;
        let policy = Policy::from_json(json).unwrap();
        let (length, repetition) = (Limit::Length { min: Some(10), max: None }, Limit::Repetition { max: 2 });
        assert!(!policy.forbids(length, "Tz~5820kQ1") && policy.forbids(length, "Tz~5820kQ"));
        assert!(!policy.forbids(repetition, "aab") && policy.forbids(repetition, "aaab"));
    }

    #[test]
    fn a_refusal_teaches_the_limit_that_explains_it() {
        let policy = Policy::shipped(Product::Eiam);
        let length = |min, max| Violation::wrong_length(Some(min), Some(max));
        let repeats = |max| Violation::TooRepetitive { max: Some(max), count: None };
        let (ten, none) = ("Tz~5820kQ1", None);
        for (text, violation, expected) in [
            (ten, length(14, 18), Limit::length(Some(14), Some(18))),
            (ten, length(16, 17), Limit::length(Some(16), Some(17))),
            (ten, Violation::TooShort { min: 12 }, Limit::length(Some(12), None)),
            // Within the stated limits: something else was wrong.
            (ten, length(9, 11), none),
            (ten, length(8, 18), none),
            // Implausible.
            (ten, length(100, 200), none),
            (ten, length(256, 256), none),
            (ten, length(1, 5), none),
            (ten, length(18, 8), none),
            // The policy is already as strict.
            ("short", length(8, 18), none),
            // Outside of the document's limits: the document is wrong.
            (ten, length(20, 32), Limit::length(Some(20), Some(32))),
            ("Tiide*Lamp72", repeats(1), Limit::repetition(1)),
            // No character occurs twice in a row, even if one occurs twice elsewhere.
            ("Tide*LampTide", repeats(1), none),
            ("Tiiide*Lamp72", repeats(2), none),
            (ten, Violation::TooRepetitive { max: None, count: None }, none),
            (ten, Violation::Reused, none),
            ("", length(14, 18), none),
        ] {
            assert_eq!(policy.teaches(text, &violation), expected, "{text} {violation:?}");
        }
        // Nothing is learned for a rule that the policy lacks, or that counts something else.
        let totals = r#"{"product":"eiam","rules":[{"rule":"repetition","count":"total","max":4}]}"#;
        let totals = Policy::from_json(totals).unwrap();
        assert_eq!(totals.teaches(ten, &length(14, 18)), None);
        assert_eq!(totals.teaches("abab", &repeats(1)), Limit::repetition(1));
        let runs = Violation::TooRepetitive { max: Some(1), count: Some(crate::Count::Run) };
        assert_eq!(totals.teaches("aabb", &runs), None);
        // With ten digits, each used once, no password has twelve characters.
        let digits = r#"{"product":"eiam","rules":[{"rule":"length","min":6},{"rule":"charset","letters":"none"},{"rule":"repetition","count":"total","max":1}]}"#;
        let digits = Policy::from_json(digits).unwrap();
        assert_eq!(digits.teaches("1234567890", &Violation::TooShort { min: 12 }), None);
        assert_eq!(digits.tightened(&[Limit::Length { min: Some(12), max: None }]), digits);
        // An implausible pair is implausible even if the policy has no maximum.
        let open = r#"{"product":"eiam","rules":[{"rule":"length","min":8}]}"#;
        let open = Policy::from_json(open).unwrap();
        assert_eq!(open.teaches(ten, &length(256, 256)), None);
        assert_eq!(open.teaches(ten, &length(14, 18)), Limit::length(Some(14), Some(18)));
        // These characters count as ten, twenty or thirty, depending on the unit.
        let han = "一二三四五六七八九十";
        assert_eq!(open.teaches(han, &length(14, 18)), Limit::length(Some(14), Some(18)));
        assert_eq!(open.teaches(han, &length(14, 30)), None);
    }
}
