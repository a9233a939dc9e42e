//! The core as a browser module, bound by wasm-bindgen.
//!
//! `pkg/src` has the package's public functions. Documents are passed in as JSON text, and texts are returned
//! as strings. The calls of a keystroke use neither: JavaScript writes the password into the checker's buffer
//! as UTF-16 code units, and the verdict is returned as numbers (`numbers`), so that the check itself is most
//! of the cost. If a password is longer than the core judges, only its length is passed.

mod buffer;
mod call_error;
mod numbers;
mod shipped;

use passgate_core::{GenerateError, Identity, Locale, Node, ReadError, Rows, Secret, VendorRefusal};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use crate::buffer::Buffer;
use crate::call_error::{CallError, Name};

/// A free-list allocator. Creating a checker takes a few hundred allocations and a keystroke none, so a
/// faster allocator of seven kilobytes would save nothing.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());

#[wasm_bindgen]
extern "C" {
    /// Fills a buffer with cryptographically secure random bytes.
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn fill_with_random(bytes: &mut [u8]) -> Result<(), JsValue>;
}

fn random(bytes: &mut [u8]) -> bool {
    fill_with_random(bytes).is_ok()
}

/// A policy prepared for one person, with the buffers that its calls reuse.
#[wasm_bindgen]
pub struct Checker {
    core: Box<passgate_core::Checker>,
    buffer: Buffer,
    rows: Rows,
    numbers: Vec<u32>,
}

#[wasm_bindgen]
impl Checker {
    /// Takes a policy document or the name of a product, and an identity or `null`.
    #[wasm_bindgen(constructor)]
    pub fn new(policy: &str, identity: String) -> Result<Self, CallError> {
        let identity = Zeroizing::new(identity);
        let identity = Zeroizing::new(units(&identity));
        let core = read(&units(policy), &identity).map_err(|error| match error {
            ReadError::Policy(error) => CallError(Name::Policy, error),
            ReadError::Identity(error) => CallError(Name::Identity, error),
        })?;
        Ok(Self { core, buffer: Buffer::default(), rows: Rows::new(), numbers: Vec::new() })
    }

    /// The address of a buffer for a password of this many UTF-16 code units. It is valid until the next call
    /// of this function.
    pub fn buffer(&mut self, length: usize) -> *const u16 {
        self.buffer.of(length)
    }

    /// The capacity of the buffer at [`Self::buffer`], in UTF-16 code units.
    pub fn room(&self) -> usize {
        self.buffer.room()
    }

    /// Whether no row is unmet for the password written at [`Self::buffer`], which is then wiped.
    pub fn accepts(&mut self, length: usize) -> bool {
        self.buffer.take(length).is_some_and(|password| self.core.accepts_units(&password))
    }

    /// The address of the rows for the password written at [`Self::buffer`], which is then wiped. It is valid
    /// until the next call of this function.
    pub fn check(&mut self, length: usize) -> *const u32 {
        match self.buffer.take(length) {
            Some(password) => self.core.judge(&password, &mut self.rows),
            None => self.core.judge_too_long(length, &mut self.rows),
        }
        numbers::write(&self.rows, &mut self.numbers);
        self.numbers.as_ptr()
    }

    /// The sentences of the rows of the last [`Self::check`], one per line: for each row its short name, what
    /// it requires, and why it is not met.
    pub fn sentences(&self, locale: &str) -> Result<String, CallError> {
        let locale = read_locale(locale)?;
        let mut lines = String::new();
        for row in self.rows.rows() {
            add_line(&mut lines, row.rule.label(locale));
            add_line(&mut lines, &self.core.asks(row.rule, locale));
            add_line(&mut lines, &row.says(locale));
        }
        Ok(lines)
    }

    /// Sets the person, or adds facts about the same person. Learned limits are kept.
    pub fn identify(&mut self, identity: String) -> Result<(), CallError> {
        let identity = Zeroizing::new(identity);
        let identity = Zeroizing::new(units(&identity));
        let identity = Identity::read(Node::new(&identity));
        self.core.identify(&identity.map_err(|error| CallError(Name::Identity, Box::new(error)))?);
        Ok(())
    }

