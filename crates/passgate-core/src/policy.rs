//! The policy document: a product's rules, in the order of the checklist.

use serde::Serialize;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::document::{DocumentError, Fault, Node};
use crate::fields::{Document, Field, Shape};
use crate::identity::Identity;
use crate::json;
use crate::limit::Limit;
use crate::password_rules::VISIBLE;
use crate::product::Product;
use crate::reason::Reason;
use crate::record::Record;
use crate::rules::{RULE, Rule};
use crate::strings::numbered;
use crate::text::{Text, units};
use crate::violation::{Class, IdentityField, Violation};

/// What a product asks of a password. Every policy that exists has been validated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Policy {
    product: Product,
    /// The rules, in the order of the checklist; each at most once.
    rules: Vec<PolicyRule>,
}

/// One rule, and what holds for any rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PolicyRule {
    #[serde(flatten)]
    rule: Rule,
    /// Whether breaking the rule is only advised against: the row is unsure and never blocks.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    advice: bool,
    /// Where the rule is documented, and which of its numbers are defaults that a tenant sets.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

impl PolicyRule {
    /// The rule itself.
    pub const fn rule(&self) -> &Rule {
        &self.rule
    }

    /// Whether it is advice only.
    pub const fn advice(&self) -> bool {
        self.advice
    }

    /// Where it is documented.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// Whether its source says that some of it is a default, which the vendor's page does not state.
    pub fn is_assumed(&self) -> bool {
        self.source().is_some_and(|source| source.contains(ASSUMED))
    }
}

/// How a shipped rule says of itself that its numbers are a guess.
const ASSUMED: &str = "to be set by the tenant";

static POLICY: Document = Document {
    tag: None,
    strict: true,
    shapes: &[Shape::new(&[Field::Product, Field::Rules], &[Field::Schema])],
};

const SHIPPED: [&str; 2] = [include_str!("../policies/feishu.json"), include_str!("../policies/eiam.json")];

