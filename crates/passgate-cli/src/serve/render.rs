//! The runtime's configuration, from ours.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use passgate_core::Product;
use passgate_runtime::{Host, Service, Tls, Transport};
use passgate_worker::config::service_binding;
use serde_json::Value;

use super::places::Places;
use crate::config::{File, text_of};

const CONFIG: &str = "PASSGATE_CONFIG";

/// How the runtime is started.
pub struct Command {
    /// The program.
    pub program: PathBuf,
    /// Its configuration.
    pub capnp: PathBuf,
    /// Its whole environment: only its own user can read that of a process.
    pub environment: Vec<(String, String)>,
}

/// Writes the configuration into the folder of the run, which no other user may read.
pub fn prepare(file: &File, places: &Places, run: &Path) -> Result<Command> {
    let objects = file.machine.state.join("objects");
    for module in ["index.js", "index_bg.wasm"] {
        fs::copy(places.worker.join(module), run.join(module))
            .with_context(|| format!("could not copy {module} to {}", run.display()))?;
    }
    let mut environment = secrets(file)?;
    environment.push((CONFIG.to_owned(), file.document.to_string()));
    let names: Vec<&str> = environment.iter().map(|(name, _)| name.as_str()).collect();
    let vendors = vendors(&file.document)?;
    let services: Vec<Service<'_>> = vendors.iter().map(Vendor::service).collect();
    let trusted: Result<Vec<String>> =
        file.machine.trusted_certificates.iter().map(|path| text_of(path)).collect();
    let pem = match &file.machine.tls {
        None => None,
        Some(files) => Some((text_of(&files.private_key)?, text_of(&files.certificate)?)),
    };
    let text = passgate_runtime::text(&Host {
        listen: &file.machine.listen,
        tls: pem.as_ref().map(|(private_key, certificates)| Tls { private_key, certificates }),
        services: &services,
        trusted_certificates: &trusted?,
        is_internet_open: needs_the_internet(&file.document),
        www: &places.www.to_string_lossy(),
        objects: &objects.to_string_lossy(),
        environment: &names,
        json: &[],
        v8_flags: &[format!("--max-heap-size={}", file.machine.heap_mib)],
    });
    let capnp = run.join("workerd.capnp");
    write_private(&capnp, &text)?;
    Ok(Command { program: places.workerd.clone(), capnp, environment })
}

/// It may hold a private key.
fn write_private(path: &Path, text: &str) -> Result<()> {
    let write = || -> std::io::Result<()> {
        let _ = fs::remove_file(path);
        let mut file = fs::File::options().create_new(true).write(true).mode(0o600).open(path)?;
        file.write_all(text.as_bytes())
    };
    write().with_context(|| format!("could not write {}", path.display()))
}

/// The secrets that the document names.
fn secrets(file: &File) -> Result<Vec<(String, String)>> {
    let mut names = Vec::new();
    named_secrets(&file.document, &mut names);
    names.sort();
    names.dedup();
    let mut environment = Vec::new();
    for name in names {
        let secret = file.secrets.read(&name)?.with_context(|| format!("the secret {name} is not set"))?;
        environment.push((name, secret.expose().to_owned()));
    }
    Ok(environment)
}

/// `{"env": "NAME"}` wherever it stands: the parser has accepted it there.
fn named_secrets(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let (Some(Value::String(name)), 1) = (members.get("env"), members.len()) {
                names.push(name.clone());
            }
            members.values().for_each(|member| named_secrets(member, names));
        }
        Value::Array(items) => items.iter().for_each(|item| named_secrets(item, names)),
        _ => {}
    }
}

struct Vendor {
    binding: String,
    address: String,
    host: Option<String>,
}

impl Vendor {
    fn service(&self) -> Service<'_> {
        let transport = match &self.host {
            Some(host) => Transport::Https { host },
            None => Transport::Http,
        };
        Service { binding: &self.binding, address: &self.address, transport }
    }
}

fn vendors(document: &Value) -> Result<Vec<Vendor>> {
    let mut vendors = Vec::new();
    for product in Product::ALL {
        let base_url = document.pointer(&format!("/products/{}/base_url", product.name()));
        let Some(base_url) = base_url.and_then(Value::as_str) else {
            continue;
        };
        let (address, host) = match (base_url.strip_prefix("https://"), base_url.strip_prefix("http://")) {
            (Some(rest), _) => (with_port(rest, 443), Some(host_of(rest))),
            (None, Some(rest)) => (with_port(rest, 80), None),
            (None, None) => bail!("products.{}.base_url is no origin", product.name()),
        };
        vendors.push(Vendor { binding: service_binding(product), address, host });
    }
    Ok(vendors)
}

fn with_port(authority: &str, port: u16) -> String {
    let has_port = authority.rsplit_once(':').is_some_and(|(_, end)| end.parse::<u16>().is_ok());
    if has_port { authority.to_owned() } else { format!("{authority}:{port}") }
}

fn host_of(authority: &str) -> String {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.parse::<u16>().is_ok() => host.to_owned(),
        _ => authority.to_owned(),
    }
}

/// Issuers and the search for breached passwords are reached by their URLs, where no service is named.
fn needs_the_internet(document: &Value) -> bool {
    let issuers = document.get("issuers").and_then(Value::as_array);
    let is_open = |entry: &Value| entry.get("service").is_none();
    issuers.is_some_and(|issuers| issuers.iter().any(is_open))
        || document.get("breaches").is_some_and(is_open)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn vendors_are_reached_at_their_addresses() {
        let document = json!({ "products": {
            "feishu": { "base_url": "https://open.feishu.cn" },
            "oneaccess": { "base_url": "http://127.0.0.1:9100" },
        } });
        let vendors = vendors(&document).unwrap();
        let found: Vec<_> = vendors
            .iter()
            .map(|vendor| (vendor.binding.as_str(), vendor.address.as_str(), vendor.host.as_deref()))
            .collect();
        assert_eq!(
            found,
            [("FEISHU", "open.feishu.cn:443", Some("open.feishu.cn")), ("ONEACCESS", "127.0.0.1:9100", None)]
        );
    }

    #[test]
    fn the_internet_is_open_for_what_has_no_service() {
        for (document, is_open) in [
            (json!({}), false),
            (json!({ "issuers": [{ "issuer": "https://sso.example" }] }), true),
            (json!({ "issuers": [{ "issuer": "https://sso.example", "service": "SSO" }] }), false),
            (json!({ "breaches": { "base_url": "https://ranges.example" } }), true),
        ] {
            assert_eq!(needs_the_internet(&document), is_open, "{document}");
        }
    }

    #[test]
    fn every_secret_of_the_document_is_given_and_no_other() {
        let document = json!({
            "signing_key": { "env": "KEY" },
            "products": { "eiam": { "client_secret": { "env": "SECRET" }, "policy": { "env": 1 } } },
            "clients": [{ "id": "env" }],
        });
        let mut names = Vec::new();
        named_secrets(&document, &mut names);
        names.sort();
        assert_eq!(names, ["KEY", "SECRET"]);
    }
}
