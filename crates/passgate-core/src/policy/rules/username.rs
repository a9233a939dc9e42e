//! The username, forwards or backwards, as a password (EIAM `PWD.0003` 密码不能与用户名一致, `PWD.0004`
//! 密码不允许使用用户名的倒写).

use std::sync::Arc;

use serde::Serialize;

use crate::document::{Fault, Field, FieldSet, IdentityField, Record, Relation, Shape};
use crate::identity::{Account, Identity, Person};
use crate::phrases::{Sentence, Values};
use crate::policy::rules::{Check, RuleKind, Scratch, Verdict, push, shape};
use crate::text::{Needle, Span, Text, reversed, trimmed, units, without_case};
use crate::verdict::{Code, PackedViolation};

/// How the password must differ from the username.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Username {
    /// Whether only the whole password is compared, or every part of it.
    #[serde(rename = "match")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub relation: Relation,
    /// Whether the username written backwards is refused too.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub reversed: bool,
    /// Whether the case of ASCII letters matters. By default it does not, which is the safe side. The case of
    /// other letters always matters.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub case_sensitive: bool,
}

#[cfg(feature = "inspect")]
impl Username {
    /// The spellings that are compared with a password, in lower case if letter case is ignored: the user
    /// name with and without its domain, then backwards if that is refused too.
    pub fn spellings(&self, identity: &Identity) -> Vec<Vec<u16>> {
        let prepared = self.prepare(identity, &crate::policy::rules::person(std::iter::empty(), identity));
        let both = prepared.forward.iter().chain(&prepared.backward);
        both.map(|needle| needle.units().to_vec()).collect()
    }
}

/// The rule prepared for one person. The user name is compared as the directory stores it and without its
/// domain (`CORP\wangxm`, `wangxm@corp.example`), because the vendor may store either.
pub(crate) struct PreparedUsername {
    relation: Relation,
    case_sensitive: bool,
    /// Whether the whole user name is known, or known not to exist. `false` if part of it is hidden
    /// (`w***m`).
    is_known: bool,
    forward: Vec<Needle>,
    backward: Vec<Needle>,
}

impl PreparedUsername {
    /// Whether only the whole password is compared.
    pub(crate) fn is_of_the_whole(&self) -> bool {
        self.relation == Relation::Equal
    }

    /// Whether a text of this many UTF-16 units may be the user name.
    pub(crate) fn may_equal(&self, length: usize) -> bool {
        self.forward.iter().any(|spelling| spelling.units().len() == length)
    }

    /// Whether the user name to compare with is known.
    pub(crate) fn is_complete(&self) -> bool {
        self.is_known
    }

    /// Marks the first of these spellings that occurs in the text, and returns whether there is one.
    fn hits(&self, text: &Text<'_>, spellings: &[Needle], spans: &mut Vec<Span>) -> bool {
        let begin = spans.len();
        for spelling in spellings {
            self.mark(text, spelling, spans);
            if spans.len() > begin {
                return true;
            }
        }
        false
    }

    fn mark(&self, text: &Text<'_>, spelling: &Needle, spans: &mut Vec<Span>) {
        let wanted = spelling.units();
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
    }
}

/// The user name alone, as a set of fields.
const USERNAME: u32 = 1 << IdentityField::Username as u32;

impl RuleKind for Username {
    const SHAPE: Shape = shape(&[], &[Field::Match, Field::Reversed, Field::CaseSensitive]);
    type Prepared = PreparedUsername;

    fn read(record: &Record<'_>) -> Result<Self, Fault> {
        Ok(Self {
            relation: record.word(Field::Match).unwrap_or_default(),
            reversed: record.flag(Field::Reversed, false),
            case_sensitive: record.flag(Field::CaseSensitive, false),
        })
    }

    fn ask<'r>(&'r self, _: &mut Values<'r>) -> Sentence {
        match (self.relation, self.reversed) {
            (Relation::Equal, false) => Sentence::AskNotUsername,
            (Relation::Equal, true) => Sentence::AskNotReversed,
            (Relation::Contains, false) => Sentence::AskWithoutUsername,
            (Relation::Contains, true) => Sentence::AskWithoutReversed,
        }
    }

    fn prepare(&self, identity: &Identity, _: &Arc<Person>) -> PreparedUsername {
        let username = identity.username.as_deref().unwrap_or_default();
        let typed = units(username);
        let account = Account::read(username);
        let mut forward: Vec<Needle> = Vec::new();
        if let Some(account) = &account {
            // If the account is uncertain, only the text as a whole is compared.
            let own = (!account.is_known_in_part).then_some(account.name.as_slice());
            for spelling in [Some(trimmed(&typed)), own, account.joined.as_deref()].into_iter().flatten() {
                let mut folded = Vec::new();
                for unit in spelling {
                    folded.push(if self.case_sensitive { *unit } else { without_case(*unit) });
                }
                if !folded.is_empty() && forward.iter().all(|other| other.units() != folded) {
                    forward.push(Needle::new(folded));
                }
            }
        }
        let mut backward = Vec::new();
        if self.reversed {
            for spelling in &forward {
                backward.push(Needle::new(reversed(spelling.units())));
            }
        }
        let has_none = identity.username.as_deref() == Some("");
        let is_known = has_none || account.is_some_and(|account| !account.is_known_in_part);
        PreparedUsername {
            relation: self.relation,
            case_sensitive: self.case_sensitive,
            is_known,
            forward,
            backward,
        }
    }

    fn check<'c>(&'c self, prepared: &'c PreparedUsername) -> &'c dyn Check {
        prepared
    }

    fn is_complete(prepared: &PreparedUsername) -> bool {
        prepared.is_complete()
    }

    fn reads(&self) -> FieldSet {
        [IdentityField::Username].into()
    }
}

