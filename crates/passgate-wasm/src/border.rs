//! Values in, values out, and misuse as real `Error`s with a stable `name`.

use js_sys::{Error, JsString, Reflect};
use passgate_core::{DocumentError, Identity, Locale, Policy, Product, Violation};
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};

/// A call that cannot be answered: becomes a JavaScript `Error` whose `name` never changes.
pub(crate) struct Misuse {
    name: &'static str,
    message: String,
    path: Option<String>,
}

impl Misuse {
    pub(crate) fn new(name: &'static str, message: &str) -> Self {
        Self { name, message: message.to_owned(), path: None }
    }

    fn document(name: &'static str, error: &DocumentError) -> Self {
        Self { name, message: error.to_string(), path: Some(error.path.clone()) }
    }
}

impl From<Misuse> for Error {
    fn from(misuse: Misuse) -> Self {
        let error = Self::new(&misuse.message);
        error.set_name(misuse.name);
        if let Some(path) = misuse.path {
            // Setting a property of a fresh Error cannot fail.
            let _ = Reflect::set(&error, &JsValue::from_str("path"), &JsValue::from_str(&path));
        }
        error
    }
}

pub(crate) fn unknown_product() -> Misuse {
    let error =
        DocumentError { path: "product".to_owned(), message: "must be `feishu` or `eiam`".to_owned() };
    Misuse::document("PolicyError", &error)
}

/// A product's name, or a policy document.
pub(crate) fn read_policy(policy: JsValue) -> Result<Policy, Misuse> {
    if let Some(name) = policy.dyn_ref::<JsString>() {
        return Product::from_name(&String::from(name)).map(Policy::shipped).ok_or_else(unknown_product);
    }
    let value = value(policy, "PolicyError")?;
    Policy::from_value(value).map_err(|error| Misuse::document("PolicyError", &error))
}

/// Nothing, or an identity.
pub(crate) fn read_identity(identity: JsValue) -> Result<Identity, Misuse> {
    if identity.is_undefined() || identity.is_null() {
        return Ok(Identity::default());
    }
    let value = value(identity, "IdentityError")?;
    Identity::from_value(value).map_err(|error| Misuse::document("IdentityError", &error))
}

pub(crate) fn read_violation(violation: JsValue) -> Result<Violation, Misuse> {
    violation_at(value(violation, "ViolationError")?, "")
}

pub(crate) fn read_violations(violations: JsValue) -> Result<Vec<Violation>, Misuse> {
    match value(violations, "ViolationError")? {
        Value::Array(items) => items
            .into_iter()
            .enumerate()
            .map(|(index, item)| violation_at(item, &format!("[{index}]")))
            .collect(),
        _ => Err(Misuse::new("ViolationError", "must be an array of violations")),
    }
}

fn violation_at(value: Value, path: &str) -> Result<Violation, Misuse> {
    serde_json::from_value(value).map_err(|error| {
        let error = DocumentError { path: path.to_owned(), message: error.to_string() };
        Misuse::document("ViolationError", &error)
    })
}

/// A JavaScript value as plain data.
fn value(value: JsValue, name: &'static str) -> Result<Value, Misuse> {
    serde_wasm_bindgen::from_value(value).map_err(|_| {
        Misuse::new(name, "must be plain data: objects, arrays, strings, numbers, booleans, null")
    })
}

pub(crate) fn locale(tag: &str) -> Result<Locale, Misuse> {
    Locale::from_tag(tag).ok_or_else(|| Misuse::new("LocaleError", "must be `zh-CN` or `en`"))
}

/// Plain data as a JavaScript value.
pub(crate) fn out<T: Serialize>(data: &T) -> Result<JsValue, Error> {
    serde_wasm_bindgen::to_value(data).map_err(|error| Error::new(&error.to_string()))
}
