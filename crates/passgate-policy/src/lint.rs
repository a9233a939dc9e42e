//! The mistakes of a policy, and its conflicts with the standards for passwords.
//!
//! To add a check, add a function that returns findings to the list in [`lint`], and a document with the
//! mistake to the table in `tests/lint.rs`.

mod standards;
mod vendor;

use fastrand::Rng;
use passgate_core::{
    Checker, GenerateError, Identity, IdentityField, Policy, PolicyRule, Relation, Rule, RuleName, Unit,
};
use serde_json::{Value, json};

use crate::alphabet::{RANGES, kinds, visible};
use crate::counted::{COUNTED, Counted, enforced};
use crate::witness::{self, Witness};

/// The kind of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The parser refuses the document.
    Invalid,
    /// Rules exclude each other: no password satisfies them together.
    Contradictory,
    /// No password satisfies the policy.
    Unsatisfiable,
    /// A rule or a member has no effect.
    Redundant,
    /// A member that only an edge writes.
    Learned,
    /// The policy accepts what the vendor's page says the vendor refuses.
    Looser,
    /// The policy conflicts with NIST SP 800-63B-4.
    Nist,
    /// The policy conflicts with OWASP ASVS 5.0.
    Asvs,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Invalid,
        Self::Contradictory,
        Self::Unsatisfiable,
        Self::Redundant,
        Self::Learned,
        Self::Looser,
        Self::Nist,
        Self::Asvs,
    ];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Contradictory => "contradictory",
            Self::Unsatisfiable => "unsatisfiable",
            Self::Redundant => "redundant",
            Self::Learned => "learned",
            Self::Looser => "looser",
            Self::Nist => "nist",
            Self::Asvs => "asvs",
        }
    }
}

/// One mistake or conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its kind.
    pub kind: Kind,
    /// The path of the member, such as `rules[0].min`; `rules` if a rule is missing.
    pub path: String,
    /// What is wrong, and what to do.
    pub problem: String,
    /// The section or requirement of the standard.
    pub requirement: Option<&'static str>,
    /// A text that shows it, judged by the real checkers.
    pub witness: Option<String>,
}

impl Finding {
    fn new(kind: Kind, path: String, problem: impl Into<String>) -> Self {
        Self { kind, path, problem: problem.into(), requirement: None, witness: None }
    }
}

/// The mistakes of a document.
pub fn lint_json(text: &str) -> Vec<Finding> {
    match Policy::from_json(text) {
        Ok(policy) => lint(&policy),
        Err(_) => {
            let mistakes = Policy::mistakes(text).into_iter();
            mistakes.map(|error| Finding::new(Kind::Invalid, error.path, error.message)).collect()
        }
    }
}

/// The mistakes of a policy.
pub fn lint(policy: &Policy) -> Vec<Finding> {
    let mut findings = learned(policy);
    let unsatisfiable = unsatisfiable(policy);
    if unsatisfiable.is_empty() {
        findings.extend(redundant(policy));
        findings.extend(vendor::looser(policy));
    }
    findings.extend(unsatisfiable);
    findings.extend(standards::nist(policy));
    findings.extend(standards::asvs(policy));
    findings
}

/// The rule with this name and its index, enforced or not.
fn rule_of(policy: &Policy, name: RuleName) -> Option<(usize, &PolicyRule)> {
    policy.rules().iter().enumerate().find(|(_, entry)| entry.rule().name() == name)
}

fn learned(policy: &Policy) -> Vec<Finding> {
    let of_rule = |(index, entry): (usize, &PolicyRule)| {
        let finding = move |member| {
            let problem = "only an edge writes this, from a vendor's refusals: leave it out, and write the limit \
                           that your tenant has into `min` and `max`";
            Finding::new(Kind::Learned, format!("rules[{index}].{member}"), problem)
        };
        entry.rule().learned().into_iter().map(finding)
    };
    policy.rules().iter().enumerate().flat_map(of_rule).collect()
}

