//! The JSON Schema of the configuration file.
//!
//! It checks each member alone, and a few members together. `tests/schema.rs` lists the mistakes that only
//! the reader finds.

use passgate_core::Product;
use passgate_wire::feishu::UserIdType;
use passgate_wire::{Action, Spec};
use serde_json::{Map, Value, json};

use super::{MACHINE, Member, Need, SECTIONS, Shape};
use crate::base::fields::TEXT_MAX;
use crate::config::address_header::{self, NAME_MAX};
use crate::config::products::LEARNED;
use crate::config::rates;
use crate::config::texts::ID_MAX;

const LOOPBACK: &str = r"http://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?";
const HTTPS: &str = r"https://[A-Za-z0-9.:\[\]-]+";
/// No control character, and no leading or trailing space.
const ID: &str = r"^[^\s\u0000-\u001F\u007F]([^\u0000-\u001F\u007F]*[^\s\u0000-\u001F\u007F])?$";
const CLIENT_ID: &str = r"^[^\s:\u0000-\u001F\u007F]([^:\u0000-\u001F\u007F]*[^\s:\u0000-\u001F\u007F])?$";

/// The schema of a configuration file, JSON Schema 2020-12, with the schema of a policy document in it.
pub fn schema(policy: &Value) -> Value {
    let all = MACHINE.iter().chain(SECTIONS.iter().flat_map(|section| section.members));
    let mut schema = object(all);
    if let Some(issuer) = schema.pointer_mut("/properties/issuers/items").and_then(Value::as_object_mut) {
        issuer.insert("allOf".to_owned(), kinds_of_ids());
    }
    if let Some(members) = schema.as_object_mut() {
        members.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        members.insert("$defs".to_owned(), json!({ "policy": without_learned(policy) }));
        members.insert("title".to_owned(), json!("passgate configuration"));
        members.insert(
            "description".to_owned(),
            json!("The configuration file of the program passgate. `passgate check` names every mistake, also those that this schema cannot express."),
        );
    }
    schema
}

fn object<'m>(members: impl Iterator<Item = &'m Member>) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for member in members.filter(|member| member.need != Need::Binding) {
        let mut value = shape(&member.shape);
        if let Some(value) = value.as_object_mut() {
            value.insert("description".to_owned(), plain(member.meaning).into());
        }
        properties.insert(member.name.to_owned(), value);
        if member.need == Need::Required {
            required.push(member.name);
        }
    }
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

fn shape(shape: &Shape) -> Value {
    match shape {
        Shape::Text => text(None),
        Shape::Id => json!({ "type": "string", "maxLength": ID_MAX, "pattern": ID }),
        Shape::ClientId => json!({ "type": "string", "maxLength": ID_MAX, "pattern": CLIENT_ID }),
        Shape::Origin => text(Some(&format!("^({HTTPS}|{LOOPBACK})$"))),
        Shape::Address => text(Some(&format!(r"^({HTTPS}|{LOOPBACK})(/[^?#\\\s]*)?$"))),
        Shape::Page => text(Some(&format!(r"^({HTTPS}|{LOOPBACK})(/[!-\[\]-~]*)?$"))),
        Shape::Place => {
            text(Some(&format!(r"^(/([!-.0-\[\]-~][!-\[\]-~]*)?|({HTTPS}|{LOOPBACK})(/[!-\[\]-~]*)?)$")))
        }
        Shape::Header => header(),
        Shape::Network => text(Some(r"^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$")),
        Shape::Time => text(Some(
            "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$",
        )),
        Shape::Contact => text(Some(r"^(mailto:|tel:|https://)[!-\[\]-~]+$")),
        Shape::SecretHash => json!({ "type": "string", "pattern": "^sha256:[A-Za-z0-9_-]{43}$" }),
        Shape::Listen => text(Some("^(.+):[1-9][0-9]{0,4}$")),
        Shape::Variable => text(None),
        Shape::Product => json!({ "enum": Product::ALL.map(Product::name) }),
        Shape::Action => json!({ "enum": Action::ALL.map(Action::name) }),
        Shape::UserIdType => json!({ "enum": UserIdType::ALL.map(UserIdType::name) }),
        Shape::Word(words) => json!({ "enum": words }),
        Shape::Number(min, max) => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::List(of, min, max) => {
            let list = json!({ "type": "array", "uniqueItems": true, "items": self::shape(of) });
            bounded(list, *min, *max)
        }
        Shape::Objects(members, max) => {
            bounded(json!({ "type": "array", "items": object(members.iter()) }), 0, *max)
        }
        Shape::Object(members) => object(members.iter()),
        Shape::Products(members) => products(members),
        Shape::Secret => {
            let env = [variable()];
            object(env.iter())
        }
        Shape::Rate => {
            let bounds = || Shape::Number(1, rates::MAX);
            let members = [
                required("burst", bounds(), "requests that may arrive at once"),
                required("per_minute", bounds(), "requests per minute after that, at even intervals"),
            ];
            object(members.iter())
        }
        Shape::Policy => json!({ "oneOf": [{ "const": "shipped" }, { "$ref": "#/$defs/policy" }] }),
        Shape::Sources => {
            let one = |name: &str| json!({ "type": "object", "additionalProperties": false, "required": [name], "properties": { (name): text(None) } });
            json!({ "type": "object", "additionalProperties": { "oneOf": [one("file"), one("credential"), one("env")] } })
        }
    }
}

