//! The policy document: a product's rules, in the order of the checklist.

mod limit;
mod limits;
mod mistakes;
mod oversize;
mod product;
pub(crate) mod rules;
#[cfg(feature = "schema")]
pub mod schema;

use serde::Serialize;
use serde_json::Value;

use crate::document::{
    ClassSet, Document, DocumentError, Fault, Field, FieldSet, IdentityField, Node, Product, Record, Shape,
    json,
};
use crate::identity::Identity;
use crate::policy::rules::{Charset, RULE, Rule};
use crate::text::strings::numbered;

pub use limit::Limit;
pub use oversize::CHARACTERS_MAX;

/// The rules that a product has for passwords. Every policy is validated when it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Policy {
    product: Product,
    /// The rules, in the order of the checklist; each at most once.
    rules: Vec<PolicyRule>,
}

/// A rule, with the members that every rule may have.
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

    /// Whether the rule is only advice.
    pub const fn advice(&self) -> bool {
        self.advice
    }

    /// Where the rule is documented.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// Whether the source says that some values are defaults, because the vendor's page does not state them.
    pub fn is_assumed(&self) -> bool {
        self.source().is_some_and(|source| source.contains(ASSUMED))
    }
}

/// The words by which the source of a shipped rule marks its numbers as assumed.
const ASSUMED: &str = "to be set by the tenant";

static POLICY: Document = Document {
    tag: None,
    strict: true,
    shapes: &[Shape::new(&[Field::Product, Field::Rules], &[Field::Schema])],
};

