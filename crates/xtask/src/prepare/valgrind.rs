//! Valgrind, which counts instructions.

use anyhow::Result;

use crate::command;
use crate::prepare::apt;

/// `valgrind` is there.
pub fn valgrind() -> Result<()> {
    if command::exists("valgrind") { Ok(()) } else { apt::install(&["valgrind"], "counting instructions") }
}
