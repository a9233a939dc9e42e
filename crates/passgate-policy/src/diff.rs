//! What one policy accepts and another one refuses.

use passgate_core::{Checker, Identity, Locale, Policy, RuleName};

use crate::counted::COUNTED;
use crate::documents::{self, sample};
use crate::witness::{self, Witness};

/// A rule that refuses what the other policy accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The rule.
    pub rule: RuleName,
    /// The path of it, or of its member, in the policy that refuses.
    pub path: String,
    /// What it asks for, in English.
    pub asks: String,
    /// What it refuses, where that is known from the documents alone.
    pub refuses: Option<String>,
    /// A text that the one accepts and this rule refuses, judged by the real checkers.
    pub witness: Option<String>,
    /// Whether the text is about a person: [`documents::sample`](sample_person).
    pub of_sample_person: bool,
}

/// What `accepting` accepts and `refusing` refuses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OneWay {
    /// The differences, in the order of the rules that refuse.
    pub differences: Vec<Difference>,
    /// The counted rules that refuse nothing that the other policy accepts. This is exact.
    pub proved: Vec<RuleName>,
    /// The counted rules that refuse something, but each text that was tried is on a list of the other policy.
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
    /// Whether nothing is accepted by one and refused by the other, as far as this can be decided.
    pub fn is_same(&self) -> bool {
        [&self.first_accepts, &self.second_accepts]
            .iter()
            .all(|way| way.differences.is_empty() && way.undecided.is_empty())
    }
}

/// The person that witnesses about a person are made for.
pub fn sample_person() -> Identity {
    sample()
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
    for (index, entry) in refusing.rules().iter().enumerate().filter(|(_, entry)| !entry.advice()) {
        let rule = entry.rule().name();
        let mut add = |member: &str, refuses, witness, of_sample_person| {
            let path = if member.is_empty() {
                format!("rules[{index}]")
            } else {
                format!("rules[{index}].{member}")
            };
            let asks = asks.asks(rule, Locale::En);
            way.differences.push(Difference { rule, path, asks, refuses, witness, of_sample_person });
        };
        if !COUNTED.contains(&rule) {
            for found in by_document.iter().filter(|found| found.rule == rule) {
                let witness = documents::witness(accepting, refusing, rule);
                add(found.member, Some(found.refuses.clone()), witness, rule != RuleName::Common);
            }
            continue;
        }
        match witness::find(accepting, refusing, rule) {
            Witness::Text(text) => add("", None, Some(text), false),
            Witness::Nothing => way.proved.push(rule),
            Witness::Unknown => way.undecided.push(rule),
        }
    }
    way
}
