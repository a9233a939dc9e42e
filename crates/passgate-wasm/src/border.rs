//! Plain data in, and misuse out as real `Error`s with a stable `name`.

use js_sys::{Array, Error, Object, Reflect};
use passgate_core::{DocumentError, Identity, Locale, Node, Policy, Violation};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

/// A call that cannot be answered: a JavaScript `Error` whose `name` never changes.
pub(crate) fn misuse(name: &str, document: &DocumentError) -> Error {
    let error = Error::new(&document.line());
    error.set_name(name);
    // Setting a property of a fresh Error cannot fail.
    let _ = Reflect::set(&error, &JsValue::from_str("path"), &JsValue::from_str(&document.path));
    error
}

/// The same of a call without a document.
pub(crate) fn wrong(name: &str, message: &str) -> Error {
    misuse(name, &DocumentError { path: String::new(), message: message.to_owned() })
}

pub(crate) fn read_policy(policy: &JsValue) -> Result<Policy, Error> {
    Policy::read(node(policy)).map_err(|error| misuse("PolicyError", &error))
}

pub(crate) fn read_identity(identity: &JsValue) -> Result<Identity, Error> {
    Identity::read(node(identity)).map_err(|error| misuse("IdentityError", &error))
}

pub(crate) fn read_violation(violation: &JsValue) -> Result<Violation, Error> {
    Violation::read(node(violation)).map_err(|error| misuse("ViolationError", &error))
}

pub(crate) fn read_violations(violations: &JsValue) -> Result<Vec<Violation>, Error> {
    Violation::read_list(node(violations)).map_err(|error| misuse("ViolationError", &error))
}

fn node(value: &JsValue) -> Node {
    plain(value, DEPTH_MAX).unwrap_or(Node::Opaque)
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

pub(crate) fn locale(tag: &str) -> Result<Locale, Error> {
    Locale::from_tag(tag).ok_or_else(|| wrong("LocaleError", "must be `zh-CN` or `en`"))
}

/// Plain data as a JavaScript value. Pairs, not structs: the names of fields would be kept in a table.
pub(crate) fn out<T: Serialize>(data: &(&str, T)) -> Result<JsValue, Error> {
    serde_wasm_bindgen::to_value(data).map_err(|error| JsValue::from(error).unchecked_into())
}
