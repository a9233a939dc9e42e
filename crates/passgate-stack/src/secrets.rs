//! Secrets with the lifetime of one stack.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::error::StackError;

/// An id and a secret of a simulated app or a demo client. `Debug` hides the secret.
#[derive(Clone)]
pub struct Credential {
    /// The public id.
    pub id: String,
    /// The secret, generated for this run.
    pub secret: String,
}

impl Credential {
    /// A credential with this id and a new secret, as the Worker accepts it from a client: `cs1.` and
    /// 256 random bits in base64url.
    ///
    /// # Errors
    /// When the system provides no randomness.
    pub fn generate(id: &str) -> Result<Self, StackError> {
        let secret = format!("cs1.{}", URL_SAFE_NO_PAD.encode(random_bytes()?));
        Ok(Self { id: id.to_owned(), secret })
    }

    /// The hash of the secret for the Worker's configuration.
    pub fn secret_hash(&self) -> String {
        format!("sha256:{}", URL_SAFE_NO_PAD.encode(Sha256::digest(self.secret.as_bytes())))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").field("id", &self.id).field("secret", &"***").finish()
    }
}

/// 256 random bits in hexadecimal, like a vendor's secrets.
pub(crate) fn random() -> Result<String, StackError> {
    Ok(random_bytes()?.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A new signing key as the Worker accepts it: `sk1.` and 256 random bits in base64url.
///
/// # Errors
/// When the system provides no randomness.
pub fn signing_key() -> Result<String, StackError> {
    Ok(format!("sk1.{}", URL_SAFE_NO_PAD.encode(random_bytes()?)))
}

fn random_bytes() -> Result<[u8; 32], StackError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| StackError::io("no random numbers", std::io::Error::other(error)))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_keys_are_unique() {
        let (one, two) = (signing_key().unwrap(), signing_key().unwrap());
        assert_ne!(one, two);
        assert!(one.starts_with("sk1.") && one.len() == 47);
    }

    #[test]
    fn secrets_are_unique_and_do_not_print() {
        let one = Credential::generate("demo").unwrap();
        let two = Credential::generate("demo").unwrap();
        assert_ne!(one.secret, two.secret);
        assert_eq!(one.secret.len(), 47);
        assert_eq!(one.secret_hash().len(), 50);
        assert!(!format!("{one:?}").contains(&one.secret));
    }
}
