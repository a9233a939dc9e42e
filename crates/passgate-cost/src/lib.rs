//! What a verdict costs, counted.
//!
//! Time is another at every run and on every machine, what is counted is not. The core is compiled for
//! wasm32 as the browser's module is ([`Meter`] does it) and run by an interpreter that counts *fuel*:
//! one for each WebAssembly instruction, and for those of a block behind an early way out of it, too.
//! So it is an upper bound of the instructions executed.

#[cfg(not(target_arch = "wasm32"))]
mod bounds;
#[cfg(not(target_arch = "wasm32"))]
mod meter;
#[cfg(target_arch = "wasm32")]
mod module;

#[cfg(not(target_arch = "wasm32"))]
pub use bounds::{JUDGE_MAX, MAKE_MAX, cost};
#[cfg(not(target_arch = "wasm32"))]
pub use meter::Meter;
