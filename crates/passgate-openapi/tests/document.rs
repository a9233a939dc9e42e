//! Compares the document with the code that it documents.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests may panic")]

use std::collections::BTreeSet;

use passgate_openapi::document;
use passgate_wire::{Outcome, Spec, eiam, feishu};
use passgate_worker::callers::mint_request::MintRequest;
use passgate_worker::http::routes::{Target, resolve};
use serde_json::{Value, json};

const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// All routes: the vendors' paths, and the path templates in the source of `routes.rs`.
fn templates() -> BTreeSet<String> {
    let source = include_str!("../../../worker/src/http/routes.rs");
    let (_, function) = source.split_once("pub fn template").unwrap();
    let (function, _) = function.split_once("\n    }\n").unwrap();
    let texts = function.split('"').skip(1).step_by(2).filter(|text| text.starts_with('/'));
    let of_vendor = |spec: &Spec| {
        let calls = spec.calls.iter().map(|call| call.template);
        calls.chain([spec.token.path]).collect::<Vec<&str>>()
    };
    texts.chain(Spec::all().flat_map(of_vendor)).map(str::to_owned).collect()
}

#[test]
fn exactly_the_routes_are_documented() {
    let document = document();
    let documented: BTreeSet<String> = document["paths"].as_object().unwrap().keys().cloned().collect();
    let mut templates = templates();
    // This route exists only in the build for tests.
    assert!(templates.remove("/__test/{failure}"));
    assert_eq!(documented, templates);
}

#[test]
fn the_documented_methods_are_those_of_the_route() {
    for (path, item) in document()["paths"].as_object().unwrap() {
        for method in METHODS {
            let answered = matches!(resolve(method, path, &[]), Target::Found(_));
            let documented = item.get(method.to_lowercase()).is_some();
            assert_eq!(documented, answered, "{method} {path}");
        }
    }
}

#[test]
fn operations_have_unique_ids_and_answers() {
    let document = document();
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{id} twice");
            assert!(operation["responses"].as_object().is_some_and(|map| !map.is_empty()), "{method} {path}");
            assert!(operation["security"].as_array().is_some_and(|list| !list.is_empty()), "{method} {path}");
        }
    }
}

#[test]
fn every_example_matches_its_schema() {
    let document = document();
    let mut checked = 0;
    let mut check = |place: &str, schema: &Value, example: &Value| {
        let validator = validator(&document, schema);
        assert!(
            validator.is_valid(example),
            "{place}: {example}\n{:?}",
            validator.iter_errors(example).next()
        );
        checked += 1;
    };
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let place = format!("{method} {path}");
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                if parameter.get("example").is_some() {
                    check(&place, &parameter["schema"], &parameter["example"]);
                }
            }
            for content in contents(&operation["requestBody"]) {
                check(&place, &content["schema"], &content["example"]);
            }
            for (status, answer) in operation["responses"].as_object().unwrap() {
                let place = format!("{place} {status}");
                for (_, header) in answer["headers"].as_object().unwrap() {
                    if header.get("example").is_some() {
                        check(&place, &header["schema"], &header["example"]);
                    }
                }
                for content in contents(answer) {
                    for (_, example) in content["examples"].as_object().unwrap() {
                        check(&place, &content["schema"], &example["value"]);
                    }
                }
            }
        }
    }
    assert!(checked > 100, "{checked}");
}

/// Every outcome is a value of the schema, and an example shows an answer with it.
#[test]
fn every_outcome_is_in_the_schema_and_has_an_example() {
    let document = document();
    let words: BTreeSet<&str> = Outcome::ALL.into_iter().map(Outcome::name).collect();
    let schema = document["components"]["schemas"]["Outcome"]["oneOf"].as_array().unwrap();
    let described: BTreeSet<&str> = schema.iter().map(|word| word["const"].as_str().unwrap()).collect();
    assert_eq!(described, words);
    let mut shown = BTreeSet::new();
    let items = document["paths"].as_object().unwrap().values();
    let operations = items.flat_map(|item| item.as_object().unwrap().values());
    for operation in operations {
        for (status, answer) in operation["responses"].as_object().unwrap() {
            for content in contents(answer) {
                for (_, example) in content["examples"].as_object().into_iter().flatten() {
                    if let Some(word) = example["value"]["outcome"].as_str() {
                        assert_eq!(word == "unknown", status == "504", "{word} at {status}");
                        shown.insert(word.to_owned());
                    }
                }
            }
        }
    }
    // The document's introduction has the outcome that no operation documents.
    shown.insert(Outcome::MethodNotAllowed.name().to_owned());
    assert_eq!(shown.iter().map(String::as_str).collect::<BTreeSet<_>>(), words);
}

