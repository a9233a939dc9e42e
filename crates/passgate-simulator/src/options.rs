use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};

use crate::random;

/// A text that never prints: a secret of an app or of a client.
#[derive(Clone, PartialEq, Eq)]
pub struct Hidden(String);

impl Hidden {
    /// Wraps a secret so that it does not print.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for comparing and sending, never for printing.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("(hidden)")
    }
}

/// The options of a simulator. [`Options::generated`] is a complete set with random secrets.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address to listen on; port 0 selects a free port. Only loopback addresses are accepted.
    pub listen: SocketAddr,
    /// The initial Feishu app, with both scopes of the reset page.
    pub app_id: String,
    /// The secret of the initial app.
    pub app_secret: Hidden,
    /// The initial EIAM client, with the permission `user_all`.
    pub client_id: String,
    /// The secret of the initial client.
    pub client_secret: Hidden,
    /// The issuer in discovery and in id tokens; by default the server's own
    /// `http://{address}/api/v1/oauth2`.
    pub issuer: Option<String>,
    /// The number of numbered accounts (`user0001` and so on), in addition to the demo accounts.
    pub numbered_users: usize,
    /// Whether to log one line per call on standard error, without any password, token or secret.
    pub log: bool,
}

impl Options {
    /// A free port on loopback, the demo's ids and random secrets.
    pub fn generated() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            app_id: "cli_passgate_demo".to_owned(),
            app_secret: Hidden::new(random::hex(16)),
            client_id: "passgate-demo".to_owned(),
            client_secret: Hidden::new(random::hex(16)),
            issuer: None,
            numbered_users: 0,
            log: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_print() {
        let options = Options { app_secret: Hidden::new("s3cret-of-the-app"), ..Options::generated() };
        assert!(!format!("{options:?}").contains("s3cret"));
    }
}
