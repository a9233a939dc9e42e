//! `cargo xtask client-secret`: a secret for a client of the edge, and the hash of it that the
//! configuration holds.

use anyhow::Result;
use passgate_stack::Credential;

/// Prints both. The secret is kept nowhere.
pub fn print() -> Result<()> {
    let credential = Credential::generate("")?;
    println!("for the client, kept nowhere here:\n  {}", credential.secret);
    println!("for `secret_hashes` of the client in PASSGATE_CONFIG:\n  {}", credential.secret_hash());
    Ok(())
}