#[test]
fn the_reader_and_the_schema_of_a_ticket_request_agree() {
    let document = document();
    let schema = validator(&document, &json!({ "$ref": "#/components/schemas/MintRequest" }));
    let feishu =
        json!({ "product": "feishu", "action": "reset", "user_id": "abc123", "user_id_type": "open_id" });
    let eiam = json!({ "product": "eiam", "action": "rest-password", "user_id": "u-1", "expires_in": 600 });
    let mut bodies = vec![feishu.clone(), eiam.clone(), json!([]), json!({}), json!(null), json!("x")];
    for (good, field, value) in [
        (&eiam, "product", json!("gmail")),
        (&eiam, "product", json!("feishu")),
        (&eiam, "action", json!("reset")),
        (&eiam, "action", json!("change-password")),
        (&eiam, "action", json!(null)),
        (&eiam, "user_id", json!("")),
        (&eiam, "user_id", json!("a/b")),
        (&eiam, "user_id", json!("u".repeat(200))),
        (&eiam, "user_id", json!("u".repeat(201))),
        (&eiam, "user_id_type", json!("open_id")),
        (&eiam, "identity", json!({ "name": "王小明", "phones": ["13800138000"] })),
        (&eiam, "identity", json!({ "shoe": 43 })),
        (&eiam, "identity", json!({ "name": 7 })),
        (&eiam, "identity", json!(null)),
        (&eiam, "identity", json!({ "name": null, "phones": null })),
        (&eiam, "identity", json!({ "name": null })),
        (&eiam, "identity", json!("x")),
        (&eiam, "identity", json!({ "words": vec!["w"; 65] })),
        (&eiam, "expires_in", json!(0)),
        (&eiam, "expires_in", json!(601)),
        (&eiam, "expires_in", json!("60")),
        (&eiam, "extra", json!(1)),
        (&feishu, "user_id_type", json!("email")),
        (&feishu, "user_id", json!("a/b")),
    ] {
        let mut body = good.clone();
        body[field] = value;
        bodies.push(body);
    }
    let mut bare = feishu;
    bare.as_object_mut().unwrap().remove("user_id_type");
    bodies.push(bare);
    for body in bodies {
        assert_eq!(MintRequest::read(body.clone()).is_ok(), schema.is_valid(&body), "{body}");
    }
}

#[test]
fn the_readers_and_the_schemas_of_the_vendors_bodies_agree() {
    let document = document();
    let of = |path: &str, method: &str| {
        let content = &document["paths"][path][method]["requestBody"]["content"]["application/json"];
        validator(&document, &content["schema"])
    };
    let reset = of("/open-apis/admin/v1/password/reset", "post");
    let good = json!({ "password": { "ent_email_password": "abcd*efg" }, "user_id": "abc123" });
    for body in [
        good.clone(),
        json!({}),
        json!([]),
        with(&good, "user_id", json!("")),
        with(&good, "user_id", json!(7)),
        with(&good, "password", json!("abcd*efg")),
        with(&good, "password", json!({})),
        with(&good, "password", json!({ "ent_email_password": "" })),
        with(&good, "password", json!({ "ent_email_password": "x", "more": 1 })),
        with(&good, "extra", json!(1)),
    ] {
        let read =
            feishu::read_reset("user_id_type=open_id", Some("application/json"), body.to_string().as_bytes());
        assert_eq!(read.is_ok(), reset.is_valid(&body), "{body}");
    }
    let change = of("/api/v2/tenant/users/{user_id}/change-password", "put");
    let good = json!({ "password": "P@ssw0rd123" });
    for body in [
        good.clone(),
        json!({}),
        with(&good, "password", json!(1)),
        with(&good, "pwd_must_modify", json!("true")),
        with(&good, "pwd_must_modify", json!(false)),
        with(&good, "pwd_must_modify", json!("yes")),
        with(&good, "pwd_must_modify", json!(1)),
        with(&good, "extra", json!(1)),
    ] {
        let read = eiam::read_change("u-1", "", Some("application/json"), body.to_string().as_bytes());
        assert_eq!(read.is_ok(), change.is_valid(&body), "{body}");
    }
    let token = of("/open-apis/auth/v3/tenant_access_token/internal", "post");
    let good = json!({ "app_id": "a", "app_secret": "b" });
    for body in [good.clone(), json!({}), with(&good, "app_id", json!("")), with(&good, "more", json!(""))] {
        let read = feishu::read_token_exchange("", None, body.to_string().as_bytes());
        assert_eq!(read.is_ok(), token.is_valid(&body), "{body}");
    }
}

fn with(good: &Value, field: &str, value: Value) -> Value {
    let mut body = good.clone();
    body[field] = value;
    body
}

/// A schema of the document, whose references resolve to the document's components.
fn validator(document: &Value, schema: &Value) -> jsonschema::Validator {
    let mut whole = schema.clone();
    whole["components"] = document["components"].clone();
    jsonschema::draft202012::new(&whole).unwrap()
}

fn contents(holder: &Value) -> Vec<Value> {
    let content = holder["content"].as_object();
    content.into_iter().flat_map(|content| content.values().cloned()).collect()
}
