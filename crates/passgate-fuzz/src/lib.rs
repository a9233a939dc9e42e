//! What must hold for every input, as functions of bytes: `fuzz/` hands them what the fuzzer
//! makes up, `tests/corpus.rs` what it once found worth keeping.
//!
//! Each function stops with an assertion when something does not hold.

mod check;
mod costly;
mod documents;
mod identity;
mod person;
mod policy;
pub mod worst;

pub use check::check;
pub use costly::costly;
pub use identity::identity;
pub use policy::policy;
