//! Nothing about the person (EIAM `PWD.0009` 密码中不允许包含:用户名、手机号、邮箱前缀、姓名拼音).

use serde::{Deserialize, Serialize};

use crate::candidate::Candidate;
use crate::document::DocumentError;
use crate::finding::Span;
use crate::identity::{Identity, Term, terms};
use crate::matching::find_all;
use crate::rules::{Check, Verdict, push_span};
use crate::violation::{IdentityField, Violation};

/// What of the person a password may not contain. The company's words that the identity carries
/// always count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentityRule {
    /// The fields looked for.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub fields: Vec<IdentityField>,
}

impl IdentityRule {
    pub(crate) fn validate(&self) -> Result<(), DocumentError> {
        if self.fields.is_empty() {
            return Err(DocumentError::new("fields", "must name at least one field"));
        }
        for (index, field) in self.fields.iter().enumerate() {
            if self.fields.iter().take(index).any(|before| before == field) {
                return Err(DocumentError::new(format!("fields[{index}]"), "this field stands twice"));
            }
        }
        Ok(())
    }

    pub(crate) fn prepare(&self, identity: &Identity) -> PreparedIdentity {
        PreparedIdentity { terms: terms(identity, &self.fields) }
    }
}

/// The rule made ready for one person.
pub(crate) struct PreparedIdentity {
    terms: Vec<Term>,
}

impl Check for PreparedIdentity {
    fn judge(&self, candidate: &Candidate<'_>, spans: &mut Vec<Span>) -> Verdict {
        let places = candidate.places();
        let key = |index: usize| places.get(index).map(|place| place.folded);
        let mut fields: Vec<IdentityField> = Vec::new();
        let mut ranges: Vec<Span> = Vec::new();
        for term in &self.terms {
            for from in find_all(places.len(), key, &term.text) {
                ranges.push(candidate.span(from, from.saturating_add(term.text.len())));
                if !fields.contains(&term.field) {
                    fields.push(term.field);
                }
            }
        }
        if fields.is_empty() {
            return Verdict::Met;
        }
        ranges.sort_unstable();
        for range in ranges {
            push_span(spans, range);
        }
        fields.sort_unstable();
        Verdict::Unmet(Violation::ContainsIdentity { fields })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::table::{judge, rule};

    const ALL: &str = r#"{"rule":"identity","fields":["username","phone","email-prefix","name-pinyin"]}"#;

    fn wang() -> Identity {
        Identity {
            username: Some("wangxm".into()),
            name: Some("王小明".into()),
            phones: vec!["13800138000".into()],
            emails: vec!["xiaoming.w@example.com".into()],
            words: vec!["Passgate".into()],
        }
    }

    #[test]
    fn passwords() {
        use IdentityField::{EmailPrefix, NamePinyin, Phone, Username, Words};
        for (text, fields, spans) in [
            ("Kx7#mQ2$vL9p", vec![], vec![]),
            ("Wangxiaoming@13800138000", vec![Phone, NamePinyin], vec![Span(0, 12), Span(13, 24)]),
            ("x-WANGXM-1", vec![Username, NamePinyin], vec![Span(2, 8)]),
            ("wxm#2024", vec![NamePinyin], vec![Span(0, 3)]),
            ("👍xiaoming.w1", vec![EmailPrefix, NamePinyin], vec![Span(2, 12)]),
            ("1380013!", vec![], vec![]),
            ("myPASSGATE1", vec![Words], vec![Span(2, 10)]),
            ("王小明Abc123", vec![NamePinyin], vec![Span(0, 3)]),
        ] {
            let (verdict, found) = judge(&rule(ALL).unwrap(), &wang(), text);
            let wanted = if fields.is_empty() {
                Verdict::Met
            } else {
                Verdict::Unmet(Violation::ContainsIdentity { fields })
            };
            assert_eq!((verdict, found), (wanted, spans), "{text}");
        }
    }

    #[test]
    fn only_the_fields_asked_for() {
        let phone = rule(r#"{"rule":"identity","fields":["phone"]}"#).unwrap();
        assert_eq!(judge(&phone, &wang(), "wangxm-wangxiaoming").0, Verdict::Met);
    }

    #[test]
    fn impossible_documents() {
        for (json, path) in [
            (r#"{"rule":"identity","fields":[]}"#, "fields"),
            (r#"{"rule":"identity","fields":["phone","phone"]}"#, "fields[1]"),
            (r#"{"rule":"identity","fields":["birthday"]}"#, "fields[0]"),
            (r#"{"rule":"identity"}"#, ""),
        ] {
            assert_eq!(rule(json).unwrap_err().path, path, "{json}");
        }
    }
}
