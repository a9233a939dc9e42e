//! The certificate of the edge's own TLS: its dates, its names and its private key.

use std::path::Path;

use anyhow::{Result, anyhow};
use jiff::{SignedDuration, Timestamp};
use passgate_worker::base::fields::Wrong;
use rustls::client::verify_server_name;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::server::ParsedCertificate;
use ureq::http::Uri;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::{FromDer as _, X509Version};

use super::{TlsFiles, pem_files, secret_sources};

/// How long before its end a certificate is reported.
const RENEWAL: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The two members.
const CERTIFICATE: &str = "tls.certificate";
const PRIVATE_KEY: &str = "tls.private_key";

/// What is wrong with a file, and what should change about it.
#[derive(Default)]
pub struct Found {
    /// It does not work.
    pub mistakes: Vec<Wrong>,
    /// It works now.
    pub warnings: Vec<Wrong>,
}

impl Found {
    /// Adds a mistake.
    pub fn blame(&mut self, field: &str, problem: &anyhow::Error) {
        self.mistakes.push(Wrong { field: field.to_owned(), problem: format!("{problem:#}") });
    }

    /// Adds a warning.
    pub fn warn(&mut self, field: &str, problem: String) {
        self.warnings.push(Wrong { field: field.to_owned(), problem });
    }
}

/// Examines both files, each even if the other has a mistake. Dates are compared only with a time.
pub fn examine(files: &TlsFiles, public_origin: Option<&str>, now: Option<Timestamp>, found: &mut Found) {
    let TlsFiles { certificate, private_key } = files;
    let chain = pem_files::certificates(certificate);
    if let Err(error) = &chain {
        found.blame(CERTIFICATE, error);
    }
    let key = secret_sources::check_mode(private_key).and_then(|()| pem_files::private_key(private_key));
    if let Err(error) = &key {
        found.blame(PRIVATE_KEY, error);
    }
    let Ok(chain) = chain else { return };
    let Some(own) = chain.first() else { return };
    let shown = certificate.display();
    let parsed = match parse(own) {
        Ok(parsed) => parsed,
        Err(error) => {
            found.blame(CERTIFICATE, &error.context(format!("certificate 1 of {shown}")));
            return;
        }
    };
    // A key without a public half of its own cannot be compared here; rustls does not compare it either.
    if let Ok(key) = key
        && key.public_key().is_some_and(|public| public.as_ref() != parsed.subject_pki.raw)
    {
        let error =
            anyhow!("the private key in {} does not belong to the certificate", private_key.display());
        found.blame(PRIVATE_KEY, &error);
    }
    if parsed.version() != X509Version::V3 {
        let problem = "its version is not 3, so it cannot name a host (RFC 5280, section 4.1.2.1): have it \
                       issued with a subjectAltName";
        found.blame(CERTIFICATE, &anyhow!("certificate 1 of {shown}: {problem}"));
        return;
    }
    if let Some(host) = public_origin.and_then(https_host)
        && !names(own, &host)
    {
        // Behind a proxy that has the host's certificate, this one may name the edge by another name.
        let problem = "does not name the host of public_origin";
        let consequence = "only a proxy in front can use it, browsers refuse it";
        found.warn(CERTIFICATE, format!("certificate 1 of {shown} {problem}, {host}: {consequence}"));
    }
    for (certificate, period) in periods(certificate, &chain, now) {
        match period {
            Period::Good => {}
            Period::Ends(seen) => {
                found.warn(CERTIFICATE, format!("{certificate} {seen}: renew it, then restart"));
            }
            Period::Outside(seen) => found.blame(CERTIFICATE, &anyhow!("{certificate} {seen}")),
        }
    }
}

