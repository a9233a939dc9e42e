//! For the tests of the rules: tables of passwords with the verdict of one rule.

use super::{RULE, Rule, Scratch, person};
use crate::document::{DocumentError, Node, Record, json};
use crate::identity::Identity;
use crate::text::{Span, Text};
use crate::verdict::Violation;

/// The verdict of a rule, with its violation unpacked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Met,
    Unmet(Violation),
    Unsure(Option<Violation>),
}

/// Judges one text by one prepared rule.
pub(crate) fn judge(rule: &Rule, identity: &Identity, text: &str) -> (Verdict, Vec<Span>) {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut spans = Vec::new();
    let prepared = rule.prepare(identity, &person(std::iter::once(rule), identity));
    let verdict = prepared.check(rule).judge(&Text::new(&units), &mut spans, &mut Scratch::default());
    let unpack = |violation| Violation::unpack(violation, None);
    let verdict = match verdict {
        super::kind::Verdict::Met => Verdict::Met,
        super::kind::Verdict::Unmet(violation) => Verdict::Unmet(unpack(violation)),
        super::kind::Verdict::Unsure(violation) => Verdict::Unsure(violation.map(unpack)),
    };
    (verdict, spans)
}

/// Reads a rule from its JSON, as a policy would.
pub(crate) fn rule(json: &str) -> Result<Rule, DocumentError> {
    let units = json::units(json)?;
    let rule = Record::read(Node::new(&units), &RULE).and_then(|record| Rule::read(&record));
    rule.and_then(|rule| rule.validate().map(|()| rule)).map_err(|fault| *fault)
}

#[test]
fn an_unknown_rule_is_named() {
    for name in ["lenght", "vendor"] {
        assert_eq!(rule(&format!(r#"{{"rule":"{name}"}}"#)).unwrap_err().path, "rule");
    }
    assert_eq!(rule("{}").unwrap_err().to_string(), "rule: is missing");
}
