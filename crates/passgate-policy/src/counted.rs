//! The rules of a policy that depend on the characters of a text alone, and that can refuse it.

use passgate_core::{Checker, Composition, Identity, Length, Policy, PolicyRule, Repetition, Rule, RuleName};
use serde_json::{Value, json};

/// The counted rules, in the order in which they are explained.
pub const COUNTED: [RuleName; 4] =
    [RuleName::Length, RuleName::Charset, RuleName::Composition, RuleName::Repetition];

/// The counted rules of a policy. Rules that only advise are not among them.
pub struct Counted {
    /// How long.
    pub length: Option<Length>,
    /// How mixed.
    pub composition: Option<Composition>,
    /// How repetitive.
    pub repetition: Option<Repetition>,
    charset: Option<Checker>,
    /// All of them, as a policy that the real checker judges by; `None` if there are none.
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
        let is_counted = |entry: &&PolicyRule| {
            let name = entry.rule().name();
            !entry.advice() && COUNTED.contains(&name) && !left_out.contains(&name)
        };
        let rules: Vec<&PolicyRule> = policy.rules().iter().filter(is_counted).collect();
        for entry in &rules {
            match entry.rule() {
                Rule::Length(length) => counted.length = Some(*length),
                Rule::Composition(composition) => counted.composition = Some(composition.clone()),
                Rule::Repetition(repetition) => counted.repetition = Some(*repetition),
                Rule::Charset(_) => counted.charset = checker_of(policy, &[entry]),
                _ => {}
            }
        }
        counted.checker = checker_of(policy, &rules);
        counted
    }

    /// Whether the charset allows the character, asked of the real checker.
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

/// A checker of these rules of a policy alone. None if they are no policy by themselves.
fn checker_of(policy: &Policy, rules: &[&PolicyRule]) -> Option<Checker> {
    let rules: Vec<Value> =
        rules.iter().filter_map(|entry| serde_json::to_value(entry.rule()).ok()).collect();
    let document = json!({ "product": policy.product().name(), "rules": rules });
    Policy::from_value(document).ok().map(|policy| Checker::new(&policy, &Identity::default()))
}
