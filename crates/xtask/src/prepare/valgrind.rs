//! Valgrind, which counts instructions.

use anyhow::Result;

use crate::command;
use crate::prepare::apt;

/// Makes sure that `valgrind` is installed.
pub fn valgrind() -> Result<()> {
    if command::exists("valgrind") { Ok(()) } else { apt::install(&["valgrind"], "counting instructions") }
}
