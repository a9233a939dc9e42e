use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};

use crate::random;

/// A text that never prints: a secret of an app or of a client.
#[derive(Clone, PartialEq, Eq)]
pub struct Hidden(String);

impl Hidden {
    /// Takes a secret out of sight.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for comparing and for sending, never for printing.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("(hidden)")
    }
}

/// How a simulator starts. [`Options::generated`] is a whole set with random secrets.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen; port 0 takes a free one. Only loopback addresses are served.
    pub listen: SocketAddr,
    /// The Feishu app that exists from the start, with both scopes of the reset page.
    pub app_id: String,
    /// That app's secret.
    pub app_secret: Hidden,
    /// The EIAM client that exists from the start, with the permission `user_all`.
    pub client_id: String,
    /// That client's secret.
    pub client_secret: Hidden,
    /// The issuer named in discovery and in id tokens; by default the server's own
    /// `http://{address}/api/v1/oauth2`.
    pub issuer: Option<String>,
    /// How many numbered accounts (`user0001` and so on) exist beside the demo accounts.
    pub numbered_users: usize,
    /// One line per call on standard error: never a password, a token or a secret.
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
