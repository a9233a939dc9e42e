//! The error of a call, as JavaScript receives it.

use passgate_core::DocumentError;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(raw_module = "./error.js")]
extern "C" {
    /// An `Error` of the package.
    #[wasm_bindgen(js_name = passgateError)]
    fn passgate_error(name: &str, message: &str, path: &str) -> JsValue;
}

/// The name of the `Error`, and the fault with its path.
pub struct CallError(pub(crate) Name, pub(crate) Box<DocumentError>);

/// The names of errors; they never change.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Name {
    Policy,
    Identity,
    Violation,
    Locale,
    Generate,
}

impl Name {
    const fn text(self) -> &'static str {
        match self {
            Self::Policy => "PolicyError",
            Self::Identity => "IdentityError",
            Self::Violation => "ViolationError",
            Self::Locale => "LocaleError",
            Self::Generate => "GenerateError",
        }
    }
}

impl CallError {
    /// An error that concerns no document.
    pub(crate) fn new(name: Name, message: &str) -> Self {
        Self(name, Box::new(DocumentError { path: String::new(), message: message.to_owned() }))
    }
}

impl From<CallError> for JsValue {
    fn from(CallError(name, error): CallError) -> Self {
        passgate_error(name.text(), &error.message, &error.path)
    }
}
