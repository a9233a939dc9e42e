//! Requests of this program's own.

use std::time::Duration;

use rustls::pki_types::CertificateDer;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// An agent that follows no redirect, and trusts these certificates besides the public ones.
pub fn agent(trusted: &[CertificateDer<'_>]) -> ureq::Agent {
    let mut tls = TlsConfig::builder();
    if !trusted.is_empty() {
        let mut roots: Vec<Certificate<'static>> = webpki_root_certs::TLS_SERVER_ROOT_CERTS
            .iter()
            .map(|certificate| Certificate::from_der(certificate).to_owned())
            .collect();
        roots.extend(trusted.iter().map(|certificate| Certificate::from_der(certificate).to_owned()));
        tls = tls.root_certs(RootCerts::new_with_certs(&roots));
    }
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_global(Some(PATIENCE))
        .proxy(None)
        .tls_config(tls.build())
        .build()
        .into()
}