impl Check for PreparedUsername {
    fn judge(&self, text: &Text<'_>, spans: &mut Vec<Span>, _scratch: &mut Scratch) -> Verdict {
        if self.hits(text, &self.forward, spans) {
            return Verdict::Unmet(match self.relation {
                Relation::Equal => PackedViolation::of(Code::MatchesUsername, 0),
                Relation::Contains => PackedViolation::of(Code::ContainsIdentity, USERNAME),
            });
        }
        if self.hits(text, &self.backward, spans) {
            return Verdict::Unmet(PackedViolation::of(Code::ReversesUsername, 0));
        }
        if !self.is_complete() {
            return Verdict::Unsure(Some(PackedViolation::of(Code::UnknownIdentity, USERNAME)));
        }
        Verdict::Met
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::FieldSet;
    use crate::policy::rules::table::{Verdict, judge, rule};
    use crate::verdict::Violation;

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
    fn a_directory_s_user_name_is_compared_without_its_domain_too() {
        let equal = rule(r#"{"rule":"username","match":"equal","reversed":true}"#).unwrap();
        let contains = rule(r#"{"rule":"username","match":"contains"}"#).unwrap();
        for username in [
            r"CORP\wangxm",
            "corp/wangxm",
            "wangxm@corp.example",
            "ｗａｎｇｘｍ",
            "uid=wangxm,ou=people,dc=corp",
            r"CORP＼wangxm",
            "corp%5Cwangxm",
            "wang\u{AD}xm",
            "wangxm@CORP.EXAMPLE/host",
            "wangxm(王小明)",
            "王小明 <wangxm>",
            "王小明-wangxm",
            "wangxm/王小明",
            "wang\txm",
            "wang\u{200B}xm",
        ] {
            let identity = Identity { username: Some(username.into()), ..Identity::default() };
            for (rule, text, expected) in [
                (&equal, "WangXM", Verdict::Unmet(Violation::MatchesUsername)),
                (&equal, "mxgnaw", Verdict::Unmet(Violation::ReversesUsername)),
                (&equal, username, Verdict::Unmet(Violation::MatchesUsername)),
                (&equal, "wangxn", Verdict::Met),
                (
                    &contains,
                    "x-wangxm-1",
                    Verdict::Unmet(Violation::ContainsIdentity { fields: [IdentityField::Username].into() }),
                ),
                (&contains, "x-wangx-1", Verdict::Met),
            ] {
                assert_eq!(judge(rule, &identity, text).0, expected, "{username} {text}");
            }
        }
    }

    #[test]
    fn a_masked_user_name_can_not_be_compared() {
        let equal = rule(r#"{"rule":"username"}"#).unwrap();
        for username in [
            "w***m",
            r"CORP\w***m",
            "wang…",
            "w??m",
            "wa□□m",
            "wxxxm",
            "wa__m",
            "MÃ¼ller",
            r"wangxm\",
            "wangxm/",
            "@wangxm.example",
            "null",
            "N/A",
            "暂无",
        ] {
            let identity = Identity { username: Some(username.into()), ..Identity::default() };
            let unknown = Violation::UnknownIdentity { fields: [IdentityField::Username].into() };
            assert_eq!(judge(&equal, &identity, "wangxm").0, Verdict::Unsure(Some(unknown)), "{username}");
        }
    }

    #[test]
    fn an_empty_or_unknown_user_name() {
        let equal = rule(r#"{"rule":"username","reversed":true}"#).unwrap();
        let unknown =
            || Verdict::Unsure(Some(Violation::UnknownIdentity { fields: [IdentityField::Username].into() }));
        assert_eq!(judge(&equal, &Identity::default(), "").0, unknown());
        let blank = Identity { username: Some(" ".into()), ..Identity::default() };
        assert_eq!(judge(&equal, &blank, " ").0, unknown());
        let none = Identity { username: Some(String::new()), ..Identity::default() };
        assert_eq!(judge(&equal, &none, "Kx7#mQ2$").0, Verdict::Met);
        assert_eq!(rule(r#"{"rule":"username","match":"prefix"}"#).unwrap_err().path, "match");
    }
}
