//! The rules, one file each: its document, its validation, its sentence and its check. [`rules`] lists them;
//! the code that concerns all of them is generated from that list.

mod charset;
mod common;
mod composition;
mod history;
mod identity;
mod kind;
mod length;
mod repetition;
mod spans;
#[cfg(test)]
pub(crate) mod table;
mod username;

use std::sync::Arc;

use serde::Serialize;

use crate::document::{Document, Fault, Field, FieldSet, Record, Word as _};
use crate::identity::{Identity, Person, READINGS};
use crate::phrases::{Locale, Values};
use crate::policy::Limit;
use crate::text::Text;
use crate::verdict::{PackedViolation, RuleName, rules};

pub use charset::Charset;
pub use common::Common;
pub use composition::Composition;
pub use history::History;
pub use identity::IdentityRule;
pub use length::{Length, LengthBounds};
pub use repetition::{Repetition, ReportedRepetition};
pub use username::Username;

pub(crate) use identity::PreparedIdentity;
pub(crate) use kind::{Check, RuleKind, Scratch, Verdict, shape};
pub(crate) use spans::{merge, push};
pub(crate) use username::PreparedUsername;

/// Generates one type of all rules, which forwards each call to the rule.
macro_rules! one_type {
    ($($(#[$meta:meta])* $Rule:ident($Type:path) = $name:literal,)+) => {
        /// One rule of a policy, as its document states it.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(tag = "rule")]
        #[non_exhaustive]
        pub enum Rule {
            $($(#[$meta])* #[serde(rename = $name)] $Rule($Type),)+
        }

        /// The data that a rule prepared for one person.
        pub(crate) enum Prepared {
            $($Rule(<$Type as RuleKind>::Prepared),)+
        }

        /// A rule as a document. Its name selects its fields.
        pub(crate) static RULE: Document = Document {
            tag: Some((Field::Rule, RuleName::VOCABULARY)),
            strict: true,
            shapes: &[$(<$Type as RuleKind>::SHAPE),+],
        };

        /// The schema of each rule.
        #[cfg(feature = "schema")]
        pub(crate) fn schemas() -> Vec<serde_json::Value> {
            vec![$(super::schema::rule::<$Type>($name)),+]
        }

        impl Rule {
            /// Reads a rule from a record of [`RULE`], without validating it. No document names the vendor's
            /// own row.
            pub(crate) fn read(record: &Record<'_>) -> Result<Self, Fault> {
                Ok(match RuleName::of(record.tag).unwrap_or(RuleName::Vendor) {
                    $(RuleName::$Rule => Self::$Rule(<$Type as RuleKind>::read(record)?),)+
                    RuleName::Vendor => Self::History(History {}),
                })
            }

            /// The name of the rule, and of its row.
            pub const fn name(&self) -> RuleName {
                match self { $(Self::$Rule(_) => RuleName::$Rule,)+ }
            }

            /// Rejects a rule that is impossible by itself.
            pub(crate) fn validate(&self) -> Result<(), Fault> {
                match self { $(Self::$Rule(rule) => rule.validate(),)+ }
            }

            /// What the rule requires, before anything is typed.
            ///
            /// ```
            /// use passgate_core::{Locale, Policy};
            ///
            /// let policy = Policy::from_json(r#"{"product":"eiam","rules":[{"rule":"length","min":8,"max":18}]}"#)?;
            /// let asked: Vec<String> = policy.rules().iter().map(|entry| entry.rule().ask(Locale::En)).collect();
            /// assert_eq!(asked, ["8 to 18 characters"]);
            /// # Ok::<(), passgate_core::DocumentError>(())
            /// ```
            pub fn ask(&self, locale: Locale) -> String {
                let mut values = Values::default();
                let sentence = match self { $(Self::$Rule(rule) => rule.ask(&mut values),)+ };
                values.say(sentence, locale)
            }

            /// The members of this rule that only an edge writes, from a vendor's refusals.
            pub fn learned(&self) -> Vec<&'static str> {
                match self { $(Self::$Rule(rule) => rule.learned(),)+ }
            }

            /// Whether it never refuses a text.
            pub(crate) const fn never_refuses(&self) -> bool {
                match self { $(Self::$Rule(_) => <$Type as RuleKind>::NEVER_REFUSES,)+ }
            }

            /// Prepares it for a person. `person` is the same person, prepared for all rules of the policy.
            pub(crate) fn prepare(&self, identity: &Identity, person: &Arc<Person>) -> Prepared {
                match self { $(Self::$Rule(rule) => Prepared::$Rule(rule.prepare(identity, person)),)+ }
            }

            /// The fields of an identity that it needs.
            pub(crate) fn reads(&self) -> FieldSet {
                match self { $(Self::$Rule(rule) => rule.reads(),)+ }
            }

            fn looks_for(&self) -> FieldSet {
                match self { $(Self::$Rule(rule) => rule.looks_for(),)+ }
            }

            fn readings(&self) -> Option<usize> {
                match self { $(Self::$Rule(rule) => rule.readings(),)+ }
            }

            /// The maximum number of characters that it allows.
            pub(crate) fn longest(&self) -> Option<u32> {
                match self { $(Self::$Rule(rule) => RuleKind::longest(rule),)+ }
            }

            /// The limit that a violation states, if it belongs to this rule and is plausible.
            pub(crate) fn limit_in(&self, violation: PackedViolation) -> Option<Limit> {
                match self { $(Self::$Rule(rule) => rule.limit_in(violation),)+ }
            }

            /// Whether the limit belongs to this rule and certainly forbids the text.
            pub(crate) fn forbids(&self, limit: Limit, text: &Text<'_>) -> bool {
                match self { $(Self::$Rule(rule) => rule.forbids_by(limit, text),)+ }
            }

            /// The rule with this limit, if the limit belongs to this rule, is stricter and can be satisfied.
            pub(crate) fn tightened(&self, limit: Limit) -> Option<Self> {
                match self { $(Self::$Rule(rule) => rule.tightened_by(limit).map(Self::$Rule),)+ }
            }

            /// The rule with this limit in place of its own, if no text satisfies both.
            pub(crate) fn replaced(&self, limit: Limit) -> Option<Self> {
                match self { $(Self::$Rule(rule) => rule.replaced_by(limit).map(Self::$Rule),)+ }
            }

            /// The rule with this limit added to its reported limits, under the same conditions.
            pub(crate) fn reporting(&self, limit: Limit) -> Option<Self> {
                match self { $(Self::$Rule(rule) => rule.reporting_limit(limit).map(Self::$Rule),)+ }
            }
        }

        impl Prepared {
            /// Whether a text that the rule does not refuse certainly satisfies it.
            pub(crate) fn is_complete(&self) -> bool {
                match self { $(Self::$Rule(prepared) => <$Type as RuleKind>::is_complete(prepared),)+ }
            }

            /// The check of the rule that this was prepared for.
            pub(crate) fn check<'c>(&'c self, rule: &'c Rule) -> &'c dyn Check {
                match (rule, self) {
                    $((Rule::$Rule(rule), Self::$Rule(prepared)) => rule.check(prepared),)+
                    // Prepared for another rule: nothing is known.
                    _ => &History {},
                }
            }
        }
    };
}
rules!(one_type);

/// Prepares a person for these rules. Only the words that some rule needs are prepared.
pub(crate) fn person<'r>(rules: impl Iterator<Item = &'r Rule>, identity: &Identity) -> Arc<Person> {
    let (mut fields, mut depth) = (FieldSet::default(), READINGS);
    for rule in rules {
        fields.add(rule.looks_for());
        depth = rule.readings().unwrap_or(depth);
    }
    Arc::new(Person::new(identity, fields, depth))
}
