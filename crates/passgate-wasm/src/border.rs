//! Plain data in, and misuse out as real `Error`s with a stable `name`.

use js_sys::{Error, Reflect};
use passgate_core::{DocumentError, Identity, Locale, Node, Policy, Violation};
use wasm_bindgen::JsValue;

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
    let node: Node = serde_wasm_bindgen::from_value(value).map_err(|_| {
        Misuse::new(name, "must be plain data: objects, arrays, strings, numbers, booleans, null")
    })?;
    read(node).map_err(|error| Misuse { name, error })
}

pub(crate) fn locale(tag: &str) -> Result<Locale, Misuse> {
    Locale::from_tag(tag).ok_or_else(|| Misuse::new("LocaleError", "must be `zh-CN` or `en`"))
}
