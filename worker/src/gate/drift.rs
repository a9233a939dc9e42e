//! Drift: differences between the configured policy of a product and the policy of its vendor. No
//! vendor API returns the tenant's policy, so the configured policy is a copy. Passwords that the edge
//! accepts and the vendor refuses are the only sign that the copy is out of date. No data here contains
//! any part of a password.

use passgate_core::{Checker, Identity, Policy, Product, Report, Rule, RuleName, Secret, Status, Violation};
use serde::{Deserialize, Serialize};

use crate::gate::limits::{Learned, in_force};

/// The rules of the policy whose rows show the vendor's refusal, exactly as the person's form shows it.
/// The password is not stored or sent anywhere.
pub fn rules_of(policy: &Policy, password: &Secret, violations: &[Violation]) -> Vec<RuleName> {
    // The row does not depend on the person.
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
    /// The refusals by rule of the policy.
    pub rules: Vec<Counted>,
    /// The refusals by code of the violation.
    pub violations: Vec<Counted>,
    /// The limits learned from the refusals.
    pub learned: Vec<Learned>,
}

/// How often the edge accepted a password and the vendor refused it, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The rule's name, or the violation's code.
    pub name: String,
    /// The number of refusals.
    pub refused: u64,
    /// The time of the first refusal, in milliseconds since 1970.
    pub first_at_ms: u64,
    /// The time of the last refusal, in milliseconds since 1970.
    pub last_at_ms: u64,
}

/// A number of the policy that a refusal may tighten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The rule of the number.
    pub rule: RuleName,
    /// The member of the rule.
    pub member: &'static str,
    /// The value in the shipped policy, if it has one.
    pub shipped: Option<u32>,
    /// The value in the configured policy.
    pub configured: Option<u32>,
    /// The value in force for all accounts.
    pub in_force: Option<u32>,
    /// The value from refusals, where it is stricter and not in force for all accounts.
    pub reported: Option<u32>,
}

/// Every number of a product that may be learned: its shipped and configured value and the one in
/// force.
pub fn figures(product: Product, configured: &Policy, learned: &[Learned]) -> Vec<Figure> {
    let shipped = numbers(&Policy::shipped(product));
    let now = numbers(&in_force(configured, learned, None));
    let each = numbers(configured).into_iter().map(|(rule, member, own, _)| {
        let (in_force, reported) = number_of(&now, rule, member);
        Figure {
            rule,
            member,
            shipped: number_of(&shipped, rule, member).0,
            configured: own,
            in_force,
            reported: reported.filter(|_| reported != in_force),
        }
    });
    each.collect()
}

/// A member of a rule: its own number, and the stricter of that number and the reported one.
type Number = (RuleName, &'static str, Option<u32>, Option<u32>);

fn numbers(policy: &Policy) -> Vec<Number> {
    let rules = policy.rules().iter();
    rules
        .flat_map(|entry| match entry.rule() {
            Rule::Length(length) => {
                let (min, max) = length.strictest();
                vec![(RuleName::Length, "min", length.min, min), (RuleName::Length, "max", length.max, max)]
            }
            Rule::Repetition(own) => {
                vec![(RuleName::Repetition, "max", Some(own.max), Some(own.strictest()))]
            }
            _ => Vec::new(),
        })
        .collect()
}

fn number_of(numbers: &[Number], rule: RuleName, member: &str) -> (Option<u32>, Option<u32>) {
    let found = numbers.iter().find(|(of, name, ..)| *of == rule && *name == member);
    found.map_or((None, None), |(.., own, strictest)| (*own, *strictest))
}

#[cfg(test)]
mod tests {
    use passgate_core::Limit;

    use super::*;
    use crate::gate::limits::{Limits, Supporter, Taught};

    #[test]
    fn a_refusal_counts_for_the_rows_that_the_form_marks() {
        let not_accepted = Violation::NotAccepted { message: Some("密码不符合校验规则".to_owned()) };
        let rows = [
            (
                Product::Eiam,
                "Tz~5820kQ",
                vec![Violation::wrong_length(Some(12), None)],
                vec![RuleName::Length],
            ),
            (Product::Eiam, "Tz~5820kQ", vec![Violation::Reused], vec![RuleName::History]),
            (Product::Eiam, "Tz~5820kQ", vec![not_accepted.clone()], vec![RuleName::Vendor]),
            // The row was unsure, so it is the likely cause.
            (Product::Feishu, "Tz 5820kQ", vec![not_accepted], vec![RuleName::Charset]),
            (Product::Feishu, "Tz~5820kQ", vec![Violation::Reused], vec![RuleName::Vendor]),
            (Product::Feishu, "Tz~5820kQ", vec![], vec![RuleName::Vendor]),
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
    fn figures_show_the_shipped_the_configured_and_the_current_value() {
        let configured = Policy::from_json(
            r#"{"product":"eiam","rules":[
                {"rule":"length","min":10},
                {"rule":"repetition","count":"run","max":3},
                {"rule":"history"}]}"#,
        )
        .unwrap();
        let mut limits = Limits::default();
        let mut learn = |limit, accounts: u32| {
            for account in 0..accounts {
                let account = Supporter { kind: String::new(), tag: account.to_string() };
                limits.learn(&Taught { limit, cause: "PWD.0002".to_owned(), account }, 1);
            }
        };
        learn(Limit::Length { min: Some(12), max: Some(14) }, 3);
        learn(Limit::Repetition { max: 1 }, 1);
        let figure = |rule, member, shipped, configured, in_force, reported| Figure {
            rule,
            member,
            shipped,
            configured,
            in_force,
            reported,
        };
        assert_eq!(
            figures(Product::Eiam, &configured, limits.learned(1)),
            [
                figure(RuleName::Length, "min", Some(8), Some(10), Some(12), None),
                figure(RuleName::Length, "max", Some(18), None, Some(14), None),
                figure(RuleName::Repetition, "max", Some(2), Some(3), Some(3), Some(1)),
            ]
        );
        let untouched = figures(Product::Feishu, &Policy::shipped(Product::Feishu), &[]);
        assert!(untouched.iter().all(|figure| figure.in_force == figure.configured));
    }
}