impl Policy {
    /// The document this project ships for a product: what the vendor's pages say, and marked
    /// defaults where they are silent.
    pub const fn shipped_json(product: Product) -> &'static str {
        let [feishu, eiam] = SHIPPED;
        match product {
            Product::Feishu => feishu,
            Product::Eiam => eiam,
        }
    }

    /// The policy this project ships for a product.
    #[expect(clippy::expect_used, reason = "a test reads every shipped document; no input reaches this")]
    pub fn shipped(product: Product) -> Self {
        Self::from_json(Self::shipped_json(product)).expect("a shipped policy is valid")
    }

    /// Reads a policy from JSON text.
    ///
    /// # Errors
    /// Not JSON, an unknown field, a wrong type, a rule that stands twice or is impossible: the
    /// error names the path, such as `rules[2].max`.
    pub fn from_json(text: &str) -> Result<Self, DocumentError> {
        Self::read(Node::new(&json::units(text)?))
    }

    /// Reads a policy from a JSON value.
    ///
    /// # Errors
    /// As [`Policy::from_json`].
    pub fn from_value(value: Value) -> Result<Self, DocumentError> {
        Self::read(Node::new(&json::units_of(value)?))
    }

    /// Reads a policy from plain data.
    ///
    /// # Errors
    /// As [`Policy::from_json`].
    pub fn read(node: Node<'_>) -> Result<Self, DocumentError> {
        let mut policy = Self::nothing();
        match policy.fill(node) {
            Ok(()) => Ok(policy),
            Err(fault) => Err(*fault),
        }
    }

    /// No rule at all: a policy that is still to be read.
    pub(crate) const fn nothing() -> Self {
        Self { product: Product::Feishu, rules: Vec::new() }
    }

    #[inline(never)]
    pub(crate) fn fill(&mut self, node: Node<'_>) -> Result<(), Fault> {
        let record = Record::read(node, &POLICY)?;
        self.product = record.word(Field::Product).unwrap_or(self.product);
        let (mut seen, mut index) = (0, 0_u32);
        for item in record.node(Field::Rules).entries() {
            match PolicyRule::read(item, &mut seen) {
                Ok(rule) => self.rules.push(rule),
                Err(fault) => return Err(fault.at("rules", index)),
            }
            index = index.wrapping_add(1);
        }
        if index == 0 {
            return Err(DocumentError::new("rules", &["must have at least one entry"]));
        }
        self.validate()
    }

    /// The product the policy is for.
    pub const fn product(&self) -> Product {
        self.product
    }

    /// The rules, in the order of the checklist.
    pub fn rules(&self) -> &[PolicyRule] {
        &self.rules
    }

    /// Takes over the limit that a refusal of this text tells, if it explains the refusal.
    pub(crate) fn learn(&mut self, reason: Reason, text: &Text<'_>) {
        if let Some(limit) = self.taught(reason, text) {
            self.change(|rule| rule.tightened(limit));
        }
    }

    fn taught(&self, reason: Reason, text: &Text<'_>) -> Option<Limit> {
        self.rules.iter().find_map(|PolicyRule { rule, .. }| {
            let limit = rule.told(reason)?;
            rule.forbids(limit, text).then_some(limit)
        })
    }

    /// Changes the rules that are to be changed, unless nothing would satisfy them together.
    fn change(&mut self, changed: impl Fn(&Rule) -> Option<Rule>) {
        for index in 0..self.rules.len() {
            let Some(entry) = self.rules.get_mut(index) else { return };
            let Some(rule) = changed(&entry.rule) else { continue };
            let before = std::mem::replace(&mut entry.rule, rule);
            if self.validate().is_err()
                && let Some(entry) = self.rules.get_mut(index)
            {
                entry.rule = before;
            }
        }
    }

    /// The document as JSON text, always the same for the same policy: what an edge serves and
    /// takes its ETag from.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The limit that the refusal of this text for this violation teaches. None where it tells no
    /// number, or one that no policy has; where the text is not certainly outside of what it tells;
    /// where this policy is as strict, or would have no password left.
    pub fn teaches(&self, text: &str, violation: &Violation) -> Option<Limit> {
        let units = Zeroizing::new(units(text));
        let limit = self.taught(violation.reason(), &Text::new(&units))?;
        (self.tightened(&[limit]) != *self).then_some(limit)
    }

    /// Whether the limit certainly forbids the text, whatever a character is: of a text that was
    /// refused it explains why, by one that was accepted it is disproved.
    pub fn forbids(&self, limit: Limit, text: &str) -> bool {
        let units = Zeroizing::new(units(text));
        self.rules.iter().any(|entry| entry.rule.forbids(limit, &Text::new(&units)))
    }

    /// This policy with these limits as its own. Nothing ever loosens, and a limit that would leave
    /// no password at all is not taken over.
    #[must_use]
    pub fn tightened(&self, limits: &[Limit]) -> Self {
        let mut policy = self.clone();
        for limit in limits {
            policy.change(|rule| rule.tightened(*limit));
        }
        policy
    }

    /// This policy with these limits as reported: a text that is outside of them only is unsure. One
    /// that would leave no password at all is not taken over.
    #[must_use]
    pub fn reporting(&self, limits: &[Limit]) -> Self {
        let mut policy = self.clone();
        for limit in limits {
            policy.change(|rule| rule.reporting(*limit));
        }
        policy
    }

    /// What the rules read of an [`Identity`]: nothing else need leave the edge.
    pub fn identity_fields(&self) -> Vec<IdentityField> {
        let mut fields = Vec::new();
        for PolicyRule { rule, .. } in &self.rules {
            match rule {
                Rule::Username(_) => fields.push(IdentityField::Username),
                Rule::Identity(identity) => {
                    fields.extend(identity.fields.iter());
                    fields.push(IdentityField::Words);
                }
                _ => {}
            }
        }
        fields.sort_unstable();
        fields.dedup();
        fields
    }

    /// Only what this policy's rules read of a person.
    pub fn needed_of(&self, identity: &Identity) -> Identity {
        identity.only(&self.identity_fields())
    }

    /// What no single rule can see: rules that nothing satisfies together.
    fn validate(&self) -> Result<(), Fault> {
        let charset = self.rules.iter().find_map(|entry| match &entry.rule {
            Rule::Charset(charset) if !entry.advice => Some(charset),
            _ => None,
        });
        let max = self.rules.iter().find_map(|entry| match &entry.rule {
            Rule::Length(length) if !entry.advice => length.max,
            _ => None,
        });
        for (index, entry) in (0_u32..).zip(&self.rules) {
            let Rule::Composition(composition) = &entry.rule else { continue };
            let needed = composition.at_least;
            let impossible = |message, numbers: &[u32]| {
                Err(DocumentError::new("at_least", &[&numbered(message, numbers)]).at("rules", index))
            };
            if let Some(charset) = charset {
                let reachable = |class: &Class| {
                    VISIBLE.map(char::from).any(|character| class.has(character) && charset.allows(character))
                };
                let classes = composition.classes.iter().filter(reachable).count() as u32;
                if classes < needed {
                    return impossible(
                        "# classes cannot be had: the charset allows characters of #",
                        &[needed, classes],
                    );
                }
            }
            let fewest = needed.saturating_mul(composition.each);
            if let Some(max) = max.filter(|max| fewest > *max) {
                return impossible("# characters are needed, and the length allows #", &[fewest, max]);
            }
        }
        Ok(())
    }
}

