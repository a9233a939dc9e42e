//! Checks that the OpenAPI document contains every answer that the tests receive.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use jsonschema::Validator;
use serde_json::Value;

use crate::ask::{Ask, Told};

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../docs/openapi.json")).expect("the document is JSON")
});

/// Validators by the location of their schemas in the document.
static VALIDATORS: LazyLock<Mutex<HashMap<String, Validator>>> = LazyLock::new(Mutex::default);

/// Fails the test if a documented operation gives an undocumented answer. It ignores paths and methods
/// that the document does not contain.
pub(crate) fn require(ask: &Ask, told: &Told) {
    let path = ask.path.split('?').next().unwrap_or_default();
    let Some((template, item)) = path_item(path) else { return };
    let operation = &item[ask.method.to_lowercase()];
    if operation.is_null() {
        return;
    }
    let place = format!("{} {template} answered {}", ask.method, told.status);
    let help = "add it in crates/passgate-openapi/src/routes, then `cargo xtask codegen`";
    let answer = &operation["responses"][told.status.to_string()];
    assert!(!answer.is_null(), "{place}, which is not documented: {help}\n{}", told.text);
    for (name, header) in answer["headers"].as_object().into_iter().flatten() {
        let needed = header["required"] == true && told.header(name).is_empty();
        assert!(!needed, "{place} without the header {name}: {help}");
    }
    if ask.method == "HEAD" || told.text.is_empty() {
        return;
    }
    let media_type = told.header("content-type").split(';').next().unwrap_or_default().trim().to_owned();
    let content = &answer["content"];
    let listed = content.get(&media_type).or_else(|| content.get("*/*"));
    let listed = listed.unwrap_or_else(|| panic!("{place} as {media_type}, which is not documented: {help}"));
    if media_type != "application/json" && !media_type.ends_with("+json") {
        return;
    }
    let mut validators = VALIDATORS.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let validator = validators.entry(format!("{place} {media_type}")).or_insert_with(|| {
        let mut schema = listed["schema"].clone();
        schema["components"] = DOCUMENT["components"].clone();
        jsonschema::draft202012::new(&schema).expect("the document's schemas are schemas")
    });
    let body = told.json();
    let error = validator.iter_errors(&body).next().map(|error| error.to_string());
    assert!(error.is_none(), "{place} with a body that is not documented ({error:?}): {help}\n{}", told.text);
}

/// The path item of the most specific matching template.
fn path_item(path: &str) -> Option<(&'static str, &'static Value)> {
    let paths = DOCUMENT["paths"].as_object().expect("the document has paths");
    let fitting = paths.iter().filter(|(template, _)| fits(template, path));
    fitting
        .min_by_key(|(template, _)| template.matches('{').count())
        .map(|(template, item)| (template.as_str(), item))
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    // A file's path may have several segments, and a path with the prefix of an API is not a file's.
    if let ["", "{file}"] = template.as_slice() {
        return !matches!(path.get(1).copied(), Some("open-apis" | "api" | "v1" | "__test"));
    }
    template.len() == path.len()
        && template.iter().zip(&path).all(|(part, segment)| part.starts_with('{') || part == segment)
}
