//! Plain data in, and misuse out as real `Error`s with a stable `name`.

use js_sys::{Array, Error, Object, Reflect};
use passgate_core::{DocumentError, Identity, Locale, Node, Policy, Violation};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

/// A call that cannot be answered: becomes a JavaScript `Error` whose `name` never changes.
pub(crate) struct Misuse {
    name: &'static str,
    error: DocumentError,
}

impl Misuse {
    pub(crate) fn new(name: &'static str, message: &str) -> Self {
        Self { name, error: DocumentError { path: String::new(), message: message.to_owned() } }
    }
}

impl From<Misuse> for Error {
    fn from(Misuse { name, error: DocumentError { path, message } }: Misuse) -> Self {
        let joint = if path.is_empty() { "" } else { ": " };
        let error = Self::new(&[&path, joint, &message].concat());
        error.set_name(name);
        // Setting a property of a fresh Error cannot fail.
        let _ = Reflect::set(&error, &JsValue::from_str("path"), &JsValue::from_str(&path));
        error
    }
}

pub(crate) fn unknown_product() -> Misuse {
    let message = "must be one of `feishu`, `eiam`".to_owned();
    Misuse { name: "PolicyError", error: DocumentError { path: "product".to_owned(), message } }
}

pub(crate) fn read_policy(policy: JsValue) -> Result<Policy, Misuse> {
    read(policy, "PolicyError", Policy::read)
}

pub(crate) fn read_identity(identity: JsValue) -> Result<Identity, Misuse> {
    read(identity, "IdentityError", Identity::read)
}

pub(crate) fn read_violation(violation: JsValue) -> Result<Violation, Misuse> {
    read(violation, "ViolationError", Violation::read)
}

pub(crate) fn read_violations(violations: JsValue) -> Result<Vec<Violation>, Misuse> {
    read(violations, "ViolationError", Violation::read_list)
}

fn read<T>(
    value: JsValue,
    name: &'static str,
    read: fn(Node) -> Result<T, DocumentError>,
) -> Result<T, Misuse> {
    let node = plain(&value, DEPTH_MAX).ok_or_else(|| {
        Misuse::new(name, "must be plain data: objects, arrays, strings, numbers, booleans, null")
    })?;
    read(node).map_err(|error| Misuse { name, error })
}

/// How deep plain data may be; a document has four levels, and a cycle has no end.
const DEPTH_MAX: u32 = 16;

/// A JavaScript value as plain data, or nothing where it is none.
fn plain(value: &JsValue, depth: u32) -> Option<Node> {
    let depth = depth.checked_sub(1)?;
    if value.is_undefined() || value.is_null() {
        return Some(Node::Null);
    }
    if let Some(flag) = value.as_bool() {
        return Some(Node::Flag(flag));
    }
    if let Some(number) = value.as_f64() {
        return Some(Node::Number(number));
    }
    if let Some(text) = value.as_string() {
        return Some(Node::Text(text));
    }
    if let Some(array) = value.dyn_ref::<Array>() {
        return array.iter().map(|item| plain(&item, depth)).collect::<Option<_>>().map(Node::List);
    }
    let object = value.dyn_ref::<Object>().filter(|object| !object.is_function())?;
    let field = |entry: JsValue| {
        let entry: Array = entry.dyn_into().ok()?;
        Some((entry.get(0).as_string()?, plain(&entry.get(1), depth)?))
    };
    Object::entries(object).iter().map(field).collect::<Option<_>>().map(Node::Fields)
}

pub(crate) fn locale(tag: &str) -> Result<Locale, Misuse> {
    Locale::from_tag(tag).ok_or_else(|| Misuse::new("LocaleError", "must be `zh-CN` or `en`"))
}

/// Plain data as a JavaScript value.
pub(crate) fn out<T: Serialize>(data: &T) -> Result<JsValue, Error> {
    serde_wasm_bindgen::to_value(data).map_err(|error| Error::new(&error.to_string()))
}
