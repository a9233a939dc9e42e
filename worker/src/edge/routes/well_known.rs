//! `GET /.well-known/change-password` and `GET /.well-known/security.txt`.

use crate::config::Config;
use crate::edge::platform::clock;
use crate::edge::platform::incoming::Incoming;
use crate::edge::platform::respond::{Body, Outgoing};
use crate::http::problem::Problem;

/// Where a password manager sends a person to change a password. The status is 302 and not a permanent
/// redirect, because the target may change.
pub fn change_password(config: &Config) -> Outgoing {
    Outgoing { status: 302, headers: Vec::new(), body: Body::Empty, disposition: None }
        .with("Location", &config.well_known.change_password)
}

/// Where to report a vulnerability; 404 when no contact is configured, or the file has expired.
pub fn security_txt(incoming: &Incoming, config: &Config) -> Outgoing {
    let now = clock::rfc3339(clock::now_ms());
    let security = config.well_known.security.as_ref();
    match security.and_then(|security| security.text(&now, &config.public_origin)) {
        Some(text) => {
            Outgoing { status: 200, headers: Vec::new(), body: Body::Text(text), disposition: None }
                .with("Content-Type", "text/plain; charset=utf-8")
        }
        None => Outgoing::problem(&Problem::NotFound, incoming.reader()),
    }
}
