//! What a row of the checklist is called, and how it stands.

use serde::{Deserialize, Serialize};

use crate::document::{Vocabulary, words_of};

/// The rules a policy can name, and so the rows a checklist can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleName {
    /// How many characters.
    Length,
    /// Which characters may be used.
    Charset,
    /// How many kinds of character.
    Composition,
    /// Not the username, nor the username backwards.
    Username,
    /// Not a password many people use.
    Common,
    /// Not a password used before: only the vendor knows.
    History,
    /// Not the same character too often.
    Repetition,
    /// Nothing about the person.
    Identity,
    /// What the vendor refused and no rule of the policy covers. No policy names it; its row
    /// is there only for a text the vendor has refused.
    Vendor,
}

words_of!(Rules: RuleName { Length, Charset, Composition, Username, Common, History, Repetition, Identity });

/// How a rule stands for a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Satisfied.
    Met,
    /// This breaks the policy document.
    Unmet,
    /// Only the vendor knows, it is a guess, or the rule is advice. Never blocks.
    Unsure,
}

words_of!(Statuses: Status { Met, Unmet, Unsure });

impl RuleName {
    /// How it is written.
    pub fn name(self) -> &'static str {
        if self == Self::Vendor { "vendor" } else { Vocabulary::Rules.name(self as u32) }
    }
}
