//! An account's current and earlier passwords, stored only as salted hashes.

use aws_lc_rs::{constant_time, digest};

use crate::random;

const SALT_BYTES: usize = 16;

/// The passwords of an account; the last one is the current one.
#[derive(Clone)]
pub(crate) struct Passwords {
    salt: Vec<u8>,
    hashes: Vec<digest::Digest>,
    changes: u64,
}

impl Passwords {
    /// An account with a random password that is not returned.
    pub(crate) fn random() -> Self {
        let mut passwords = Self { salt: random::bytes(SALT_BYTES), hashes: Vec::new(), changes: 0 };
        passwords.hashes.push(passwords.hash(&random::password()));
        passwords
    }

    pub(crate) fn change(&mut self, password: &str) {
        self.hashes.push(self.hash(password));
        self.changes = self.changes.saturating_add(1);
    }

    /// Whether this is the current password.
    pub(crate) fn matches(&self, password: &str) -> bool {
        self.is_among_last(1, password)
    }

    /// Whether this is one of the last `count` passwords, including the current one.
    pub(crate) fn is_among_last(&self, count: usize, password: &str) -> bool {
        let candidate = self.hash(password);
        self.hashes
            .iter()
            .rev()
            .take(count)
            .any(|hash| constant_time::verify_slices_are_equal(hash.as_ref(), candidate.as_ref()).is_ok())
    }

    /// How often the password was changed since the account was created.
    pub(crate) fn changes(&self) -> u64 {
        self.changes
    }

    fn hash(&self, password: &str) -> digest::Digest {
        let mut context = digest::Context::new(&digest::SHA256);
        context.update(&self.salt);
        context.update(password.as_bytes());
        context.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn history_covers_the_requested_number() {
        let mut passwords = Passwords::random();
        for password in ["first", "second", "third"] {
            passwords.change(password);
        }
        assert!(passwords.matches("third"));
        assert!(!passwords.matches("second"));
        assert!(passwords.is_among_last(2, "second"));
        assert!(!passwords.is_among_last(2, "first"));
        assert_eq!(passwords.changes(), 3);
    }
}
