//! Prerequisites of the commands. Each is installed on first use by its ordinary package manager; if
//! that is not possible, the error names the command to run.

mod apt;
mod browser;
mod engines;
mod node;
mod python;
mod rust;
mod systemd;
mod valgrind;

pub use browser::chromium;
pub use engines::engines;
pub use node::npm;
pub use python::{Supply, python, schemathesis, supply};
pub use rust::{components, wasm_target};
pub use systemd::systemd_analyze;
pub use valgrind::valgrind;
