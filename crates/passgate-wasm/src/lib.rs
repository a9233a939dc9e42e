//! The core as a browser module: the border and nothing else.
//!
//! `pkg/index.js` is the face of the package; it checks that passwords are strings and hands
//! everything else through. A password crosses as UTF-8, in which a lone surrogate becomes
//! U+FFFD: one UTF-16 unit for one, so that every offset keeps.

mod border;

use js_sys::Error;
use passgate_core::{Checker, Identity, Policy, Product, Violation, words};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::border::{Misuse, locale, out, read_identity, read_policy, read_violation, read_violations};

/// A policy made ready for one person.
#[wasm_bindgen(js_name = Checker)]
pub struct JsChecker(Checker);

#[wasm_bindgen(js_class = Checker)]
impl JsChecker {
    /// `policy`: a product's name or a policy document. `identity`: an object, or nothing.
    ///
    /// # Errors
    /// `PolicyError` or `IdentityError`, with a `path`.
    #[wasm_bindgen(constructor)]
    pub fn new(policy: JsValue, identity: JsValue) -> Result<Self, Error> {
        let policy: Policy = read_policy(policy)?;
        let identity: Identity = read_identity(identity)?;
        Ok(Self(Checker::new(&policy, &identity)))
    }

    /// Every row, in policy order.
    ///
    /// # Errors
    /// None in practice: a report is always plain data.
    pub fn check(&self, password: &str) -> Result<JsValue, Error> {
        out(&self.0.check(password))
    }

    /// Whether no row is unmet.
    pub fn accepts(&self, password: &str) -> bool {
        self.0.accepts(password)
    }

    /// What is asked, before anything is typed.
    ///
    /// # Errors
    /// `LocaleError` for a language that is not there.
    pub fn checklist(&self, tag: &str) -> Result<JsValue, Error> {
        out(&self.0.checklist(locale(tag)?))
    }

    /// The vendor's refusal of that text.
    ///
    /// # Errors
    /// `ViolationError`, with a `path`.
    pub fn refuse(&mut self, password: &str, violations: JsValue) -> Result<(), Error> {
        let violations: Vec<Violation> = read_violations(violations)?;
        self.0.refuse(password, &violations);
        Ok(())
    }

    /// The `passwordrules` attribute.
    ///
    /// # Errors
    /// None in practice.
    #[wasm_bindgen(js_name = passwordRules)]
    pub fn password_rules(&self) -> Result<JsValue, Error> {
        out(&self.0.password_rules())
    }

    /// A password this checker accepts.
    ///
    /// # Errors
    /// `GenerateError` where the policy accepts next to nothing.
    pub fn generate(&self) -> Result<String, Error> {
        let generated = self.0.generate(|buffer| get_random_values(buffer).is_ok());
        match generated {
            Ok(password) => Ok(password.expose().to_owned()),
            Err(error) => Err(Misuse::new("GenerateError", &error.to_string()).into()),
        }
    }
}

/// A violation in one sentence.
///
/// # Errors
/// `ViolationError` or `LocaleError`.
#[wasm_bindgen]
pub fn describe(violation: JsValue, tag: &str) -> Result<String, Error> {
    Ok(words::describe(&read_violation(violation)?, locale(tag)?))
}

/// The shipped policy of a product, as JSON text.
///
/// # Errors
/// `PolicyError` for a product that is not there.
#[wasm_bindgen]
pub fn policy(product: &str) -> Result<String, Error> {
    match Product::from_name(product) {
        Some(product) => Ok(Policy::shipped(product).to_json()),
        None => Err(border::unknown_product().into()),
    }
}

#[wasm_bindgen]
extern "C" {
    /// The platform's own source of randomness, in browsers and in Node.
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(buffer: &mut [u8]) -> Result<JsValue, JsValue>;
}
