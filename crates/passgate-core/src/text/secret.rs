//! Text that must not be printed: passwords and credentials.

use std::fmt;

use zeroize::Zeroizing;

/// A password or a credential. It never prints, cannot be copied by accident, and its
/// memory is overwritten when it is dropped.
///
/// There is deliberately no `Display`, `Serialize`, `Clone` or `PartialEq`.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes ownership of the text. Other copies that the caller made are not overwritten.
    ///
    /// ```
    /// use passgate_core::Secret;
    ///
    /// let secret = Secret::new("Tide*Lamp72");
    /// assert_eq!(format!("{secret:?}"), "Secret(***)");
    /// assert_eq!(secret.expose(), "Tide*Lamp72");
    /// ```
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself. Call this only where the bytes must leave: a request body, a check.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<Zeroizing<String>> for Secret {
    /// Takes ownership of the text without copying it.
    fn from(text: Zeroizing<String>) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_prints_nothing_of_it() {
        let secret = Secret::new("abcd*efg");
        assert_eq!(format!("{secret:?}"), "Secret(***)");
        assert_eq!(format!("{:#?}", Some(secret)), "Some(\n    Secret(***),\n)");
    }
}
