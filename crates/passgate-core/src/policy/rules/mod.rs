//! The rules, one file each: what the document says, what makes it impossible, what it asks for, how it is
//! checked. [`rules`] lists them; what concerns all of them is made of that list.

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

/// Makes one type of all rules, and hands each call on to the rule it is for.
macro_rules! one_type {
    ($($(#[$meta:meta])* $Rule:ident($Type:path) = $name:literal,)+) => {
        /// One rule of a policy, as its document states it.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(tag = "rule")]
        #[non_exhaustive]
        pub enum Rule {
            $($(#[$meta])* #[serde(rename = $name)] $Rule($Type),)+
        }

        /// What a rule needs of one person.
        pub(crate) enum Prepared {
            $($Rule(<$Type as RuleKind>::Prepared),)+
        }

        /// A rule as a document: its name says which fields it has.
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
            /// The rule of a [`RULE`], possible or not. No document names the vendor's own row.
            pub(crate) fn read(record: &Record<'_>) -> Result<Self, Fault> {
                Ok(match RuleName::of(record.tag).unwrap_or(RuleName::Vendor) {
                    $(RuleName::$Rule => Self::$Rule(<$Type as RuleKind>::read(record)?),)+
                    RuleName::Vendor => Self::History(History {}),
                })
            }

            /// The row this rule is.
            pub const fn name(&self) -> RuleName {
                match self { $(Self::$Rule(_) => RuleName::$Rule,)+ }
            }

            /// Refuses what is impossible by itself.
            pub(crate) fn validate(&self) -> Result<(), Fault> {
                match self { $(Self::$Rule(rule) => rule.validate(),)+ }
            }

            /// What it asks for, before anything is typed.
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

            /// The members that this rule has and that only an edge writes, from a vendor's refusals.
            pub fn learned(&self) -> Vec<&'static str> {
                match self { $(Self::$Rule(rule) => rule.learned(),)+ }
            }

            /// Whether no text is ever refused by it.
            pub(crate) const fn never_refuses(&self) -> bool {
                match self { $(Self::$Rule(_) => <$Type as RuleKind>::NEVER_REFUSES,)+ }
            }

            /// Makes it ready for a person; `person` is the same one, made ready for these rules.
            pub(crate) fn prepare(&self, identity: &Identity, person: &Arc<Person>) -> Prepared {
                match self { $(Self::$Rule(rule) => Prepared::$Rule(rule.prepare(identity, person)),)+ }
            }

            /// What it reads of an identity.
            pub(crate) fn reads(&self) -> FieldSet {
                match self { $(Self::$Rule(rule) => rule.reads(),)+ }
            }

            fn looks_for(&self) -> FieldSet {
                match self { $(Self::$Rule(rule) => rule.looks_for(),)+ }
            }

            fn readings(&self) -> Option<usize> {
                match self { $(Self::$Rule(rule) => rule.readings(),)+ }
            }

            /// The most characters it allows.
            pub(crate) fn longest(&self) -> Option<u32> {
                match self { $(Self::$Rule(rule) => RuleKind::longest(rule),)+ }
            }

            /// The limit of its own that a violation reports, if there can be such a policy.
            pub(crate) fn limit_in(&self, violation: PackedViolation) -> Option<Limit> {
                match self { $(Self::$Rule(rule) => rule.limit_in(violation),)+ }
            }

            /// Whether the limit is one of its own and certainly forbids the text.
            pub(crate) fn forbids(&self, limit: Limit, text: &Text<'_>) -> bool {
                match self { $(Self::$Rule(rule) => rule.forbids_by(limit, text),)+ }
            }

            /// The rule with this limit, where it is one of its own, is stricter and leaves anything.
            pub(crate) fn tightened(&self, limit: Limit) -> Option<Self> {
                match self { $(Self::$Rule(rule) => rule.tightened_by(limit).map(Self::$Rule),)+ }
            }

            /// The rule with this limit instead of its own, where the two leave nothing together.
            pub(crate) fn replaced(&self, limit: Limit) -> Option<Self> {
                match self { $(Self::$Rule(rule) => rule.replaced_by(limit).map(Self::$Rule),)+ }
            }

            /// The rule that reports this limit, too, under the same conditions.
            pub(crate) fn reporting(&self, limit: Limit) -> Option<Self> {
                match self { $(Self::$Rule(rule) => rule.reporting_limit(limit).map(Self::$Rule),)+ }
            }
        }

        impl Prepared {
            /// Whether a text that the rule does not refuse satisfies it for certain.
            pub(crate) fn is_complete(&self) -> bool {
                match self { $(Self::$Rule(prepared) => <$Type as RuleKind>::is_complete(prepared),)+ }
            }

            /// The check of the rule this was made of.
            pub(crate) fn check<'c>(&'c self, rule: &'c Rule) -> &'c dyn Check {
                match (rule, self) {
                    $((Rule::$Rule(rule), Self::$Rule(prepared)) => rule.check(prepared),)+
                    // Not made of this rule: nothing is known.
                    _ => &History {},
                }
            }
        }
    };
}
rules!(one_type);

/// A person as these rules ask for one; nothing is made ready that none of them needs.
pub(crate) fn person<'r>(rules: impl Iterator<Item = &'r Rule>, identity: &Identity) -> Arc<Person> {
    let (mut fields, mut depth) = (FieldSet::default(), READINGS);
    for rule in rules {
        fields.add(rule.looks_for());
        depth = rule.readings().unwrap_or(depth);
    }
    Arc::new(Person::new(identity, fields, depth))
}
