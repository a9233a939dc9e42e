//! The name of a row of the checklist, and its status.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::document::{spelled, words};

/// Passes the list of rules to another macro, in the order of their numbers. To add a rule, add a line here,
/// its file in `policy/rules/` and its sentences in `phrases/sentences.rs`.
macro_rules! rules {
    ($make:ident) => {
        $make! {
            /// The number of characters.
            Length(length::Length) = "length",
            /// The permitted characters.
            Charset(charset::Charset) = "charset",
            /// The number of classes of characters.
            Composition(composition::Composition) = "composition",
            /// The password is not the username, nor the username backwards.
            Username(username::Username) = "username",
            /// The password is not one that many people use.
            Common(common::Common) = "common",
            /// The password was not used before. Only the vendor knows.
            History(history::History) = "history",
            /// No character occurs too often.
            Repetition(repetition::Repetition) = "repetition",
            /// The password contains no personal data.
            Identity(identity::IdentityRule) = "identity",
        }
    };
}
pub(crate) use rules;

macro_rules! names {
    ($($(#[$meta:meta])* $Rule:ident($Type:path) = $name:literal,)+) => {
        /// The rules a policy can name, and so the rows a checklist can have.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum RuleName {
            $($(#[$meta])* #[serde(rename = $name)] $Rule,)+
            /// A refusal by the vendor that no rule of the policy covers. No policy names it; the row exists
            /// only for a text that the vendor has refused.
            #[serde(rename = "vendor")]
            Vendor,
        }

        impl fmt::Display for RuleName {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }

        spelled!(RuleName { $($Rule = $name),+ });

        impl RuleName {
            /// The spelling of the name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$Rule => $name,)+
                    Self::Vendor => "vendor",
                }
            }
        }
    };
}
rules!(names);

words! {
    /// Whether a text satisfies a rule.
    Status {
        /// Satisfied.
        Met = "met",
        /// The text breaks the policy document.
        Unmet = "unmet",
        /// Only the vendor knows, it is a guess, or the rule is advice. Never blocks.
        Unsure = "unsure",
    }
}
