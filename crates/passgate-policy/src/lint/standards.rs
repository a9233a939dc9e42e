//! Conflicts with NIST SP 800-63B-4 (July 2025), section 3.1.1.2, and with OWASP ASVS 5.0, section V6.2.
//!
//! A vendor's tenant may require what the standards forbid. Then change the tenant first: a policy that is looser
//! than its tenant only accepts passwords that the vendor refuses.

use passgate_core::{Length, Letters, Policy, Rule, RuleName, Unit};

use super::{Finding, Kind, rule_of, takes_more_than_ascii};
use crate::counted::{Counted, enforced};

const NIST: &str = "SP 800-63B-4, 3.1.1.2";
/// The minimum length of a password that is the only factor (NIST).
const MIN_ALONE: u32 = 15;
/// The minimum length beside a second factor (NIST), and of any password (ASVS 6.2.1).
const MIN: u32 = 8;
/// Both standards: a maximum length must be at least this.
const MAX: u32 = 64;

/// The conflicts with NIST SP 800-63B-4.
pub fn nist(policy: &Policy) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |path: String, problem: &str| {
        findings.push(Finding { requirement: Some(NIST), ..Finding::new(Kind::Nist, path, problem) });
    };
    match minimum(policy) {
        (path, None) => add(path, "SHALL require at least 15 characters, or 8 beside a second factor"),
        (path, Some(min)) if min < MIN => {
            add(path, "SHALL require at least 15 characters, or 8 beside a second factor");
        }
        (path, Some(min)) if min < MIN_ALONE => {
            add(
                path,
                "SHALL be at least 15 where the password is the only factor; 8 is enough beside a second one",
            );
        }
        _ => {}
    }
    let own = Counted::of(policy);
    for (index, rule) in enforced(policy) {
        let path = |member: &str| format!("rules[{index}].{member}");
        match rule {
            Rule::Length(length) => {
                if length.max.is_some_and(|max| max < MAX) {
                    add(path("max"), "SHOULD permit at least 64 characters");
                }
                let counts_otherwise = matches!(length.unit, Unit::Grapheme | Unit::Utf16 | Unit::Byte);
                if counts_otherwise && takes_more_than_ascii(&own) {
                    add(path("unit"), "SHALL count each Unicode code point as one character: `code-point`");
                }
            }
            Rule::Composition(_) => {
                add(
                    format!("rules[{index}]"),
                    "SHALL NOT impose composition rules, such as mixtures of character types",
                );
            }
            Rule::Repetition(_) => {
                add(
                    format!("rules[{index}]"),
                    "SHALL NOT impose other composition rules, such as limits of repeated characters",
                );
            }
            Rule::Charset(charset) => {
                if ('!'..='~').any(|character| !own.allows(character) && character.is_ascii_punctuation()) {
                    add(path("symbols"), "SHOULD accept all printing ASCII characters");
                }
                if !charset.digits {
                    add(path("digits"), "SHOULD accept all printing ASCII characters");
                }
                if !charset.space {
                    add(path("space"), "SHOULD accept the space character");
                }
                if charset.letters != Letters::Any {
                    add(path("letters"), "SHOULD accept Unicode characters");
                }
            }
            _ => {}
        }
    }
    if let Some(path) = missing(policy, RuleName::Common) {
        add(path, "SHALL compare with a blocklist of common passwords: the rule `common`");
    }
    findings
}

/// The conflicts with OWASP ASVS 5.0.
pub fn asvs(policy: &Policy) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |requirement, path: String, problem: &str| {
        findings.push(Finding { requirement: Some(requirement), ..Finding::new(Kind::Asvs, path, problem) });
    };
    let (path, min) = minimum(policy);
    if min.is_none_or(|min| min < MIN) {
        add("ASVS 5.0, 6.2.1", path, "passwords have at least 8 characters; 15 are recommended");
    }
    if let Some(path) = missing(policy, RuleName::Common) {
        add(
            "ASVS 5.0, 6.2.4",
            path,
            "passwords are compared with at least 3,000 common ones: the rule `common`",
        );
    }
    for (index, rule) in enforced(policy) {
        match rule {
            Rule::Composition(_) => {
                let problem = "passwords of any composition are permitted: no minimum of character types";
                add("ASVS 5.0, 6.2.5", format!("rules[{index}]"), problem);
            }
            Rule::Charset(_) => {
                let problem = "no rule limits the type of characters";
                add("ASVS 5.0, 6.2.5", format!("rules[{index}]"), problem);
            }
            Rule::Length(length) if length.max.is_some_and(|max| max < MAX) => {
                add("ASVS 5.0, 6.2.9", format!("rules[{index}].max"), "at least 64 characters are permitted");
            }
            _ => {}
        }
    }
    if let Some(path) = missing(policy, RuleName::Identity) {
        add("ASVS 5.0, 6.2.11", path, "context-specific words are refused: the rule `identity`");
    }
    findings
}

/// The enforced minimum length, and its path.
fn minimum(policy: &Policy) -> (String, Option<u32>) {
    match rule_of(policy, RuleName::Length) {
        Some((index, entry)) if entry.advice() => (format!("rules[{index}].advice"), None),
        Some((index, entry)) => match entry.rule() {
            Rule::Length(Length { min, .. }) => (format!("rules[{index}].min"), *min),
            _ => ("rules".to_owned(), None),
        },
        None => ("rules".to_owned(), None),
    }
}

/// The path of a finding about a rule that is missing or only advises.
fn missing(policy: &Policy, name: RuleName) -> Option<String> {
    match rule_of(policy, name) {
        None => Some("rules".to_owned()),
        Some((index, entry)) => entry.advice().then(|| format!("rules[{index}].advice")),
    }
}
