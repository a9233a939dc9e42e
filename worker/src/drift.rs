//! Drift: how far the policy of a product and its vendor have come apart. No API of a vendor tells
//! the tenant's policy, so ours is a copy, and "accepted here, refused there" is all there is to
//! tell whether it still is one. Nothing here holds anything of a password.

use passgate_core::{Checker, Identity, Policy, Product, Report, Rule, RuleName, Secret, Status, Violation};
use serde::{Deserialize, Serialize};

/// The rules of the policy whose rows the vendor's refusal lands in: the very rows that the
/// person's form shows it in. The password itself goes nowhere.
pub fn rules_of(policy: &Policy, password: &Secret, violations: &[Violation]) -> Vec<RuleName> {
    // Which row it is does not depend on the person.
    let mut checker = Checker::new(policy, &Identity::default());
    let before = unmet(&checker.check(password.expose()));
    checker.refuse(password.expose(), violations);
    let mut rules = unmet(&checker.check(password.expose()));
    rules.retain(|rule| !before.contains(rule));
    rules
}

fn unmet(report: &Report) -> Vec<RuleName> {
    let findings = report.findings.iter().filter(|finding| finding.status == Status::Unmet);
    findings.map(|finding| finding.rule).collect()
}

/// What the gate of a product remembers of its vendor's refusals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// By the policy's rule.
    pub rules: Vec<Counted>,
    /// By the violation's code.
    pub violations: Vec<Counted>,
    /// The limits they carried, in the order in which they were learned.
    pub learned: Vec<Learned>,
}

/// How often passwords were accepted here and refused there, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The rule's name, or the violation's code.
    pub name: String,
    /// So often.
    pub refused: u64,
    /// For the first time, in milliseconds since 1970.
    pub first_at_ms: u64,
    /// For the last time, in milliseconds since 1970.
    pub last_at_ms: u64,
}

/// A limit as the vendor's refusal carried it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learned {
    /// The violation that carries it.
    pub violation: Violation,
    /// When it was learned, in milliseconds since 1970.
    pub at_ms: u64,
}

/// One number of the policy that a refusal may tighten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Of which rule.
    pub rule: RuleName,
    /// The member of the rule.
    pub member: &'static str,
    /// As the shipped policy has it, if it does.
    pub shipped: Option<u32>,
    /// As it is configured.
    pub configured: Option<u32>,
    /// As it holds.
    pub in_force: Option<u32>,
    /// When it became what it is, where that was learned; in milliseconds since 1970.
    pub learned_at_ms: Option<u64>,
}

/// Every limit of a product that may be learned, shipped, configured and in force.
pub fn limits(product: Product, configured: &Policy, learned: &[Learned]) -> Vec<Limit> {
    let shipped = numbers(&Policy::shipped(product));
    let mut limits: Vec<Limit> = numbers(configured)
        .into_iter()
        .map(|(rule, member, number)| Limit {
            rule,
            member,
            shipped: number_of(&shipped, rule, member),
            configured: number,
            in_force: number,
            learned_at_ms: None,
        })
        .collect();
    let mut policy = configured.clone();
    for Learned { violation, at_ms } in learned {
        policy = policy.tightened(std::slice::from_ref(violation));
        let now = numbers(&policy);
        for limit in &mut limits {
            let number = number_of(&now, limit.rule, limit.member);
            if number != limit.in_force {
                (limit.in_force, limit.learned_at_ms) = (number, Some(*at_ms));
            }
        }
    }
    limits
}

/// The limits that were learned, in the audit log's words: `length.min=12`.
pub fn told(limits: &[Limit]) -> String {
    let learned = limits.iter().filter(|limit| limit.learned_at_ms.is_some());
    let told = learned
        .filter_map(|limit| Some(format!("{}.{}={}", limit.rule.name(), limit.member, limit.in_force?)));
    told.collect::<Vec<_>>().join(" ")
}

type Number = (RuleName, &'static str, Option<u32>);

fn numbers(policy: &Policy) -> Vec<Number> {
    let rules = policy.rules().iter();
    rules
        .flat_map(|entry| match entry.rule() {
            Rule::Length(length) => {
                vec![(RuleName::Length, "min", length.min), (RuleName::Length, "max", length.max)]
            }
            Rule::Repetition(repetition) => vec![(RuleName::Repetition, "max", Some(repetition.max))],
            _ => Vec::new(),
        })
        .collect()
}

fn number_of(numbers: &[Number], rule: RuleName, member: &str) -> Option<u32> {
    let found = numbers.iter().find(|(of, name, _)| *of == rule && *name == member);
    found.and_then(|(.., number)| *number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_counts_for_the_rows_the_form_shows_it_in() {
        let not_accepted = Violation::NotAccepted { message: Some("密码不符合校验规则".to_owned()) };
        let rows = [
            (
                Product::Eiam,
                "Tz~5820kQ",
                vec![Violation::WrongLength { min: Some(12), max: None }],
                vec![RuleName::Length],
            ),
            (Product::Eiam, "Tz~5820kQ", vec![Violation::Reused], vec![RuleName::History]),
            (Product::Eiam, "Tz~5820kQ", vec![not_accepted.clone()], vec![RuleName::Composition]),
            // The row that was unsure is the likely culprit.
            (Product::Feishu, "Tz 5820kQ", vec![not_accepted], vec![RuleName::Charset]),
            (Product::Feishu, "Tz~5820kQ", vec![Violation::Reused], vec![RuleName::Vendor]),
            (Product::Feishu, "Tz~5820kQ", vec![], vec![RuleName::Composition]),
            (
                Product::Eiam,
                "Tz~5820kQ",
                vec![Violation::Reused, Violation::TooRepetitive { max: Some(1), count: None }],
                vec![RuleName::History, RuleName::Repetition],
            ),
        ];
        for (product, password, violations, rules) in rows {
            let policy = Policy::shipped(product);
            assert_eq!(rules_of(&policy, &Secret::new(password), &violations), rules, "{violations:?}");
        }
    }

    #[test]
    fn limits_stand_beside_what_was_shipped_and_configured() {
        let configured = Policy::from_json(
            r#"{"product":"eiam","rules":[
                {"rule":"length","min":10},
                {"rule":"repetition","count":"run","max":3},
                {"rule":"history"}]}"#,
        )
        .unwrap();
        let learned = [
            Learned { violation: Violation::WrongLength { min: Some(12), max: Some(14) }, at_ms: 1 },
            Learned { violation: Violation::TooShort { min: 13 }, at_ms: 2 },
            // Looser than what is in force: it changes nothing.
            Learned { violation: Violation::TooRepetitive { max: Some(4), count: None }, at_ms: 3 },
        ];
        let limits = limits(Product::Eiam, &configured, &learned);
        let limit = |rule, member, shipped, configured, in_force, learned_at_ms| Limit {
            rule,
            member,
            shipped,
            configured,
            in_force,
            learned_at_ms,
        };
        assert_eq!(
            limits,
            [
                limit(RuleName::Length, "min", Some(8), Some(10), Some(13), Some(2)),
                limit(RuleName::Length, "max", Some(18), None, Some(14), Some(1)),
                limit(RuleName::Repetition, "max", Some(2), Some(3), Some(3), None),
            ]
        );
        assert_eq!(told(&limits), "length.min=13 length.max=14");
        assert_eq!(told(&super::limits(Product::Feishu, &Policy::shipped(Product::Feishu), &[])), "");
    }
}
