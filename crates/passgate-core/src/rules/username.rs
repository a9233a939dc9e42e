//! Not the username, nor the username backwards (EIAM `PWD.0003` 密码不能与用户名一致,
//! `PWD.0004` 密码不允许使用用户名的倒写).

use serde::{Deserialize, Serialize};

use crate::candidate::{Candidate, fold};
use crate::finding::Span;
use crate::identity::Identity;
use crate::matching::find_all;
use crate::rules::{Check, Verdict, push_span};
use crate::violation::{IdentityField, Violation};

/// How the password may not relate to the username.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Username {
    /// Whether only the whole password is compared, or any part of it.
    #[serde(default, rename = "match")]
    pub relation: Relation,
    /// Whether the username written backwards is refused too.
    #[serde(default)]
    pub reversed: bool,
    /// Whether letter case tells them apart; ignored where absent, to be on the safe side.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub case_sensitive: bool,
}

/// What is compared with the username.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Relation {
    /// The whole password.
    #[default]
    Equal,
    /// Any part of the password.
    Contains,
}

impl Username {
    pub(crate) fn prepare(&self, identity: &Identity) -> PreparedUsername {
        let forward: Vec<char> = identity
            .username
            .iter()
            .flat_map(|username| username.trim().chars())
            .map(|typed| if self.case_sensitive { typed } else { fold(typed) })
            .collect();
        let backward = if self.reversed { forward.iter().rev().copied().collect() } else { Vec::new() };
        PreparedUsername { relation: self.relation, case_sensitive: self.case_sensitive, forward, backward }
    }
}

/// The rule made ready for one person; both spellings are empty where they do not apply.
pub(crate) struct PreparedUsername {
    relation: Relation,
    case_sensitive: bool,
    forward: Vec<char>,
    backward: Vec<char>,
}

impl PreparedUsername {
    fn hits(&self, candidate: &Candidate<'_>, spelling: &[char], spans: &mut Vec<Span>) -> bool {
        if spelling.is_empty() {
            return false;
        }
        let places = candidate.places();
        let key = |index: usize| {
            places.get(index).map(|place| if self.case_sensitive { place.typed } else { place.folded })
        };
        match self.relation {
            Relation::Equal => {
                let same = places.len() == spelling.len()
                    && spelling.iter().enumerate().all(|(index, c)| key(index) == Some(*c));
                if same {
                    spans.push(candidate.whole());
                }
                same
            }
            Relation::Contains => {
                let mut found = false;
                for from in find_all(places.len(), key, spelling) {
                    push_span(spans, candidate.span(from, from.saturating_add(spelling.len())));
                    found = true;
                }
                found
            }
        }
    }
}

impl Check for PreparedUsername {
    fn judge(&self, candidate: &Candidate<'_>, spans: &mut Vec<Span>) -> Verdict {
        if self.hits(candidate, &self.forward, spans) {
            return Verdict::Unmet(match self.relation {
                Relation::Equal => Violation::MatchesUsername,
                Relation::Contains => Violation::ContainsIdentity { fields: vec![IdentityField::Username] },
            });
        }
        if self.hits(candidate, &self.backward, spans) {
            return Verdict::Unmet(Violation::ReversesUsername);
        }
        Verdict::Met
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::table::{judge, rule};

    #[test]
    fn passwords() {
        let identity = Identity { username: Some("WangXM88".into()), ..Identity::default() };
        let equal = r#"{"rule":"username","match":"equal","reversed":true}"#;
        let forward = r#"{"rule":"username"}"#;
        let cased = r#"{"rule":"username","reversed":true,"case_sensitive":true}"#;
        let contains = r#"{"rule":"username","match":"contains","reversed":true}"#;
        let contained = || Violation::ContainsIdentity { fields: vec![IdentityField::Username] };
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
        assert_eq!(judge(&equal, &Identity::default(), "").0, Verdict::Met);
        let blank = Identity { username: Some(" ".into()), ..Identity::default() };
        assert_eq!(judge(&equal, &blank, " ").0, Verdict::Met);
        assert_eq!(rule(r#"{"rule":"username","match":"prefix"}"#).unwrap_err().path, "match");
    }
}