/// A list with the bounds of its length that are stricter than none.
fn bounded(mut list: Value, min: usize, max: usize) -> Value {
    for (name, bound) in [("minItems", min), ("maxItems", max)] {
        if bound != 0
            && bound != usize::MAX
            && let Some(list) = list.as_object_mut()
        {
            list.insert(name.to_owned(), bound.into());
        }
    }
    list
}

const fn required(name: &'static str, shape: Shape, meaning: &'static str) -> Member {
    Member { name, shape, need: Need::Required, meaning, default: "required" }
}

const fn variable() -> Member {
    required(
        "env",
        Shape::Variable,
        "name of the secret: the variable that holds it, or its name in `secrets`",
    )
}

/// The name of a header that may contain an address, in any letter case.
fn header() -> Value {
    let any_case = |name: &str| -> String {
        let either = |letter: char| {
            let upper = letter.to_ascii_uppercase();
            if letter == upper { letter.to_string() } else { format!("[{letter}{upper}]") }
        };
        name.chars().map(either).collect()
    };
    let refused: Vec<String> = address_header::refused().map(any_case).collect();
    let refused = format!("^({}|{}.*)$", refused.join("|"), any_case("sec-"));
    json!({
        "type": "string", "minLength": 1, "maxLength": NAME_MAX, "pattern": "^[A-Za-z0-9-]+$",
        "not": { "pattern": refused },
    })
}

fn text(pattern: Option<&str>) -> Value {
    let mut value = json!({ "type": "string", "minLength": 1, "maxLength": TEXT_MAX });
    if let (Some(pattern), Some(value)) = (pattern, value.as_object_mut()) {
        value.insert("pattern".to_owned(), pattern.into());
    }
    value
}

/// Each product with its own names for its id and secret. At most one product of each API.
fn products(members: &[Member]) -> Value {
    let mut properties = Map::new();
    let mut beside = Vec::new();
    for product in Product::ALL {
        let spec = Spec::of(product);
        let id = required(spec.credential.id, Shape::Id, "the edge's id at the vendor");
        let secret = required(spec.credential.secret, Shape::Secret, "the secret of that id");
        let mut own = object([&id, &secret].into_iter().chain(members));
        let is_documented =
            passgate_core::Policy::shipped(product).rules().iter().all(|entry| !entry.is_assumed());
        if !is_documented && let Some(required) = own.pointer_mut("/required").and_then(Value::as_array_mut) {
            required.push("policy".into());
        }
        if spec.credential.no_colon
            && let Some(id) = own.pointer_mut(&format!("/properties/{}/pattern", spec.credential.id))
        {
            *id = CLIENT_ID.into();
        }
        if let Some(document) = own.pointer_mut("/properties/policy/oneOf/1").and_then(Value::as_object_mut) {
            let name = json!({ "product": { "const": product.name() } });
            document.insert("properties".to_owned(), name);
        }
        properties.insert(product.name().to_owned(), own);
        let twins =
            Product::ALL.into_iter().filter(|other| *other > product && Spec::of(*other).api == spec.api);
        beside.extend(twins.map(|twin| json!({ "not": { "required": [product.name(), twin.name()] } })));
    }
    json!({
        "type": "object", "minProperties": 1, "additionalProperties": false, "properties": properties, "allOf": beside,
    })
}

/// An issuer must name the kind of id if the product has several, and must not otherwise.
fn kinds_of_ids() -> Value {
    let of_product = |spec: &Spec| {
        let is_it =
            json!({ "properties": { "product": { "const": spec.product.name() } }, "required": ["product"] });
        let then = if spec.user_id_types.is_empty() {
            json!({ "not": { "required": ["user_id_type"] } })
        } else {
            json!({ "required": ["user_id_type"] })
        };
        json!({ "if": is_it, "then": then })
    };
    Spec::all().map(of_product).collect()
}

/// The schema of a policy document without the members that only an edge writes.
fn without_learned(policy: &Value) -> Value {
    let mut policy = policy.clone();
    if let Some(members) = policy.as_object_mut() {
        members.remove("$schema");
    }
    let rules = policy.pointer_mut("/properties/rules/items/oneOf").and_then(Value::as_array_mut);
    for rule in rules.into_iter().flatten() {
        let Some(properties) = rule.pointer_mut("/properties").and_then(Value::as_object_mut) else {
            continue;
        };
        for member in LEARNED {
            properties.remove(member);
        }
    }
    policy
}

/// Markdown without its links.
fn plain(markdown: &str) -> String {
    let mut text = String::new();
    let mut rest = markdown;
    while let Some((before, link)) = rest.split_once('[') {
        text.push_str(before);
        match link.split_once("](").and_then(|(label, after)| Some((label, after.split_once(')')?.1))) {
            Some((label, after)) => {
                text.push_str(label);
                rest = after;
            }
            None => {
                text.push('[');
                rest = link;
            }
        }
    }
    text + rest
}
