//! Measures the cost of a verdict as a count.
//!
//! Times differ with every run and machine; counts do not. [`Meter`] compiles the core for wasm32 like
//! the browser's module. An interpreter runs it and counts *fuel*: one for each WebAssembly
//! instruction, including the rest of a block that is left early. So the count is an upper bound of the
//! executed instructions.

#[cfg(not(target_arch = "wasm32"))]
mod bounds;
#[cfg(not(target_arch = "wasm32"))]
mod meter;
#[cfg(target_arch = "wasm32")]
mod module;
/// Pseudo-random bytes.
pub mod seed;

#[cfg(not(target_arch = "wasm32"))]
pub use bounds::{JUDGE_MAX, MAKE_MAX, cost};
#[cfg(not(target_arch = "wasm32"))]
pub use meter::Meter;
