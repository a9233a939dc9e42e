//! The rules of a policy that can refuse a text and depend on its characters alone.

use passgate_core::{Checker, Composition, Identity, Length, Policy, Repetition, Rule, RuleName};
use serde_json::json;

/// The counted rules, in the order in which they are explained.
pub const COUNTED: [RuleName; 4] =
    [RuleName::Length, RuleName::Charset, RuleName::Composition, RuleName::Repetition];

/// The rules that can refuse a password, each with its index. Rules that only advise are not among them.
pub fn enforced(policy: &Policy) -> impl Iterator<Item = (usize, &Rule)> {
    let rules = policy.rules().iter().enumerate().filter(|(_, entry)| !entry.advice());
    rules.map(|(index, entry)| (index, entry.rule()))
}

/// The counted rules of a policy. Rules that only advise are not among them.
pub struct Counted {
    /// The rule `length`.
    pub length: Option<Length>,
    /// The rule `composition`.
    pub composition: Option<Composition>,
    /// The rule `repetition`.
    pub repetition: Option<Repetition>,
    charset: Option<Checker>,
    /// The checker of all of them; `None` if there are none.
    pub checker: Option<Checker>,
}

impl Counted {
    /// The counted rules of a policy.
    pub fn of(policy: &Policy) -> Self {
        Self::without(policy, &[])
    }

    /// The same, without some of them.
    pub fn without(policy: &Policy, left_out: &[RuleName]) -> Self {
        let mut counted =
            Self { length: None, composition: None, repetition: None, charset: None, checker: None };
        let is_counted = |rule: &&Rule| COUNTED.contains(&rule.name()) && !left_out.contains(&rule.name());
        let rules: Vec<&Rule> = enforced(policy).map(|(_, rule)| rule).filter(is_counted).collect();
        for rule in &rules {
            match rule {
                Rule::Length(length) => counted.length = Some(*length),
                Rule::Composition(composition) => counted.composition = Some(composition.clone()),
                Rule::Repetition(repetition) => counted.repetition = Some(*repetition),
                Rule::Charset(_) => counted.charset = checker_of(policy, &[rule]),
                _ => {}
            }
        }
        counted.checker = checker_of(policy, &rules);
        counted
    }

    /// Whether the charset allows the character, by the real checker.
    pub fn allows(&self, character: char) -> bool {
        let mut buffer = [0; 4];
        self.charset.as_ref().is_none_or(|charset| charset.accepts(character.encode_utf8(&mut buffer)))
    }

    /// Whether these rules accept the text, by the real checker.
    pub fn accepts(&self, text: &str) -> bool {
        match &self.checker {
            Some(checker) => checker.accepts(text),
            None => !text.is_empty() && text.encode_utf16().count() <= passgate_core::TEXT_MAX,
        }
    }
}

/// A checker of these rules alone; `None` if there are none.
fn checker_of(policy: &Policy, rules: &[&Rule]) -> Option<Checker> {
    let document = json!({ "product": policy.product().name(), "rules": rules });
    Policy::from_value(document).ok().map(|policy| Checker::new(&policy, &Identity::default()))
}
