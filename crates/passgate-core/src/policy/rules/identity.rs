//! Personal data in passwords (EIAM `PWD.0009` 密码中不允许包含:用户名、手机号、邮箱前缀、姓名拼音).
//!
//! The page names whole words: the user name, the phone number, the part before the `@` of an e-mail address,
//! and the full name in pinyin. A password that contains one of them, in either letter case, is refused. No
//! page says whether the vendor looks for more (a given name first, initials, the end of a phone number,
//! look-alikes); [`IdentityRule::wider`] decides about such forms.

use std::sync::Arc;

use serde::Serialize;

use crate::document::{Fault, Field, FieldSet, IdentityField, Record, Shape, Treatment, WordList};
use crate::identity::{Identity, Person, READINGS};
use crate::phrases::{Sentence, Values};
use crate::policy::rules::{Check, RuleKind, Scratch, Verdict, merge, shape};
use crate::text::{Span, Text};
use crate::verdict::{Code, PackedViolation};

/// The personal data that a password must not contain. The company's words in the identity always count. A word
/// of two ASCII letters or digits is a guess, and matches only where no letter is next to it. A word of one
/// character is too short to be searched for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct IdentityRule {
    /// The fields that are searched for.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<IdentityField>"))]
    pub fields: WordList<IdentityField>,
    /// The number of readings of each Han character of a name that are tried, the most plausible first. The
    /// default is 3. More readings protect a rare one and refuse a few more passwords.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub readings: Option<u32>,
    /// The treatment of a password that contains the person's data in a form that the vendor's page does not
    /// name: the given name first, the surname with initials, initials of three letters and more,
    /// nicknames, the end of a phone number, look-alikes such as `@` for `a`, words spelled backwards.
    #[serde(skip_serializing_if = "Treatment::is_default")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub wider: Treatment,
}

impl IdentityRule {
    /// The fields that the policy names.
    fn asked(&self) -> FieldSet {
        self.fields.iter().collect()
    }

    /// The fields whose words are searched for. Company words always are.
    pub(crate) fn wanted(&self) -> FieldSet {
        let mut fields = self.asked();
        fields.insert(IdentityField::Words);
        fields
    }
}

/// The rule prepared for one person.
pub(crate) struct PreparedIdentity {
    person: Arc<Person>,
    asked: FieldSet,
    wanted: FieldSet,
    wider: Treatment,
}

impl PreparedIdentity {
    /// The fields that cannot be compared: those that the policy names and that are unknown, and those that
    /// are not searched for completely.
    fn unclear(&self) -> FieldSet {
        let mut unclear = self.person.unclear;
        if self.advises() {
            unclear.add(self.person.unsought);
        }
        unclear = unclear.and(self.wanted);
        unclear.add(self.asked.without(self.person.known));
        unclear
    }

    /// Whether a text in which nothing is found certainly satisfies the rule.
    pub(crate) fn is_complete(&self) -> bool {
        self.unclear().is_empty()
    }

    /// The person, for the fast path.
    pub(crate) fn person(&self) -> &Person {
        &self.person
    }

    /// Whether forms that no page names are refused too.
    pub(crate) fn refuses_wider(&self) -> bool {
        self.wider == Treatment::Refuse
    }

    /// Whether forms that no page names are searched for at all.
    pub(crate) fn advises(&self) -> bool {
        self.wider != Treatment::Off
    }

    /// Whether the text contains, as typed, a form that the page names.
    #[inline(never)]
    pub(crate) fn states(&self, units: &[u16]) -> bool {
        self.person.states(units, self.wanted)
    }
}

impl RuleKind for IdentityRule {
    const SHAPE: Shape = shape(&[Field::Fields], &[Field::Readings, Field::Wider]);
    type Prepared = PreparedIdentity;

    fn read(record: &Record<'_>) -> Result<Self, Fault> {
        Ok(Self {
            fields: record.words(Field::Fields),
            readings: record.number(Field::Readings),
            wider: record.word(Field::Wider).unwrap_or_default(),
        })
    }

    fn ask<'r>(&'r self, values: &mut Values<'r>) -> Sentence {
        values.name_list(self.fields);
        Sentence::AskIdentity
    }

    fn prepare(&self, _: &Identity, person: &Arc<Person>) -> PreparedIdentity {
        PreparedIdentity {
            person: Arc::clone(person),
            asked: self.asked(),
            wanted: self.wanted(),
            wider: self.wider,
        }
    }

    fn check<'c>(&'c self, prepared: &'c PreparedIdentity) -> &'c dyn Check {
        prepared
    }

    fn is_complete(prepared: &PreparedIdentity) -> bool {
        prepared.is_complete()
    }

    fn reads(&self) -> FieldSet {
        self.wanted()
    }

    fn looks_for(&self) -> FieldSet {
        self.wanted()
    }

    fn readings(&self) -> Option<usize> {
        Some(self.readings.map_or(READINGS, |readings| readings as usize))
    }
}

impl Check for PreparedIdentity {
    fn judge(&self, text: &Text<'_>, spans: &mut Vec<Span>, scratch: &mut Scratch) -> Verdict {
        let begin = spans.len();
        let mut found =
            self.person.find(text.units(), self.wanted, self.advises(), spans, &mut scratch.traces);
        merge(spans, begin);
        if self.refuses_wider() {
            found.stated.add(found.guessed);
        }
        let said = |code, fields: FieldSet| PackedViolation::of(code, u32::from(fields.bits()));
        if !found.stated.is_empty() {
            Verdict::Unmet(said(Code::ContainsIdentity, found.stated))
        } else if !found.guessed.is_empty() {
            Verdict::Unsure(Some(said(Code::ResemblesIdentity, found.guessed)))
        } else if !self.is_complete() {
            Verdict::Unsure(Some(said(Code::UnknownIdentity, self.unclear())))
        } else {
            Verdict::Met
        }
    }
}

#[cfg(test)]
mod tests;
