//! `passgate serve` with its own certificate, and clients that verify it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use passgate_edge_tests::Edge;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use serde_json::json;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use super::deployment::{Deployment, failed, run, succeeded};
use super::doctor::{assert_found, examined};

/// A certificate authority of the company.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// Writes a certificate for `localhost` and its private key.
    fn issue(&self, folder: &Path) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        fs::write(folder.join("certificate.pem"), certificate.pem()).unwrap();
        let path = folder.join("key.pem");
        fs::write(&path, key.serialize_pem()).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    }

    /// A client that trusts only this authority.
    fn client(&self) -> ureq::Agent {
        let root = Certificate::from_pem(self.0.pem().as_bytes()).unwrap();
        let tls = TlsConfig::builder().root_certs(RootCerts::new_with_certs(&[root])).build();
        ureq::Agent::config_builder().proxy(None).tls_config(tls).build().into()
    }
}

fn status(client: &ureq::Agent, url: &str) -> Result<u16, String> {
    client.get(url).call().map(|answer| answer.status().as_u16()).map_err(|error| error.to_string())
}

#[test]
fn the_edge_serves_its_own_certificate_and_a_renewed_one_after_a_restart() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let deployment = Deployment::new(&edge);
    let folder = deployment.folder.path();
    let (authority, other) = (Authority::new(), Authority::new());
    authority.issue(folder);
    // A bundle in which the issuing authority is not the first.
    fs::write(folder.join("ca.pem"), format!("{}{}", other.0.pem(), authority.0.pem())).unwrap();
    let base = deployment.base.replace("http://127.0.0.1", "https://localhost");
    deployment.change(|document| {
        document["public_origin"] = json!(base);
        document["tls"] = json!({ "certificate": "certificate.pem", "private_key": "key.pem" });
        document["trusted_certificates"] = json!(["ca.pem"]);
    });
    let url = format!("{base}/healthz");
    let mut served = deployment.start();
    assert_eq!(status(&authority.client(), &url), Ok(200));
    let untrusted = status(&other.client(), &url).unwrap_err();
    assert!(untrusted.contains("certificate"), "{untrusted}");
    // The certificate is only valid for its name, and plain HTTP is not answered.
    assert!(status(&authority.client(), &url.replace("localhost", "127.0.0.1")).is_err());
    assert!(status(&authority.client(), &url.replace("https", "http")).is_err());
    let (_, found) = examined(&deployment);
    assert_found(&found, "listen", "ok", "an edge answers");
    succeeded(&run(&["health"], &deployment.config()));
    let link = run(&["link", "--product", "eiam", "--account", &wang.eiam], &deployment.config());
    assert!(succeeded(&link).starts_with(&format!("{base}/eiam/#rt1.")));

    // The certificate is renewed, here by another authority. The running edge keeps the old one.
    other.issue(folder);
    assert_eq!(status(&authority.client(), &url), Ok(200));
    served.stop();
    let _served = deployment.start();
    assert_eq!(status(&other.client(), &url), Ok(200));
    assert!(status(&authority.client(), &url).is_err());
    // A key that does not belong to the certificate would keep the edge from starting.
    authority.issue(folder);
    let key = fs::read(folder.join("key.pem")).unwrap();
    other.issue(folder);
    fs::write(folder.join("key.pem"), key).unwrap();
    failed(&run(&["check"], &deployment.config()), "tls.private_key: the private key in");
}
