//! `passgate secret` and `passgate key`: random secrets. Neither is stored anywhere.

use std::process::ExitCode;

use anyhow::{Result, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use passgate_worker::base::keys::sha256;
use passgate_worker::base::{client_secret, webhook_secret};
use passgate_worker::config::SIGNING_KEY_PREFIX;

/// Prints a client secret, and the hash of it that the configuration holds.
pub fn print_client_secret() -> Result<ExitCode> {
    let secret = random(client_secret::PREFIX)?;
    let hash = URL_SAFE_NO_PAD.encode(sha256(secret.as_bytes()));
    println!("secret, for the client (it is not stored here):\n  {secret}");
    println!("hash, for the client's `secret_hashes` in the configuration:\n  sha256:{hash}");
    Ok(ExitCode::SUCCESS)
}

/// Prints a signing key.
pub fn print_signing_key() -> Result<ExitCode> {
    println!("{}", random(SIGNING_KEY_PREFIX)?);
    Ok(ExitCode::SUCCESS)
}

/// Prints the secret of a webhook, for the receiver and for the configuration.
pub fn print_webhook_secret() -> Result<ExitCode> {
    println!("{}{}", webhook_secret::PREFIX, STANDARD.encode(random_bytes()?));
    Ok(ExitCode::SUCCESS)
}

fn random(prefix: &str) -> Result<String> {
    Ok(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(random_bytes()?)))
}

fn random_bytes() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow!("the system gives no randomness: {error}"))?;
    Ok(bytes)
}
