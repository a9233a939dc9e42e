//! `cargo xtask signing-key`: the key that the edge's own keys are derived from.

use anyhow::Result;

/// Prints the key. It is not stored anywhere.
pub fn print() -> Result<()> {
    println!("{}", passgate_stack::signing_key()?);
    Ok(())
}
