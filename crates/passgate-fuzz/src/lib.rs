//! Properties of every input, as functions of bytes. `fuzz/` calls them with the fuzzer's inputs,
//! `tests/corpus.rs` with the stored corpus.
//!
//! Each function panics if a property does not hold.

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
