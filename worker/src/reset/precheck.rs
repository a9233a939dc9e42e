//! The edge's own check of a password, before it spends a vendor call on it.

use passgate_core::{Checker, Identity, Policy, Rule, Secret, Violation};
use passgate_wire::{LengthLimits, Refusal, Spec};

/// The refusal of a password that the policy in force does not accept; `None` when it may be sent. A
/// password far over the maximum length gets only that violation.
pub fn refuse(policy: &Policy, identity: &Identity, password: &Secret) -> Option<Refusal> {
    if let Some(too_long) = policy.oversize(password.expose()) {
        return Some(refusal(policy, vec![too_long]));
    }
    let report = Checker::new(policy, identity).check(password.expose());
    if report.accepted {
        return None;
    }
    Some(refusal(policy, report.violations()))
}

/// The refusal of a password for these violations, as its vendor would word it.
pub fn refusal(policy: &Policy, violations: Vec<Violation>) -> Refusal {
    (Spec::of(policy.product()).local_refusal)(violations, length_limits(policy))
}

fn length_limits(policy: &Policy) -> LengthLimits {
    policy
        .rules()
        .iter()
        .find_map(|entry| match entry.rule() {
            Rule::Length(length) => Some(LengthLimits { min: length.min, max: length.max }),
            _ => None,
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use passgate_core::Product;

    use super::*;

    #[test]
    fn the_pages_own_examples_pass_and_short_ones_do_not() {
        let nobody = Identity::default();
        for (product, good) in [(Product::Feishu, "abcd*efg"), (Product::Eiam, "P@ssw0rd123")] {
            let policy = Policy::shipped(product);
            assert!(refuse(&policy, &nobody, &Secret::new(good)).is_none());
            let refusal = refuse(&policy, &nobody, &Secret::new("aB1")).unwrap();
            assert!(!refusal.reason.violations().is_empty());
            assert!(!refusal.message.in_language(None).contains("aB1"));
        }
        // Only the length is reported, whatever else is wrong with the password.
        for (product, max) in [(Product::Eiam, 18), (Product::Feishu, 256)] {
            let refusal = refuse(&Policy::shipped(product), &nobody, &Secret::new("a@".repeat(2_000)));
            let refusal = refusal.unwrap();
            assert_eq!(refusal.reason.violations(), [Violation::TooLong { max }]);
            assert!(["PWD.0002", "1050022"].contains(&refusal.code.as_str()), "{}", refusal.code);
        }
        assert_eq!(
            length_limits(&Policy::shipped(Product::Eiam)),
            LengthLimits { min: Some(8), max: Some(18) }
        );
    }
}
