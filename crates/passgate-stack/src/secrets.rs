//! Secrets that live as long as one stack.

use std::fmt;

use crate::error::StackError;

/// An id and a secret of a simulated app or a demo client. `Debug` hides the secret.
#[derive(Clone)]
pub struct Credential {
    /// The public half.
    pub id: String,
    /// The secret half, made for this run.
    pub secret: String,
}

impl Credential {
    /// That id with a fresh secret.
    pub(crate) fn generate(id: &str) -> Result<Self, StackError> {
        Ok(Self { id: id.to_owned(), secret: random()? })
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").field("id", &self.id).field("secret", &"***").finish()
    }
}

/// 256 random bits in hexadecimal.
pub(crate) fn random() -> Result<String, StackError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| StackError::io("no random numbers", std::io::Error::other(error)))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_secrets_are_alike_and_none_prints() {
        let one = Credential::generate("demo").unwrap();
        let two = Credential::generate("demo").unwrap();
        assert_ne!(one.secret, two.secret);
        assert_eq!(one.secret.len(), 64);
        assert!(!format!("{one:?}").contains(&one.secret));
    }
}