impl Policy {
    /// The document that this project ships for a product: the rules of the vendor's pages, with marked
    /// defaults where the pages state nothing.
    ///
    /// ```
    /// use passgate_core::{Policy, Product};
    ///
    /// assert!(Policy::shipped_json(Product::Eiam).contains("PWD.0002"));
    /// ```
    pub const fn shipped_json(product: Product) -> &'static str {
        match product {
            Product::Feishu => include_str!("../../policies/feishu.json"),
            Product::Eiam => include_str!("../../policies/eiam.json"),
            Product::Lark => include_str!("../../policies/lark.json"),
            Product::OneAccess => include_str!("../../policies/oneaccess.json"),
        }
    }

    /// The same document without `source`, as the browser module contains it.
    pub const fn shipped_compact_json(product: Product) -> &'static str {
        match product {
            Product::Feishu => include_str!("../../data/feishu.json"),
            Product::Eiam => include_str!("../../data/eiam.json"),
            Product::Lark => include_str!("../../data/lark.json"),
            Product::OneAccess => include_str!("../../data/oneaccess.json"),
        }
    }

    /// The policy that this project ships for a product.
    ///
    /// ```
    /// use passgate_core::{Policy, Product};
    ///
    /// assert_eq!(Policy::shipped(Product::Feishu).product(), Product::Feishu);
    /// ```
    #[expect(clippy::expect_used, reason = "a test reads every shipped document; no input reaches this")]
    pub fn shipped(product: Product) -> Self {
        Self::from_json(Self::shipped_json(product)).expect("a shipped policy is valid")
    }

    /// Reads a policy from JSON text.
    ///
    /// ```
    /// use passgate_core::Policy;
    ///
    /// let policy = Policy::from_json(r#"{"product":"eiam","rules":[{"rule":"length","min":8,"max":18}]}"#)?;
    /// assert_eq!(policy.rules().len(), 1);
    ///
    /// let error = Policy::from_json(r#"{"product":"eiam","rules":[{"rule":"length","min":9,"max":8}]}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "rules[0].max: 8 is less than the minimum 9");
    /// # Ok::<(), passgate_core::DocumentError>(())
    /// ```
    ///
    /// # Errors
    /// Fails if the text is not JSON, if a field is unknown or has a wrong type, or if a rule is repeated or
    /// impossible. The error names the path, such as `rules[2].max`.
    pub fn from_json(text: &str) -> Result<Self, DocumentError> {
        Self::read(Node::new(&json::units(text)?))
    }

    /// Reads a policy from a JSON value.
    ///
    /// ```
    /// use passgate_core::Policy;
    ///
    /// let policy = serde_json::json!({ "product": "feishu", "rules": [{ "rule": "history" }] });
    /// assert!(Policy::from_value(policy).is_ok());
    /// ```
    ///
    /// # Errors
    /// The same as those of [`Policy::from_json`].
    pub fn from_value(value: Value) -> Result<Self, DocumentError> {
        Self::read(Node::new(&json::units_of(value)?))
    }

    /// Reads a policy from plain data.
    ///
    /// # Errors
    /// The same as those of [`Policy::from_json`].
    pub fn read(node: Node<'_>) -> Result<Self, DocumentError> {
        let mut policy = Self::nothing();
        match policy.read_into(node) {
            Ok(()) => Ok(policy),
            Err(fault) => Err(*fault),
        }
    }

    /// A policy without rules, into which a document can be read.
    pub(crate) const fn nothing() -> Self {
        Self { product: Product::Feishu, rules: Vec::new() }
    }

    #[inline(never)]
    pub(crate) fn read_into(&mut self, node: Node<'_>) -> Result<(), Fault> {
        let record = Record::read(node, &POLICY)?;
        self.product = record.word(Field::Product).unwrap_or(self.product);
        let (mut seen, mut index) = (0, 0_u32);
        for item in record.node(Field::Rules).entries() {
            match PolicyRule::read(item, &mut seen) {
                Ok(rule) => self.rules.push(rule),
                Err(fault) => return Err(fault.in_list("rules", index)),
            }
            index = index.wrapping_add(1);
        }
        if index == 0 {
            return Err(DocumentError::new("rules", &["must have at least one entry"]));
        }
        self.validate()
    }

    /// The product that the policy is for.
    pub const fn product(&self) -> Product {
        self.product
    }

    /// The rules, in the order of the checklist.
    ///
    /// ```
    /// use passgate_core::{Policy, Product};
    ///
    /// let policy = Policy::shipped(Product::Eiam);
    /// assert_eq!(policy.product(), Product::Eiam);
    /// for entry in policy.rules() {
    ///     assert!(entry.source().is_some(), "{} says where it is documented", entry.rule().name());
    /// }
    /// ```
    pub fn rules(&self) -> &[PolicyRule] {
        &self.rules
    }

    /// The document as JSON text, which is always the same for the same policy. An edge serves this text and
    /// derives its ETag from it.
    ///
    /// ```
    /// use passgate_core::{Policy, Product};
    ///
    /// let policy = Policy::shipped(Product::Eiam);
    /// assert_eq!(Policy::from_json(&policy.to_json())?, policy);
    /// # Ok::<(), passgate_core::DocumentError>(())
    /// ```
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The fields of an [`Identity`] that the rules read. No other field needs to leave the edge.
    ///
    /// ```
    /// use passgate_core::{IdentityField, Policy};
    ///
    /// let policy = Policy::from_json(r#"{"product":"eiam","rules":[{"rule":"username"}]}"#)?;
    /// assert_eq!(policy.identity_fields(), [IdentityField::Username]);
    /// # Ok::<(), passgate_core::DocumentError>(())
    /// ```
    pub fn identity_fields(&self) -> Vec<IdentityField> {
        let mut fields = FieldSet::default();
        for entry in &self.rules {
            fields.add(entry.rule.reads());
        }
        fields.iter().collect()
    }

    /// The part of an identity that the rules of this policy read.
    ///
    /// ```
    /// use passgate_core::{Identity, Policy};
    ///
    /// let policy = Policy::from_json(r#"{"product":"eiam","rules":[{"rule":"username"}]}"#)?;
    /// let identity = Identity {
    ///     username: Some("wangxm".into()),
    ///     phones: Some(vec!["13800138000".into()]),
    ///     ..Identity::default()
    /// };
    /// let needed = policy.needed_of(&identity);
    /// assert!(needed.username.is_some() && needed.phones.is_none());
    /// # Ok::<(), passgate_core::DocumentError>(())
    /// ```
    pub fn needed_of(&self, identity: &Identity) -> Identity {
        identity.only(&self.identity_fields())
    }

    /// The charset that passwords must satisfy, unless it is only advice.
    fn charset(&self) -> Option<&Charset> {
        self.rules.iter().find_map(|entry| match &entry.rule {
            Rule::Charset(charset) if !entry.advice => Some(charset),
            _ => None,
        })
    }

    /// The classes whose characters this policy allows.
    pub(crate) fn classes(&self) -> ClassSet {
        self.charset().map_or_else(ClassSet::all, Charset::classes)
    }

    /// Rejects combinations of rules that no text can satisfy. A single rule cannot detect them.
    fn validate(&self) -> Result<(), Fault> {
        for (index, entry) in (0_u32..).zip(&self.rules) {
            if let Some(fault) = self.conflict(entry) {
                return Err(fault.in_list("rules", index));
            }
        }
        Ok(())
    }

    /// Why nothing satisfies a rule together with others.
    fn conflict(&self, entry: &PolicyRule) -> Option<Fault> {
        let charset = self.charset();
        let length = self.rules.iter().find_map(|entry| match &entry.rule {
            Rule::Length(length) if !entry.advice => Some(length),
            _ => None,
        });
        let (min, max) = length.map_or((None, None), |length| (length.min, length.max));
        if let Rule::Repetition(repetition) = &entry.rule
            && let Some(most) = charset.filter(|_| !entry.advice).and_then(|rule| repetition.longest(rule))
            && let Some(min) = min.filter(|min| most < *min)
        {
            let message =
                numbered("# characters are needed, and the charset has # without more", &[min, most]);
            return Some(DocumentError::new("max", &[&message]));
        }
        let Rule::Composition(composition) = &entry.rule else { return None };
        let needed = composition.at_least;
        let impossible =
            |message, numbers: &[u32]| Some(DocumentError::new("at_least", &[&numbered(message, numbers)]));
        let classes = composition.classes.only(self.classes()).len() as u32;
        if classes < needed {
            return impossible(
                "# classes cannot be had: the charset allows characters of #",
                &[needed, classes],
            );
        }
        let fewest = needed.saturating_mul(composition.each);
        let max = max.filter(|max| fewest > *max)?;
        impossible("# characters are needed, and the length allows #", &[fewest, max])
    }
}

impl PolicyRule {
    /// Reads a rule, unless one of this name has been `seen`.
    fn read(node: Node<'_>, seen: &mut u32) -> Result<Self, Fault> {
        let record = Record::read(node, &RULE)?;
        let bit = 1_u32.wrapping_shl(record.tag);
        if *seen & bit != 0 {
            return Err(DocumentError::new("rule", &["is repeated"]));
        }
        *seen |= bit;
        let rule = Rule::read(&record)?;
        rule.validate()?;
        let (advice, source) = (record.flag(Field::Advice, false), record.text(Field::Source));
        Ok(Self { rule, advice, source })
    }
}

#[cfg(test)]
mod tests;
