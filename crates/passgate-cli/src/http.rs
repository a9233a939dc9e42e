//! Requests of this program's own.

use std::time::Duration;

use anyhow::Error;
use rustls::CertificateError;
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

/// Why a request to the running edge has no answer, and what to do.
pub fn unanswered(base: &str, error: ureq::Error) -> Error {
    let advice = match refused_certificate(&error) {
        None => format!("the edge does not answer at {base}; is it running?"),
        Some(refused) => format!("the edge at {base} runs, but {}", of_certificate(refused)),
    };
    Error::new(error).context(advice)
}

fn refused_certificate(error: &ureq::Error) -> Option<&CertificateError> {
    let error = match error {
        ureq::Error::Rustls(error) => error,
        ureq::Error::Io(error) => error.get_ref()?.downcast_ref()?,
        _ => return None,
    };
    match error {
        rustls::Error::InvalidCertificate(refused) => Some(refused),
        _ => None,
    }
}

fn of_certificate(refused: &CertificateError) -> &'static str {
    use CertificateError as Refused;
    match refused {
        Refused::Expired | Refused::ExpiredContext { .. } => {
            "its certificate has expired: renew it, and restart the edge"
        }
        Refused::UnknownIssuer => {
            "its certificate is from an authority that is not trusted here: name the authority's certificate in \
             `trusted_certificates`"
        }
        Refused::NotValidForName | Refused::NotValidForNameContext { .. } => {
            "its certificate is for another name than `public_origin`"
        }
        _ => {
            "its certificate is not valid: `tls.certificate` must be for `public_origin`, from a trusted authority"
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::sync::Arc;
    use std::thread;

    use rcgen::{CertificateParams, KeyPair, date_time_ymd};
    use rustls::pki_types::PrivateKeyDer;
    use rustls::{ServerConfig, ServerConnection};

    use super::*;

    /// What is said of an edge with this certificate.
    fn told(name: &str, last_year: i32, is_trusted: bool) -> String {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.not_after = date_time_ymd(last_year, 1, 1);
        let certificate = params.self_signed(&key).unwrap().der().clone();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let server = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.clone()],
                PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
            )
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("https://{}", listener.local_addr().unwrap());
        let serving = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut connection = ServerConnection::new(Arc::new(server)).unwrap();
            // The client refuses the certificate.
            let _ = connection.complete_io(&mut stream);
        });
        let trusted = if is_trusted { vec![certificate] } else { Vec::new() };
        let error = agent(&trusted).get(&base).call().err().unwrap();
        serving.join().unwrap();
        let told = format!("{:#}", unanswered(&base, error));
        assert!(told.starts_with(&format!("the edge at {base} runs, but ")), "{told}");
        told
    }

    #[test]
    fn a_certificate_that_is_refused_is_not_an_edge_that_does_not_run() {
        assert!(told("127.0.0.1", 2020, true).contains("has expired: renew it"));
        assert!(
            told("127.0.0.1", 2090, false)
                .contains("name the authority's certificate in `trusted_certificates`")
        );
        assert!(told("other.example.com", 2090, true).contains("is for another name than `public_origin`"));
    }

    #[test]
    fn an_edge_that_does_not_answer_is_named_by_its_address() {
        // The port is free again when the listener is dropped.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let base = format!("http://{address}");
        let error = agent(&[]).get(&base).call().err().unwrap();
        let told = format!("{:#}", unanswered(&base, error));
        assert!(told.starts_with(&format!("the edge does not answer at {base}; is it running?")), "{told}");
    }
}