/// Warns of each certificate of a bundle that is out of its dates, or soon will be. The others of the bundle
/// work: the old and the new authority are both in it while one replaces the other.
pub fn examine_bundle(
    field: &str,
    path: &Path,
    chain: &[CertificateDer<'_>],
    now: Option<Timestamp>,
    found: &mut Found,
) {
    for (certificate, period) in periods(path, chain, now) {
        if let Period::Ends(seen) | Period::Outside(seen) = period {
            found.warn(field, format!("{certificate} {seen}"));
        }
    }
}

/// Each certificate of the file, by its name in a message, and the time beside its dates; none without a time.
fn periods(path: &Path, chain: &[CertificateDer<'_>], now: Option<Timestamp>) -> Vec<(String, Period)> {
    let Some(now) = now else { return Vec::new() };
    let dated = chain.iter().zip(1_usize..).filter_map(|(certificate, number)| {
        let name = format!("certificate {number} of {}", path.display());
        Some((name, Dates::of(certificate)?.at(now)))
    });
    dated.collect()
}

fn parse<'a>(der: &'a CertificateDer<'_>) -> Result<X509Certificate<'a>> {
    X509Certificate::from_der(der).map(|(_, parsed)| parsed).map_err(|_| anyhow!("is not valid X.509"))
}

/// The host of an https origin, as a certificate names it.
fn https_host(origin: &str) -> Option<String> {
    let uri: Uri = origin.parse().ok()?;
    if uri.scheme_str() != Some("https") {
        return None;
    }
    Some(uri.host()?.trim_matches(['[', ']']).to_owned())
}

/// Whether a client that asks for the host accepts the certificate's names (RFC 9525).
fn names(certificate: &CertificateDer<'_>, host: &str) -> bool {
    let Ok(name) = ServerName::try_from(host) else { return false };
    ParsedCertificate::try_from(certificate).is_ok_and(|parsed| verify_server_name(&parsed, &name).is_ok())
}

/// When a certificate is valid.
struct Dates {
    from: Timestamp,
    until: Timestamp,
}

/// A time beside the dates of a certificate.
enum Period {
    /// Not near to the end.
    Good,
    /// Valid, and not for long.
    Ends(String),
    /// Not valid.
    Outside(String),
}

impl Dates {
    fn of(certificate: &CertificateDer<'_>) -> Option<Self> {
        let parsed = parse(certificate).ok()?;
        let validity = parsed.validity();
        let [from, until] = [validity.not_before, validity.not_after].map(|time| time.timestamp());
        Some(Self { from: Timestamp::from_second(from).ok()?, until: Timestamp::from_second(until).ok()? })
    }

    fn at(&self, now: Timestamp) -> Period {
        let Self { from, until } = self;
        let left = until.duration_since(now);
        if now < *from {
            Period::Outside(format!("is not valid before {from}"))
        } else if left.is_negative() {
            Period::Outside(format!("expired at {until}: renew it"))
        } else if left < RENEWAL {
            Period::Ends(format!("expires at {until}"))
        } else {
            Period::Good
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::PathBuf;

    use rcgen::{CertificateParams, KeyPair, date_time_ymd};
    use tempfile::TempDir;

    use super::*;

    const ORIGIN: &str = "https://reset.example.com:8443";

    struct Files {
        _folder: TempDir,
        files: TlsFiles,
    }

    impl Files {
        /// A certificate for these names, valid from 2026 until the end of March 2027, and its key.
        fn new(names: &[&str]) -> Self {
            let folder = TempDir::new().unwrap();
            let path = |name: &str| folder.path().join(name);
            let files = TlsFiles { certificate: path("certificate.pem"), private_key: path("key.pem") };
            let made = Self { _folder: folder, files };
            let key = KeyPair::generate().unwrap();
            let mut params =
                CertificateParams::new(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
                    .unwrap();
            params.not_before = date_time_ymd(2026, 1, 1);
            params.not_after = date_time_ymd(2027, 3, 31);
            made.write(&params.self_signed(&key).unwrap().pem(), &key.serialize_pem());
            made
        }

        fn write(&self, certificate: &str, key: &str) {
            fs::write(&self.files.certificate, certificate).unwrap();
            fs::write(&self.files.private_key, key).unwrap();
            self.chmod(0o600);
        }

        fn chmod(&self, mode: u32) {
            fs::set_permissions(&self.files.private_key, fs::Permissions::from_mode(mode)).unwrap();
        }

        fn found(&self, origin: &str, now: &str) -> (Vec<String>, Vec<String>) {
            let now = (!now.is_empty()).then(|| now.parse().unwrap());
            let mut found = Found::default();
            examine(&self.files, Some(origin), now, &mut found);
            let folder = format!("{}/", self.files.certificate.parent().unwrap().display());
            let lines = |listed: Vec<Wrong>| -> Vec<String> {
                listed.iter().map(|wrong| wrong.to_string().replace(&folder, "")).collect()
            };
            (lines(found.mistakes), lines(found.warnings))
        }

        fn mistakes(&self) -> Vec<String> {
            self.found(ORIGIN, "").0
        }
    }

    #[test]
    fn a_certificate_out_of_its_dates_is_a_mistake_and_one_that_soon_ends_a_warning() {
        let files = Files::new(&["reset.example.com"]);
        let one = |text: &str| vec![format!("tls.certificate: certificate 1 of certificate.pem {text}")];
        let soon = "expires at 2027-03-31T00:00:00Z: renew it, then restart";
        for (now, mistakes, warnings) in [
            ("", vec![], vec![]),
            ("2025-12-31T23:59:59Z", one("is not valid before 2026-01-01T00:00:00Z"), vec![]),
            ("2026-01-01T00:00:00Z", vec![], vec![]),
            ("2027-03-01T00:00:00Z", vec![], vec![]),
            ("2027-03-01T00:00:01Z", vec![], one(soon)),
            ("2027-03-31T00:00:00Z", vec![], one(soon)),
            ("2027-03-31T00:00:01Z", one("expired at 2027-03-31T00:00:00Z: renew it"), vec![]),
        ] {
            assert_eq!(files.found(ORIGIN, now), (mistakes, warnings), "{now}");
        }
    }

    #[test]
    fn each_certificate_of_a_chain_and_of_a_bundle_has_its_dates_examined() {
        let files = Files::new(&["reset.example.com"]);
        let own = fs::read_to_string(&files.files.certificate).unwrap();
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.not_after = date_time_ymd(2026, 6, 1);
        let issuer = params.self_signed(&key).unwrap().pem();
        fs::write(&files.files.certificate, format!("{own}{issuer}")).unwrap();
        let expired = "certificate 2 of certificate.pem expired at 2026-06-01T00:00:00Z: renew it";
        let now = "2026-07-01T00:00:00Z";
        assert_eq!(files.found(ORIGIN, now), (vec![format!("tls.certificate: {expired}")], vec![]));
        let chain = pem_files::certificates(&files.files.certificate).unwrap();
        let mut found = Found::default();
        let shown = PathBuf::from("certificate.pem");
        examine_bundle("trusted_certificates[0]", &shown, &chain, Some(now.parse().unwrap()), &mut found);
        let warnings: Vec<String> = found.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(warnings, [format!("trusted_certificates[0]: {expired}")]);
        assert!(found.mistakes.is_empty());
    }

    #[test]
    fn a_certificate_names_the_host_of_the_public_origin() {
        for (names, origin, is_named) in [
            (&["reset.example.com"][..], ORIGIN, true),
            (&["a.example.com", "reset.example.com"], ORIGIN, true),
            (&["*.example.com"], ORIGIN, true),
            (&["*.example.com"], "https://a.reset.example.com", false),
            (&["other.example.com"], ORIGIN, false),
            (&[], ORIGIN, false),
            (&["192.0.2.7"], "https://192.0.2.7", true),
            (&["192.0.2.8"], "https://192.0.2.7", false),
            (&["2001:db8::7"], "https://[2001:db8::7]:8443", true),
            // A plain origin is for loopback alone, and no client compares a name.
            (&["other.example.com"], "http://127.0.0.1:8080", true),
        ] {
            let host = https_host(origin).unwrap_or_default();
            let expected = format!(
                "tls.certificate: certificate 1 of certificate.pem does not name the host of public_origin, \
                 {host}: only a proxy in front can use it, browsers refuse it"
            );
            let expected = if is_named { vec![] } else { vec![expected] };
            assert_eq!(Files::new(names).found(origin, "").1, expected, "{names:?} {origin}");
        }
    }

    /// Where the part ends.
    fn end_of(whole: &[u8], part: &[u8]) -> usize {
        whole.windows(part.len()).position(|bytes| bytes == part).unwrap().saturating_add(part.len())
    }

    /// The certificate without its version and its extensions. Its signature is not examined.
    fn of_version_1(certificate: &CertificateDer<'_>) -> String {
        let sequence = |content: &[u8]| {
            let [high, low] = u16::try_from(content.len()).unwrap().to_be_bytes();
            // DER takes the shortest form of a length.
            let length = match (high, low) {
                (0, 0..128) => vec![low],
                (0, _) => vec![0x81, low],
                _ => vec![0x82, high, low],
            };
            [&[0x30], length.as_slice(), content].concat()
        };
        let parsed = parse(certificate).unwrap();
        let tbs: &[u8] = parsed.tbs_certificate.as_ref();
        let key = parsed.subject_pki.raw;
        let after_key = end_of(tbs, key);
        let version = [0xa0, 3, 2, 1, 2];
        let start = end_of(tbs, &version);
        let whole: &[u8] = certificate;
        let at = end_of(whole, tbs);
        let der = sequence(&[&sequence(&tbs[start..after_key])[..], &whole[at..]].concat());
        pem_files::text(&CertificateDer::from(der))
    }

    #[test]
    fn a_certificate_of_version_1_is_called_one() {
        let files = Files::new(&["reset.example.com"]);
        let chain = pem_files::certificates(&files.files.certificate).unwrap();
        fs::write(&files.files.certificate, of_version_1(&chain[0])).unwrap();
        let lines = files.mistakes();
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert!(
            line.starts_with("tls.certificate: certificate 1 of certificate.pem: its version is not 3"),
            "{line}"
        );
    }

    #[test]
    fn a_key_belongs_to_its_certificate_and_to_its_owner_alone() {
        let files = Files::new(&["reset.example.com"]);
        assert_eq!(files.mistakes(), Vec::<String>::new());
        for (mode, is_private) in [(0o640, true), (0o644, false), (0o602, false)] {
            files.chmod(mode);
            let lines = files.mistakes();
            assert_eq!(lines.is_empty(), is_private, "{mode:o}: {lines:?}");
            assert!(lines.iter().all(|line| line.starts_with("tls.private_key: every user of this machine")));
        }
        let certificate = fs::read_to_string(&files.files.certificate).unwrap();
        let own = fs::read_to_string(&files.files.private_key).unwrap();
        let other = KeyPair::generate().unwrap().serialize_pem();
        for (key, expected) in [
            (certificate.clone(), "tls.private_key: key.pem has no private key in PEM"),
            (other, "tls.private_key: the private key in key.pem does not belong to the certificate"),
            (
                own.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
                "tls.private_key: key.pem has an encrypted private key: store it without a passphrase, readable by \
                 its owner only",
            ),
            (
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".to_owned(),
                "tls.private_key: key.pem has a private key of an unknown form",
            ),
        ] {
            files.write(&certificate, &key);
            assert_eq!(files.mistakes(), [expected]);
        }
    }

    #[test]
    fn both_missing_files_are_named() {
        let files = Files::new(&["reset.example.com"]);
        fs::remove_file(&files.files.certificate).unwrap();
        fs::remove_file(&files.files.private_key).unwrap();
        let missing = "No such file or directory (os error 2)";
        assert_eq!(
            files.mistakes(),
            [
                format!("tls.certificate: could not read certificate.pem: {missing}"),
                format!("tls.private_key: could not read key.pem: {missing}"),
            ]
        );
    }
}
