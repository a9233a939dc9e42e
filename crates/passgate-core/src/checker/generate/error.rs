//! Why no password was generated.

use std::fmt;

use crate::text::strings::add;
use crate::verdict::RuleName;

/// Why no password was generated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GenerateError {
    /// The source of randomness failed.
    Randomness,
    /// The policy requires more than 4,096 characters.
    TooLong,
    /// No visible ASCII character may be used.
    NoCharacter,
    /// No password satisfies the policy. Removing any one of these rules would resolve the contradiction; the
    /// list is empty if no single rule does.
    Contradiction(Vec<RuleName>),
    /// The policy excludes readable passwords: it allows too few characters, no digits or no letters, or it
    /// refuses almost all of them.
    NotReadable,
    /// The search was given up after a bounded amount of work: there may be a password, or none.
    GaveUp,
}

impl GenerateError {
    /// What went wrong, in words.
    pub fn message(&self) -> String {
        let rules = match self {
            Self::Randomness => return "the source of randomness failed".to_owned(),
            Self::TooLong => return "the policy asks for more than 4,096 characters".to_owned(),
            Self::NoCharacter => return "the policy allows no visible ASCII character".to_owned(),
            Self::NotReadable => {
                return "a readable password needs more characters, letters or digits than the policy allows"
                    .to_owned();
            }
            Self::GaveUp => return "no password was found within the bounds of the search".to_owned(),
            Self::Contradiction(rules) => rules,
        };
        let mut message = String::from("no password satisfies every rule");
        for (index, rule) in rules.iter().enumerate() {
            add(&mut message, if index == 0 { ": see `" } else { ", `" });
            add(&mut message, rule.name());
            add(&mut message, "`");
        }
        message
    }
}

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for GenerateError {}
