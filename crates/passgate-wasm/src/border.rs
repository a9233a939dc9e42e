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
    fn from(misuse: Misuse) -> Self {
        let error = Self::new(&misuse.error.line());
        error.set_name(misuse.name);
        // Setting a property of a fresh Error cannot fail.
        let _ = Reflect::set(&error, &JsValue::from_str("path"), &JsValue::from_str(&misuse.error.path));
        error
    }
}

pub(crate) fn unknown_product() -> Misuse {
    let message = "must be one of `feishu`, `eiam`".to_owned();
    Misuse { name: "PolicyError", error: DocumentError { path: "product".to_owned(), message } }
}

pub(crate) fn read_policy(policy: JsValue) -> Result<Policy, Misuse> {
    Policy::read(node(policy, "PolicyError")?).map_err(blame("PolicyError"))
}

pub(crate) fn read_identity(identity: JsValue) -> Result<Identity, Misuse> {
    Identity::read(node(identity, "IdentityError")?).map_err(blame("IdentityError"))
}

pub(crate) fn read_violation(violation: JsValue) -> Result<Violation, Misuse> {
    Violation::read(node(violation, "ViolationError")?).map_err(blame("ViolationError"))
}

pub(crate) fn read_violations(violations: JsValue) -> Result<Vec<Violation>, Misuse> {
    Violation::read_list(node(violations, "ViolationError")?).map_err(blame("ViolationError"))
}

fn node(value: JsValue, name: &'static str) -> Result<Node, Misuse> {
    plain(&value, DEPTH_MAX).ok_or_else(|| {
        Misuse::new(name, "must be plain data: objects, arrays, strings, numbers, booleans, null")
    })
}

fn blame(name: &'static str) -> impl FnOnce(DocumentError) -> Misuse {
    move |error| Misuse { name, error }
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
    let object = value.dyn_ref::<Object>().filter(|object| !object.is_function())?;
    let is_array = Array::is_array(object);
    let entries = Object::entries(object);
    let (mut items, mut fields) = (Vec::new(), Vec::new());
    for index in 0..entries.length() {
        let entry: Array = entries.get(index).unchecked_into();
        let item = plain(&entry.get(1), depth)?;
        if is_array {
            items.push(item);
        } else {
            fields.push((entry.get(0).as_string()?, item));
        }
    }
    Some(if is_array { Node::List(items) } else { Node::Fields(fields) })
}

pub(crate) fn locale(tag: &str) -> Result<Locale, Misuse> {
    Locale::from_tag(tag).ok_or_else(|| Misuse::new("LocaleError", "must be `zh-CN` or `en`"))
}

/// Plain data as a JavaScript value. Pairs, not structs: the names of fields would be kept in a table.
pub(crate) fn out<T: Serialize>(data: &(&str, T)) -> Result<JsValue, Error> {
    serde_wasm_bindgen::to_value(data).map_err(|error| JsValue::from(error).unchecked_into())
}
