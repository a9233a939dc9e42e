//! The JSON Schema of the policy document, from the types that read it.
//!
//! It says all that a schema can: what one rule allows. That a rule stands once, and that rules can
//! be satisfied together, only [`Policy`](crate::Policy) itself sees.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use crate::policy::Product;
use crate::policy::rules::{
    Charset, Common, Composition, History, IdentityRule, Length, Repetition, Username,
};

/// The schema, JSON Schema 2020-12.
pub fn policy_schema() -> Value {
    let products: Vec<&str> = Product::ALL.into_iter().map(Product::name).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "passgate policy",
        "description": "What a product asks of a password. The rules stand in the order of the checklist, each at most once.",
        "type": "object",
        "required": ["product", "rules"],
        "additionalProperties": false,
        "properties": {
            "$schema": { "type": "string" },
            "product": { "enum": products, "description": "The product the policy is for." },
            "rules": {
                "type": "array",
                "minItems": 1,
                "items": { "oneOf": [
                    rule::<Length>("length"),
                    rule::<Charset>("charset"),
                    rule::<Composition>("composition"),
                    rule::<Username>("username"),
                    rule::<Common>("common"),
                    rule::<History>("history"),
                    rule::<Repetition>("repetition"),
                    rule::<IdentityRule>("identity"),
                ] },
            },
        },
    })
}

/// One rule's own fields, and what any rule may carry.
fn rule<T: JsonSchema>(name: &str) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    let mut schema: Schema = settings.into_generator().into_root_schema_for::<T>();
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
