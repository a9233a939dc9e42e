//! Not the username, nor the username backwards (EIAM `PWD.0003` 密码不能与用户名一致,
//! `PWD.0004` 密码不允许使用用户名的倒写).

use serde::Serialize;

use crate::fields::{Field, Shape};
use crate::finding::Span;
use crate::identity::Identity;
use crate::matching::Needle;
use crate::reason::{Code, Reason};
use crate::record::Record;
use crate::rules::{Check, Scratch, Verdict, push, shape};
use crate::text::{Text, reversed, trimmed, units, without_case};
use crate::violation::IdentityField;
use crate::vocabulary::words_of;

/// How the password may not relate to the username.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Username {
    /// Whether only the whole password is compared, or any part of it.
    #[serde(rename = "match")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub relation: Relation,
    /// Whether the username written backwards is refused too.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub reversed: bool,
    /// Whether letter case tells them apart; ignored where absent, to be on the safe side.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub case_sensitive: bool,
}

/// What is compared with the username.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Relation {
    /// The whole password.
    #[default]
    Equal,
    /// Any part of the password.
    Contains,
}

words_of!(Relations: Relation { Equal, Contains });

impl Username {
    pub(crate) const SHAPE: Shape = shape(&[], &[Field::Match, Field::Reversed, Field::CaseSensitive]);

    pub(crate) fn read(record: &Record<'_>) -> Self {
        Self {
            relation: record.word(Field::Match).unwrap_or_default(),
            reversed: record.flag(Field::Reversed, false),
            case_sensitive: record.flag(Field::CaseSensitive, false),
        }
    }

    pub(crate) fn prepare(&self, identity: &Identity) -> PreparedUsername {
        let username = units(identity.username.as_deref().unwrap_or_default());
        let mut forward = Vec::new();
        for unit in trimmed(&username) {
            forward.push(if self.case_sensitive { *unit } else { without_case(*unit) });
        }
        let backward = reversed(if self.reversed { &forward } else { &[] });
        PreparedUsername {
            relation: self.relation,
            case_sensitive: self.case_sensitive,
            forward: Needle::new(forward),
            backward: Needle::new(backward),
        }
    }
}

/// The rule made ready for one person; both spellings are empty where they do not apply.
pub(crate) struct PreparedUsername {
    relation: Relation,
    case_sensitive: bool,
    forward: Needle,
    backward: Needle,
}

impl PreparedUsername {
    /// How long a text must be, in UTF-16 units, for this rule to have anything to say of it;
    /// nothing where any length will do.
    pub(crate) fn only_length(&self) -> Option<usize> {
        (self.relation == Relation::Equal).then_some(self.forward.units().len())
    }

    /// Whether there is a username to compare with.
    pub(crate) fn is_complete(&self) -> bool {
        !self.forward.units().is_empty()
    }

    fn hits(&self, text: &Text<'_>, spelling: &Needle, spans: &mut Vec<Span>) -> bool {
        let wanted = spelling.units();
        if wanted.is_empty() {
            return false;
        }
        let key = |unit| if self.case_sensitive { unit } else { without_case(unit) };
        let begin = spans.len();
        match self.relation {
            Relation::Equal => {
                if text.units().iter().map(|unit| key(*unit)).eq(wanted.iter().copied()) {
                    spans.push(text.whole());
                }
            }
            Relation::Contains => spelling.find(text.units(), key, |from| {
                let to = from.saturating_add(wanted.len());
                push(spans, begin, Span(from as u32, to as u32));
            }),
        }
        spans.len() > begin
    }
}

/// The user name alone, as a set.
const USERNAME: u32 = 1 << IdentityField::Username as u32;

impl Check for PreparedUsername {
    fn judge(&self, text: &Text<'_>, spans: &mut Vec<Span>, _scratch: &mut Scratch) -> Verdict {
        if self.hits(text, &self.forward, spans) {
            return Verdict::Unmet(match self.relation {
                Relation::Equal => Reason::of(Code::MatchesUsername, 0),
                Relation::Contains => Reason::of(Code::ContainsIdentity, USERNAME),
            });
        }
        if self.hits(text, &self.backward, spans) {
            return Verdict::Unmet(Reason::of(Code::ReversesUsername, 0));
        }
        if !self.is_complete() {
            return Verdict::Unsure(Some(Reason::of(Code::UnknownIdentity, USERNAME)));
        }
        Verdict::Met
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::table::{Verdict, judge, rule};
    use crate::violation::{FieldSet, Violation};

    #[test]
    fn passwords() {
        let identity = Identity { username: Some("WangXM88".into()), ..Identity::default() };
        let equal = r#"{"rule":"username","match":"equal","reversed":true}"#;
        let forward = r#"{"rule":"username"}"#;
        let cased = r#"{"rule":"username","reversed":true,"case_sensitive":true}"#;
        let contains = r#"{"rule":"username","match":"contains","reversed":true}"#;
        let contained = || Violation::ContainsIdentity { fields: FieldSet::from([IdentityField::Username]) };
        for (json, text, expected) in [
            (equal, "wangxm88", Some((Violation::MatchesUsername, vec![Span(0, 8)]))),
            (equal, "88MXGNAW", Some((Violation::ReversesUsername, vec![Span(0, 8)]))),
            (equal, "wangxm88!", None),
            (equal, "", None),
            (forward, "88mxgnaw", None),
            (cased, "wangxm88", None),
            (cased, "88MXgnaW", Some((Violation::ReversesUsername, vec![Span(0, 8)]))),
            (contains, "x-WANGXM88-wangxm88", Some((contained(), vec![Span(2, 10), Span(11, 19)]))),
            (contains, "👍88mxgnaw", Some((Violation::ReversesUsername, vec![Span(2, 10)]))),
        ] {
            let wanted = expected.map_or((Verdict::Met, vec![]), |(v, spans)| (Verdict::Unmet(v), spans));
            assert_eq!(judge(&rule(json).unwrap(), &identity, text), wanted, "{json} {text:?}");
        }
    }

    #[test]
    fn nobody_is_compared_with_nothing() {
        let equal = rule(r#"{"rule":"username","reversed":true}"#).unwrap();
        let unknown =
            || Verdict::Unsure(Some(Violation::UnknownIdentity { fields: [IdentityField::Username].into() }));
        assert_eq!(judge(&equal, &Identity::default(), "").0, unknown());
        let blank = Identity { username: Some(" ".into()), ..Identity::default() };
        assert_eq!(judge(&equal, &blank, " ").0, unknown());
        assert_eq!(rule(r#"{"rule":"username","match":"prefix"}"#).unwrap_err().path, "match");
    }
}
