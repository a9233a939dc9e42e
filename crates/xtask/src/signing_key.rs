//! `cargo xtask signing-key`: the key that the edge's own keys are derived from.

use anyhow::Result;

/// Prints it. It is kept nowhere.
pub fn print() -> Result<()> {
    println!("{}", passgate_stack::signing_key()?);
    Ok(())
}
