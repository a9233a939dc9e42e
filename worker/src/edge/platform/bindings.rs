//! The bindings of the Worker, read so that a missing one cannot stop it.
//!
//! workerd binds `null` for an unset variable, but the `worker` crate only handles `undefined`: its own
//! getters would end the request with an uncaught exception.

use js_sys::{Promise, Reflect, Uint8Array};
use passgate_core::Secret;
use serde_json::Value;
use wasm_bindgen::prelude::*;
use worker::Env;

use crate::base::object::Object;
use crate::config::Environment;

#[wasm_bindgen]
extern "C" {
    /// A service binding: an address fixed by the deployment, or the global scope itself.
    pub type Service;

    /// A Durable Object.
    pub type Stub;

    /// A namespace: the Durable Objects of one class.
    pub type Namespace;

    /// The object with this name.
    #[wasm_bindgen(method, catch, js_name = getByName)]
    pub fn get_by_name(this: &Namespace, name: &str) -> Result<Stub, JsValue>;

    /// Calls the object's method `ask` and catches its exceptions.
    #[wasm_bindgen(method, catch)]
    pub fn ask(this: &Stub, what: &str, message: &Uint8Array) -> Result<Promise, JsValue>;

    /// Calls `fetch` and catches its exceptions.
    #[wasm_bindgen(method, catch)]
    pub fn fetch(this: &Service, url: &str, init: &web_sys::RequestInit) -> Result<Promise, JsValue>;
}

/// The bindings of this Worker.
pub struct Bindings<'e>(pub &'e Env);

impl Bindings<'_> {
    /// The value of a text variable.
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name)?.as_string().filter(|text| !text.is_empty())
    }

    /// The value of a text variable, or of a variable that the deployment declares as JSON, as JSON
    /// text.
    pub fn json(&self, name: &str) -> Option<String> {
        let value = self.get(name)?;
        match value.as_string() {
            Some(text) => Some(text),
            None => serde_wasm_bindgen::from_value::<Value>(value).ok().map(|value| value.to_string()),
        }
    }

    /// A service binding.
    pub fn service(&self, name: &str) -> Option<Service> {
        self.object(name).map(JsCast::unchecked_into)
    }

    /// The namespace of a kind of Durable Object.
    pub fn namespace(&self, object: Object) -> Option<Namespace> {
        self.object(object.binding()).map(JsCast::unchecked_into)
    }

    fn object(&self, name: &str) -> Option<JsValue> {
        self.get(name).filter(JsValue::is_object)
    }

    fn get(&self, name: &str) -> Option<JsValue> {
        let value = Reflect::get(self.0.as_ref(), &JsValue::from_str(name)).ok()?;
        (!value.is_null() && !value.is_undefined()).then_some(value)
    }
}

impl Environment for Bindings<'_> {
    fn secret(&self, name: &str) -> Option<Secret> {
        self.text(name).map(Secret::new)
    }

    fn has_service(&self, name: &str) -> bool {
        self.object(name).is_some()
    }
}

/// The runtime's global `fetch`, for a vendor without a bound service.
pub fn global() -> Service {
    js_sys::global().unchecked_into()
}