    /// The vendor's text in the last [`Self::check`], which at most one row has.
    pub fn message(&self) -> Option<String> {
        self.rows.message().map(str::to_owned)
    }

    /// Learns the vendor's refusal of the password written at [`Self::buffer`], which is then wiped.
    pub fn refuse(&mut self, length: usize, violations: &str) -> Result<(), CallError> {
        let password = self.buffer.take(length);
        let refusal = VendorRefusal::read(Node::new(&units(violations)));
        let refusal = refusal.map_err(|error| CallError(Name::Violation, error))?;
        if let Some(password) = password {
            self.core.refuse_units(&password, refusal);
        }
        Ok(())
    }

    /// What the rules require, before anything is typed: for each row one line with its rule, one with its
    /// short name and one with its text.
    pub fn checklist(&self, locale: &str) -> Result<String, CallError> {
        let locale = read_locale(locale)?;
        let mut lines = String::new();
        self.core.ask(locale, |asked| {
            for line in [asked.rule.name(), asked.rule.label(locale), &asked.text] {
                add_line(&mut lines, line);
            }
        });
        Ok(lines)
    }

    /// The `passwordrules` attribute.
    pub fn password_rules(&self) -> String {
        self.core.password_rules().attribute
    }

    /// Whether the attribute expresses the whole policy.
    pub fn password_rules_are_exact(&self) -> bool {
        self.core.password_rules().exact
    }

    /// Generates a password that this checker accepts, and writes it at [`Self::buffer`]. Returns its length
    /// in UTF-16 code units.
    pub fn generate(&mut self, readable: bool) -> Result<usize, CallError> {
        let password =
            if readable { self.core.generate_readable(random) } else { self.core.generate(random) };
        self.put(password)
    }

    /// The same, of a password that the other checker accepts as well. The two must not be the same object.
    pub fn generate_for_both(&mut self, readable: bool, other: &Self) -> Result<usize, CallError> {
        let password = if readable {
            self.core.generate_readable_for_both(&other.core, random)
        } else {
            self.core.generate_for_both(&other.core, random)
        };
        self.put(password)
    }

    fn put(&mut self, password: Result<Secret, GenerateError>) -> Result<usize, CallError> {
        let password = password.map_err(|error| CallError::new(Name::Generate, &error.message()))?;
        Ok(self.buffer.put(password.expose()))
    }
}

/// A violation in one sentence.
#[wasm_bindgen]
pub fn describe(violation: &str, locale: &str) -> Result<String, CallError> {
    let locale = read_locale(locale)?;
    passgate_core::describe(Node::new(&units(violation)), locale)
        .map_err(|error| CallError(Name::Violation, error))
}

/// The shipped policy of a product, as JSON text.
#[wasm_bindgen]
pub fn policy(product: &str) -> Result<String, CallError> {
    match shipped::policy(Node::new(&units(product))) {
        Ok(policy) => Ok(policy.to_owned()),
        Err(error) => Err(CallError(Name::Policy, error)),
    }
}

/// Creates a checker. A policy that is the name of a product is the shipped policy of that product.
fn read(policy: &[u16], identity: &[u16]) -> Result<Box<passgate_core::Checker>, ReadError> {
    let (policy, identity) = (Node::new(policy), Node::new(identity));
    if !policy.is_text() {
        return passgate_core::Checker::read(policy, identity);
    }
    let shipped = units(shipped::policy(policy).map_err(ReadError::Policy)?);
    passgate_core::Checker::read(Node::new(&shipped), identity)
}

fn read_locale(tag: &str) -> Result<Locale, CallError> {
    Locale::negotiate(tag)
        .ok_or_else(|| CallError::new(Name::Locale, "must be a BCP 47 language tag, such as `zh-TW`"))
}

#[inline(never)]
fn add_line(lines: &mut String, line: &str) {
    lines.push_str(line);
    lines.push('\n');
}

/// The text in UTF-16, in which documents are read.
#[inline(never)]
fn units(text: &str) -> Vec<u16> {
    // Enough capacity for all of it: a vector that grows leaves a copy in the memory that it frees.
    let mut units = Vec::with_capacity(text.len());
    for unit in text.encode_utf16() {
        units.push(unit);
    }
    units
}
