//! The core as a browser module: the border and nothing else.
//!
//! `pkg/src/index.js` is the face of the package. A password crosses as UTF-16 code units through a
//! buffer that is used again, and a verdict comes back as numbers in another ([`rows`]): the price
//! of a keystroke is the check itself. Everything else crosses as plain data.

mod border;
mod rows;

use js_sys::{Array, Error};
use passgate_core::{Checker, Policy, Product, VOCABULARIES, Verdicts, words};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroize;

use crate::border::{
    locale, misuse, out, read_identity, read_policy, read_violation, read_violations, wrong,
};

/// A list of free pieces: a checker is made in a few hundred allocations and a keystroke makes none,
/// so seven kilobytes of a faster allocator would buy nothing.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());

/// A policy made ready for one person, and the buffers of its verdicts.
#[wasm_bindgen(js_name = Checker)]
pub struct JsChecker {
    checker: Checker,
    input: Vec<u16>,
    verdicts: Verdicts,
    rows: Vec<u32>,
}

#[wasm_bindgen(js_class = Checker)]
impl JsChecker {
    /// `policy`: a policy document. `identity`: an object, or nothing.
    ///
    /// # Errors
    /// `PolicyError` or `IdentityError`, with a `path`.
    #[wasm_bindgen(constructor)]
    pub fn new(policy: JsValue, identity: JsValue) -> Result<Self, Error> {
        let policy = read_policy(&policy)?;
        let identity = read_identity(&identity)?;
        let checker = Checker::new(&policy, &identity);
        Ok(Self { checker, input: Vec::new(), verdicts: Verdicts::default(), rows: Vec::new() })
    }

    /// The address of room for that many UTF-16 code units. It holds until the next call of this.
    pub fn room(&mut self, units: usize) -> *const u16 {
        // A megabyte once pasted is not kept for ever.
        if self.input.len() > ROOM_KEPT && units <= ROOM_KEPT {
            self.input = Vec::new();
        }
        if self.input.len() < units {
            self.input.resize(units.max(ROOM_AT_FIRST), 0);
        }
        self.input.as_ptr()
    }

    /// Whether no row is unmet for the units written at [`JsChecker::room`].
    pub fn accepts(&mut self, units: usize) -> bool {
        let accepted = self.checker.accepts_units(written(&self.input, units));
        self.wipe(units);
        accepted
    }

    /// The address of the rows for the units written at [`JsChecker::room`], as numbers. It holds
    /// until the next call of this.
    pub fn check(&mut self, units: usize) -> *const u32 {
        self.checker.judge(written(&self.input, units), &mut self.verdicts);
        self.wipe(units);
        rows::write(&self.verdicts, &mut self.rows);
        self.rows.as_ptr()
    }

    /// The vendor's words in that row of the last [`JsChecker::check`].
    pub fn message(&self, row: usize) -> Option<String> {
        rows::message(&self.verdicts, row)
    }

    /// The vendor's refusal of the units written at [`JsChecker::room`].
    ///
    /// # Errors
    /// `ViolationError`, with a `path`.
    pub fn refuse(&mut self, units: usize, violations: JsValue) -> Result<(), Error> {
        let violations = read_violations(&violations);
        if let Ok(violations) = &violations {
            self.checker.refuse_units(written(&self.input, units), violations);
        }
        self.wipe(units);
        violations.map(drop)
    }

    /// Takes in the parts that were installed since this was made.
    pub fn refresh(&mut self) {
        self.checker.refresh();
    }

    /// What is asked, before anything is typed: pairs of rule and text.
    ///
    /// # Errors
    /// `LocaleError` for a language that is not there.
    pub fn checklist(&self, tag: &str) -> Result<Array, Error> {
        let rows = Array::new();
        for asked in self.checker.checklist(locale(tag)?) {
            rows.push(&out(&(asked.rule.name(), &*asked.text))?);
        }
        Ok(rows)
    }

    /// The `passwordrules` attribute, and whether it is exact.
    ///
    /// # Errors
    /// None in practice: it is plain data.
    #[wasm_bindgen(js_name = passwordRules)]
    pub fn password_rules(&self) -> Result<JsValue, Error> {
        let rules = self.checker.password_rules();
        out(&(&*rules.attribute, rules.exact))
    }

    /// A password this checker accepts.
    ///
    /// # Errors
    /// `GenerateError` where the policy accepts next to nothing.
    pub fn generate(&self) -> Result<String, Error> {
        match self.checker.generate(|buffer| get_random_values(buffer).is_ok()) {
            Ok(password) => Ok(password.expose().to_owned()),
            Err(error) => Err(wrong("GenerateError", error.message())),
        }
    }

    fn wipe(&mut self, units: usize) {
        if let Some(written) = self.input.get_mut(..units) {
            written.zeroize();
        }
    }
}

const ROOM_AT_FIRST: usize = 64;
const ROOM_KEPT: usize = 8_192;

fn written(input: &[u16], units: usize) -> &[u16] {
    input.get(..units).unwrap_or_default()
}

/// The second half of this module is there.
#[wasm_bindgen]
pub fn arrived() {
    passgate_core::arrived();
}

/// A violation in one sentence.
///
/// # Errors
/// `ViolationError` or `LocaleError`.
#[wasm_bindgen]
pub fn describe(violation: JsValue, tag: &str) -> Result<String, Error> {
    Ok(words::describe(&read_violation(&violation)?, locale(tag)?))
}

/// The shipped policy of a product, as JSON text.
///
/// # Errors
/// `PolicyError` for a product that is not there.
#[wasm_bindgen]
pub fn policy(product: &str) -> Result<String, Error> {
    match Product::from_name(product) {
        Some(product) => Ok(Policy::shipped_json(product).to_owned()),
        None => Err(misuse("PolicyError", &Product::unknown())),
    }
}

/// The words behind the numbers of [`JsChecker::check`], by commas, one vocabulary on a line.
#[wasm_bindgen]
pub fn vocabulary() -> String {
    VOCABULARIES.to_owned()
}

#[wasm_bindgen]
extern "C" {
    /// The platform's own source of randomness, in browsers and in Node.
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(buffer: &mut [u8]) -> Result<JsValue, JsValue>;
}
