//! The files in PEM that a configuration names: certificates, and the private key of the edge's own TLS.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, anyhow, bail};
use pem::Pem;
use rustls::RootCertStore;
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::SigningKey;

use super::text_of;

const CERTIFICATE: &str = "CERTIFICATE";

/// Every certificate of the file, each in DER.
///
/// # Errors
/// When the file cannot be read, has no certificate, or has one that is not X.509.
pub fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let shown = path.display();
    let mut found = Vec::new();
    for block in blocks(path)? {
        if block.tag() == CERTIFICATE {
            found.push(CertificateDer::from(block.into_contents()));
        }
    }
    if found.is_empty() {
        bail!("{shown} has no certificate in PEM");
    }
    for (index, certificate) in found.iter().enumerate() {
        let read = RootCertStore::empty().add(certificate.clone());
        let number = index.saturating_add(1);
        read.map_err(|error| anyhow!("certificate {number} of {shown} is not valid X.509: {error}"))?;
    }
    Ok(found)
}

/// A certificate as the text that `workerd` reads: one certificate each.
pub fn text(certificate: &CertificateDer<'_>) -> String {
    pem::encode_config(
        &Pem::new(CERTIFICATE, certificate.to_vec()),
        pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF),
    )
}

/// The private key of the file.
///
/// # Errors
/// What is wrong, without the text of the file.
pub fn private_key(path: &Path) -> Result<Arc<dyn SigningKey>> {
    let shown = path.display();
    let key = blocks(path)?.into_iter().find(|block| block.tag().ends_with("PRIVATE KEY"));
    let Some(key) = key else { bail!("{shown} has no private key in PEM") };
    if key.tag().starts_with("ENCRYPTED") {
        bail!(
            "{shown} has an encrypted private key: store it without a passphrase, readable by its owner only"
        );
    }
    PrivateKeyDer::try_from(key.into_contents())
        .ok()
        .and_then(|key| any_supported_type(&key).ok())
        .ok_or_else(|| anyhow!("{shown} has a private key of an unknown form"))
}

fn blocks(path: &Path) -> Result<Vec<Pem>> {
    let text = text_of(path)?;
    // The error would quote the file.
    pem::parse_many(text).map_err(|_| anyhow!("{} is not PEM", path.display()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    fn issued() -> (String, String) {
        let issued = rcgen::generate_simple_self_signed(vec!["reset.example.com".to_owned()]).unwrap();
        (issued.cert.pem(), issued.signing_key.serialize_pem())
    }

    #[test]
    fn every_certificate_of_a_file_is_read() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("ca.pem");
        fs::write(&path, format!("# The company's.\n{}{}", issued().0, issued().0)).unwrap();
        let found = certificates(&path).unwrap();
        assert_eq!(found.len(), 2);
        // The runtime reads one certificate of each text.
        fs::write(&path, text(&found[1])).unwrap();
        assert_eq!(certificates(&path).unwrap(), [found[1].clone()]);
    }

    #[test]
    fn a_file_without_a_certificate_is_named_with_what_it_has() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("ca.pem");
        let (certificate, key) = issued();
        let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for (content, expected) in [
            (String::new(), "has no certificate in PEM"),
            ("hello".to_owned(), "has no certificate in PEM"),
            (key, "has no certificate in PEM"),
            (broken.to_owned(), "certificate 1 of"),
            (format!("{certificate}{broken}"), "certificate 2 of"),
            ("-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----\n".to_owned(), "is not PEM"),
        ] {
            fs::write(&path, content).unwrap();
            let error = format!("{:#}", certificates(&path).err().unwrap());
            assert!(error.contains(expected) && error.contains("ca.pem"), "{error}");
        }
    }
}