/// A minimal set of counted rules that contradict each other, if there is one, as a finding.
fn unsatisfiable(policy: &Policy) -> Vec<Finding> {
    if witness::is_satisfiable(&Counted::of(policy)) != Some(false) {
        return generated(policy);
    }
    let mut left_out = Vec::new();
    for name in COUNTED {
        left_out.push(name);
        if witness::is_satisfiable(&Counted::without(policy, &left_out)) != Some(false) {
            left_out.pop();
        }
    }
    let needed: Vec<(usize, RuleName)> = enforced(policy)
        .map(|(index, rule)| (index, rule.name()))
        .filter(|(_, name)| COUNTED.contains(name) && !left_out.contains(name))
        .collect();
    let finding = match needed.as_slice() {
        [] => Finding::new(Kind::Unsatisfiable, "rules".to_owned(), "no password satisfies them"),
        [(index, _)] => {
            Finding::new(Kind::Unsatisfiable, format!("rules[{index}]"), "no password satisfies it")
        }
        [others @ .., (last, _)] => {
            let others: Vec<String> =
                others.iter().map(|(index, name)| format!("rules[{index}] ({name})")).collect();
            let problem = format!("no password satisfies it together with {}", others.join(", "));
            Finding::new(Kind::Contradictory, format!("rules[{last}]"), problem)
        }
    };
    vec![finding]
}

/// The error of the checker's generator, which follows every rule, if no password exists.
fn generated(policy: &Policy) -> Vec<Finding> {
    let mut random = Rng::with_seed(1);
    let checker = Checker::new(policy, &Identity::default());
    let generated = checker.generate(|bytes| {
        random.fill(bytes);
        true
    });
    match generated {
        Err(
            error @ (GenerateError::Contradiction(_) | GenerateError::NoCharacter | GenerateError::TooLong),
        ) => vec![Finding::new(Kind::Unsatisfiable, "rules".to_owned(), error.message())],
        // An incomplete search proves nothing.
        _ => Vec::new(),
    }
}

fn redundant(policy: &Policy) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |path: String, problem: &str| findings.push(Finding::new(Kind::Redundant, path, problem));
    let own = Counted::of(policy);
    for (index, rule) in enforced(policy) {
        let is_counted = COUNTED.contains(&rule.name());
        if is_counted && witness::find(&without(policy, index), policy, rule.name()) == Witness::Nothing {
            add(format!("rules[{index}]"), "refuses nothing that the other rules accept: leave it out");
            continue;
        }
        match rule {
            Rule::Composition(composition) => {
                for (place, class) in composition.classes.iter().enumerate() {
                    let is_of = |character: char| kinds(class).contains(&visible(character));
                    if !('!'..='~').any(|character| is_of(character) && own.allows(character)) {
                        let problem = "the charset allows no such character: leave the class out";
                        add(format!("rules[{index}].classes[{place}]"), problem);
                    }
                }
            }
            Rule::Length(length) if length.unit != Unit::Any && !takes_more_than_ascii(&own) => {
                add(
                    format!("rules[{index}].unit"),
                    "has no effect: the charset allows only ASCII, where all units agree",
                );
            }
            Rule::Username(username)
                if username.relation == Relation::Equal
                    && !username.reversed
                    && refuses_usernames(policy) =>
            {
                add(
                    format!("rules[{index}]"),
                    "the rule identity refuses every password that contains the username: leave it out",
                );
            }
            _ => {}
        }
    }
    for (index, entry) in policy.rules().iter().enumerate() {
        if entry.advice() && matches!(entry.rule(), Rule::History(_)) {
            add(format!("rules[{index}].advice"), "has no effect: history never refuses a password here");
        }
    }
    findings
}

fn refuses_usernames(policy: &Policy) -> bool {
    enforced(policy).any(
        |(_, rule)| matches!(rule, Rule::Identity(identity) if identity.fields.contains(IdentityField::Username)),
    )
}

fn takes_more_than_ascii(own: &Counted) -> bool {
    RANGES.iter().any(|(_, _, first, _)| !first.is_ascii() && own.allows(*first))
}

/// The policy without the rule at this index.
fn without(policy: &Policy, place: usize) -> Policy {
    let mut document = serde_json::to_value(policy).unwrap_or(Value::Null);
    if let Some(rules) = document.get_mut("rules").and_then(Value::as_array_mut) {
        rules.remove(place);
        // A policy must have a rule, and `history` refuses nothing.
        if rules.is_empty() {
            rules.push(json!({ "rule": "history" }));
        }
    }
    // Removing a rule cannot make the policy invalid.
    Policy::from_value(document).unwrap_or_else(|_| policy.clone())
}
