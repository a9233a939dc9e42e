//! What one policy accepts and another one refuses.

use std::cell::LazyCell;

use passgate_core::{Checker, Identity, Locale, Policy, RuleName};

use crate::counted::{COUNTED, enforced};
use crate::documents;
use crate::witness::{self, Witness};

pub use crate::documents::sample_person;

/// A rule that refuses what the other policy accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The rule.
    pub rule: RuleName,
    /// The path of the rule, or of its member, in the policy that refuses.
    pub path: String,
    /// The member that makes the difference; `None` for the whole rule.
    pub member: Option<&'static str>,
    /// What it asks for, in English.
    pub asks: String,
    /// What it refuses, if the documents alone show it.
    pub refuses: Option<String>,
    /// A text that the other policy accepts and this rule refuses, judged by the real checkers.
    pub witness: Option<String>,
    /// Whether the text depends on the [`sample_person`].
    pub of_sample_person: bool,
}

/// What `accepting` accepts and `refusing` refuses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OneWay {
    /// The differences, in the order of the rules that refuse.
    pub differences: Vec<Difference>,
    /// The counted rules that refuse nothing that the other policy accepts. This is exact.
    pub proved: Vec<RuleName>,
    /// The counted rules that refuse something, but the other policy refuses each text that was tried, by a rule
    /// that is not counted; or the solver gave up.
    pub undecided: Vec<RuleName>,
}

/// Both ways.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// What the first accepts and the second refuses.
    pub first_accepts: OneWay,
    /// What the second accepts and the first refuses.
    pub second_accepts: OneWay,
}

impl Diff {
    /// Whether both policies accept the same passwords, as far as this can be decided.
    pub fn is_same(&self) -> bool {
        [&self.first_accepts, &self.second_accepts]
            .iter()
            .all(|way| way.differences.is_empty() && way.undecided.is_empty())
    }
}

/// Compares two policies.
pub fn diff(first: &Policy, second: &Policy) -> Diff {
    Diff { first_accepts: one_way(first, second), second_accepts: one_way(second, first) }
}

/// What `accepting` accepts and `refusing` refuses.
pub fn one_way(accepting: &Policy, refusing: &Policy) -> OneWay {
    let mut way = OneWay::default();
    let by_document = documents::stricter(accepting, refusing);
    let asks = Checker::new(refusing, &Identity::default());
    for (index, rule) in enforced(refusing) {
        let rule = rule.name();
        let mut add = |member: Option<&'static str>, refuses, witness, of_sample_person| {
            let path = match member {
                Some(member) => format!("rules[{index}].{member}"),
                None => format!("rules[{index}]"),
            };
            let asks = asks.asks(rule, Locale::En);
            way.differences.push(Difference { rule, path, member, asks, refuses, witness, of_sample_person });
        };
        if !COUNTED.contains(&rule) {
            let witness = LazyCell::new(|| documents::witness(accepting, refusing, rule));
            for found in by_document.iter().filter(|found| found.rule == rule) {
                add(found.member, Some(found.refuses.clone()), witness.clone(), rule != RuleName::Common);
            }
            continue;
        }
        match witness::find(accepting, refusing, rule) {
            Witness::Text(text) => add(None, None, Some(text), false),
            Witness::Nothing => way.proved.push(rule),
            Witness::Unknown => way.undecided.push(rule),
        }
    }
    way
}
