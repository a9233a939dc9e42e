//! Making sure that what a command needs is there: each is installed on first use, by its
//! ordinary client, and what cannot be installed is said with the command that would.

mod apt;
mod browser;
mod engines;
mod node;
mod python;
mod rust;
mod valgrind;

pub use browser::chromium;
pub use engines::engines;
pub use node::npm;
pub use python::{Supply, python, schemathesis, supply};
pub use rust::{components, wasm_target};
pub use valgrind::valgrind;
