//! `cargo xtask client-secret`: a secret for a client of the edge, and its hash for the configuration.

use anyhow::Result;
use passgate_stack::Credential;

/// Prints both. The secret is not stored anywhere.
pub fn print() -> Result<()> {
    let credential = Credential::generate("")?;
    println!("secret, for the client (it is not stored here):\n  {}", credential.secret);
    println!("hash, for the client's `secret_hashes` in PASSGATE_CONFIG:\n  {}", credential.secret_hash());
    Ok(())
}