impl PolicyRule {
    /// Reads a rule that is not among those that were `seen`.
    fn read(node: Node<'_>, seen: &mut u32) -> Result<Self, Fault> {
        let record = Record::read(node, &RULE)?;
        let bit = 1_u32.wrapping_shl(record.tag);
        if *seen & bit != 0 {
            return Err(DocumentError::new("rule", &["stands twice"]));
        }
        *seen |= bit;
        let rule = Rule::read(&record)?;
        rule.validate()?;
        let (advice, source) = (record.flag(Field::Advice, false), record.text(Field::Source));
        Ok(Self { rule, advice, source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::RuleName;

    #[test]
    fn shipped_policies_read_back() {
        for product in Product::ALL {
            let policy = Policy::shipped(product);
            assert_eq!(policy.product(), product);
            assert_eq!(Policy::from_json(&policy.to_json()).unwrap(), policy);
            assert!(policy.rules().iter().all(|rule| rule.source().is_some()), "each rule states its source");
        }
    }

    #[test]
    fn what_the_pages_leave_open_is_said_to_be_assumed() {
        use RuleName::{Charset, Composition, Length, Repetition};
        let assumed = |product| -> Vec<RuleName> {
            let policy = Policy::shipped(product);
            let rules = policy.rules().iter().filter(|entry| entry.is_assumed());
            rules.map(|entry| entry.rule().name()).collect()
        };
        assert_eq!(assumed(Product::Eiam), [Length, Charset, Composition, Repetition]);
        assert_eq!(assumed(Product::Feishu), []);
    }

    #[test]
    fn a_policy_is_tightened_and_never_loosened() {
        let policy = Policy::shipped(Product::Eiam);
        let length = |min, max| Limit::Length { min, max };
        let tight = policy.tightened(&[
            length(Some(12), Some(50)),
            Limit::Repetition { max: 1 },
            length(Some(6), None),
        ]);
        assert!(tight.to_json().contains(r#""min":12,"max":18"#), "{}", tight.to_json());
        assert_eq!(tight.tightened(&[Limit::Repetition { max: 9 }]), tight);
        // Three classes are three characters.
        assert_eq!(policy.tightened(&[length(None, Some(2))]), policy);
        assert_eq!(policy.tightened(&[length(Some(30), None)]), policy);
        assert_eq!(policy.tightened(&[]), policy);
    }

    #[test]
    fn what_is_reported_stands_in_the_document() {
        let policy = Policy::shipped(Product::Eiam);
        let limits = [Limit::Length { min: Some(14), max: Some(18) }, Limit::Repetition { max: 1 }];
        let reporting = policy.reporting(&limits);
        let json = reporting.to_json();
        assert!(json.contains(r#""min":8,"max":18,"unit":"any","reported":{"min":14,"max":18}"#), "{json}");
        assert!(json.contains(r#""reported":{"max":1}"#), "{json}");
        assert_eq!(Policy::from_json(&json).unwrap(), reporting);
        assert_eq!(policy.reporting(&[Limit::Length { min: Some(30), max: None }]), policy);
    }

    #[test]
    fn a_limit_is_taught_by_a_refusal_that_it_explains() {
        let policy = Policy::shipped(Product::Eiam);
        let length = |min, max| Violation::WrongLength { min: Some(min), max: Some(max) };
        let repeats = |max| Violation::TooRepetitive { max: Some(max), count: None };
        let (ten, none) = ("Tz~5820kQ1", None);
        for (text, violation, expected) in [
            (ten, length(14, 18), Limit::length(Some(14), Some(18))),
            (ten, length(16, 17), Limit::length(Some(16), Some(17))),
            (ten, Violation::TooShort { min: 12 }, Limit::length(Some(12), None)),
            // Within what was told: something else was wrong.
            (ten, length(9, 11), none),
            (ten, length(8, 18), none),
            // No policy of anybody's.
            (ten, length(100, 200), none),
            (ten, length(256, 256), none),
            (ten, length(1, 5), none),
            (ten, length(18, 8), none),
            // As strict already, or nothing left.
            ("short", length(8, 18), none),
            (ten, length(20, 32), none),
            ("Tiide*Lamp72", repeats(1), Limit::repetition(1)),
            // No character twice in a row, whatever else there is twice.
            ("Tide*LampTide", repeats(1), none),
            ("Tiiide*Lamp72", repeats(2), none),
            (ten, Violation::TooRepetitive { max: None, count: None }, none),
            (ten, Violation::Reused, none),
            ("", length(14, 18), none),
        ] {
            assert_eq!(policy.teaches(text, &violation), expected, "{text} {violation:?}");
        }
        // Of a policy without the rule nothing is learned, nor of one that counts otherwise.
        let totals = r#"{"product":"eiam","rules":[{"rule":"repetition","count":"total","max":4}]}"#;
        let totals = Policy::from_json(totals).unwrap();
        assert_eq!(totals.teaches(ten, &length(14, 18)), None);
        assert_eq!(totals.teaches("abab", &repeats(1)), Limit::repetition(1));
        let runs = Violation::TooRepetitive { max: Some(1), count: Some(crate::Count::Run) };
        assert_eq!(totals.teaches("aabb", &runs), None);
        // Without a maximum of its own, an absurd pair is absurd all the same.
        let open = r#"{"product":"eiam","rules":[{"rule":"length","min":8}]}"#;
        let open = Policy::from_json(open).unwrap();
        assert_eq!(open.teaches(ten, &length(256, 256)), None);
        assert_eq!(open.teaches(ten, &length(14, 18)), Limit::length(Some(14), Some(18)));
        // The characters of a policy are ten, twenty or thirty here.
        let han = "一二三四五六七八九十";
        assert_eq!(open.teaches(han, &length(14, 18)), Limit::length(Some(14), Some(18)));
        assert_eq!(open.teaches(han, &length(14, 30)), None);
    }

    #[test]
    fn errors_name_the_path() {
        for (json, path, part) in [
            ("[]", "", "an object"),
            ("{", "", "EOF"),
            (r#"{"rules":[]}"#, "product", "missing"),
            (r#"{"product":"gmail","rules":[]}"#, "product", "feishu"),
            (r#"{"product":7,"rules":[]}"#, "product", "a number"),
            (r#"{"product":"eiam"}"#, "rules", "missing"),
            (r#"{"product":"eiam","rules":{}}"#, "rules", "an object"),
            (r#"{"product":"eiam","rules":[]}"#, "rules", "at least one"),
            (r#"{"product":"eiam","rules":[{"rule":"history"}],"name":"x"}"#, "name", "unknown field"),
            (r#"{"product":"eiam","rules":["length"]}"#, "rules[0]", "object"),
            (r#"{"product":"eiam","rules":[{"min":8}]}"#, "rules[0].rule", "missing"),
            (r#"{"product":"eiam","rules":[{"rule":"entropy"}]}"#, "rules[0].rule", "one of"),
            (
                r#"{"product":"eiam","rules":[{"rule":"length","min":18,"max":8}]}"#,
                "rules[0].max",
                "less than",
            ),
            (r#"{"product":"eiam","rules":[{"rule":"length","mn":8}]}"#, "rules[0].mn", "unknown field"),
            (r#"{"product":"eiam","rules":[{"rule":"length","min":8,"min":9}]}"#, "", "twice"),
            (
                r#"{"product":"eiam","rules":[{"rule":"history"},{"rule":"history"}]}"#,
                "rules[1].rule",
                "twice",
            ),
            (
                r#"{"product":"eiam","rules":[{"rule":"history","advice":"yes"}]}"#,
                "rules[0].advice",
                "boolean",
            ),
            (r#"{"product":"eiam","rules":[{"rule":"history","source":1}]}"#, "rules[0].source", "string"),
            (
                r#"{"product":"eiam","rules":[{"rule":"charset"},{"rule":"composition","classes":["digit","symbol"],"at_least":2}]}"#,
                "rules[1].at_least",
                "charset",
            ),
            (
                r#"{"product":"eiam","rules":[{"rule":"length","max":3},{"rule":"composition","classes":["letter","digit"],"at_least":2,"each":2}]}"#,
                "rules[1].at_least",
                "4 characters",
            ),
        ] {
            let error = Policy::from_json(json).unwrap_err();
            assert_eq!(error.path, path, "{json}");
            assert!(error.message.contains(part), "{json}: {error}");
        }
    }

    #[test]
    fn a_schema_reference_is_allowed() {
        let json = r#"{"$schema":"policy.schema.json","product":"eiam","rules":[{"rule":"history"}]}"#;
        assert!(Policy::from_json(json).is_ok());
    }

    #[test]
    fn what_is_needed_of_a_person() {
        use IdentityField::{EmailPrefix, NamePinyin, Phone, Username, Words};
        let all = [Username, Phone, EmailPrefix, NamePinyin, Words];
        assert_eq!(Policy::shipped(Product::Eiam).identity_fields(), all);
        let history = Policy::from_json(r#"{"product":"eiam","rules":[{"rule":"history"}]}"#).unwrap();
        let wang = Identity { username: Some("wangxm".into()), ..Identity::default() };
        assert_eq!(history.needed_of(&wang), Identity::default());
    }
}
