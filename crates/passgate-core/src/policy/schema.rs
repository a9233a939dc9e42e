//! The JSON Schema of the policy document, and other descriptions that `cargo xtask codegen` derives from the
//! types that read documents.
//!
//! A schema can only describe a single rule. [`Policy`](crate::Policy) itself checks that no rule is
//! repeated, and that the rules can be satisfied together.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use crate::document::{Field, KINDS, Kind, NAMES, Product, Vocabulary, Word as _};
use crate::policy::rules::schemas;
use crate::verdict::{Code, MEMBERS, RuleName};

/// The schema of the policy document, in JSON Schema 2020-12.
pub fn policy_schema() -> Value {
    let products: Vec<&str> = Product::ALL.into_iter().map(Product::name).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "passgate policy",
        "description": "The rules that a product has for passwords, each at most once. The checklist shows them in this order.",
        "type": "object",
        "required": ["product", "rules"],
        "additionalProperties": false,
        "properties": {
            "$schema": { "type": "string" },
            "product": { "enum": products, "description": "The product the policy is for." },
            "rules": {
                "type": "array",
                "minItems": 1,
                "items": { "oneOf": schemas() },
            },
        },
    })
}

/// The schema of a type, without references.
pub fn schema_of<T: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    settings.into_generator().into_root_schema_for::<T>()
}

/// A violation as numbers.
pub struct Packed {
    /// The code.
    pub code: &'static str,
    /// The row of the code, if its rule is known.
    pub row: Option<RuleName>,
    /// The members, one number each.
    pub members: Vec<Member>,
}

/// A member of a violation.
pub struct Member {
    /// The name of the field.
    pub name: &'static str,
    /// The meaning of the number.
    pub kind: MemberKind,
    /// Whether the member may be absent. Then a number is stored plus 1, and 0 means that it is absent.
    pub is_optional: bool,
}

/// The meaning of a member's number.
pub enum MemberKind {
    /// The number itself.
    Number,
    /// 1 if there is a text.
    Text,
    /// The index of a word in its vocabulary.
    Word(Vocabulary),
    /// A set of words, one bit each.
    Set(Vocabulary),
}

/// The codes of the violations.
pub const CODES: Vocabulary = Code::VOCABULARY;

/// Every violation.
pub fn violations() -> Vec<Packed> {
    let member = |(field, is_optional): &(Field, bool)| Member {
        name: NAMES.name(*field as u32),
        kind: match KINDS.get(*field as usize) {
            Some(Kind::Word(words)) => MemberKind::Word(*words),
            Some(Kind::Words(words)) => MemberKind::Set(*words),
            Some(Kind::Text) => MemberKind::Text,
            _ => MemberKind::Number,
        },
        is_optional: *is_optional,
    };
    let packed = |(code, members): (&Code, &&[(Field, bool)])| Packed {
        code: CODES.name(*code as u32),
        row: code.row(),
        members: members.iter().map(member).collect(),
    };
    Code::ALL.iter().zip(MEMBERS).map(packed).collect()
}

/// The schema of a rule: its own fields, and those that every rule may have.
pub(crate) fn rule<T: JsonSchema>(name: &str) -> Value {
    let mut schema = schema_of::<T>();
    schema.remove("$schema");
    schema.insert("title".to_owned(), name.into());
    let mut properties = Map::new();
    properties.insert("rule".to_owned(), json!({ "const": name }));
    if let Some(Value::Object(own)) = schema.remove("properties") {
        properties.extend(own);
    }
    properties.insert(
        "advice".to_owned(),
        json!({ "type": "boolean", "default": false, "description": "Breaking the rule is only advised against: the row is unsure and never blocks." }),
    );
    properties.insert(
        "source".to_owned(),
        json!({ "type": "string", "description": "Where the rule is documented, and which of its numbers are defaults that a tenant sets." }),
    );
    let mut required = vec![Value::from("rule")];
    if let Some(Value::Array(own)) = schema.remove("required") {
        required.extend(own);
    }
    schema.insert("properties".to_owned(), Value::Object(properties));
    schema.insert("required".to_owned(), Value::Array(required));
    schema.to_value()
}
