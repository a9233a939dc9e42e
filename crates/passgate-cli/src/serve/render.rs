//! The runtime's configuration, from ours.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use passgate_runtime::{Host, Service, Tls, Transport};
use passgate_worker::config::{Config, parts, service_binding};

use super::places::Places;
use crate::config::{File, certificate_text, text_of};
use crate::state::State;

/// How the runtime is started.
pub struct Command {
    /// The program.
    pub program: PathBuf,
    /// Its configuration.
    pub capnp: PathBuf,
    /// Its whole environment. Secrets are passed here because other users cannot read it.
    pub environment: Vec<(String, String)>,
}

/// Writes the configuration into the folder of the run.
pub fn prepare(file: &File, config: &Config, places: &Places, state: &State) -> Result<Command> {
    let (objects, run) = (state.objects()?, state.run()?);
    for module in ["index.js", "index_bg.wasm"] {
        fs::copy(places.worker.join(module), run.join(module))
            .with_context(|| format!("could not copy {module} to {}", run.display()))?;
    }
    let mut environment = secrets(file)?;
    environment.push((parts::VARIABLES[0].to_owned(), file.document.to_string()));
    let names: Vec<&str> = environment.iter().map(|(name, _)| name.as_str()).collect();
    let hosts = hosts(config);
    let services: Vec<Service<'_>> = hosts.iter().map(Bound::service).collect();
    let pem = match &file.machine.tls {
        None => None,
        Some(files) => Some((text_of(&files.private_key)?, text_of(&files.certificate)?)),
    };
    let trusted: Vec<String> = file.machine.trusted()?.iter().map(certificate_text).collect();
    let text = passgate_runtime::text(&Host {
        listen: &file.machine.listen,
        tls: pem.as_ref().map(|(private_key, certificates)| Tls { private_key, certificates }),
        services: &services,
        trusted_certificates: &trusted,
        // Both are reached by their URLs.
        is_internet_open: !config.issuers.is_empty() || config.breaches.is_some(),
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

/// The secrets that the document refers to.
fn secrets(file: &File) -> Result<Vec<(String, String)>> {
    let secret = |name: &String| {
        let secret = file.secrets.read(name)?.with_context(|| format!("the secret {name} is not set"))?;
        Ok((name.clone(), secret.expose().to_owned()))
    };
    file.secret_names.iter().map(secret).collect()
}

/// A host that the Worker reaches by a binding.
struct Bound {
    binding: String,
    address: String,
    host: Option<String>,
}

impl Bound {
    fn service(&self) -> Service<'_> {
        let transport = match &self.host {
            Some(host) => Transport::Https { host },
            None => Transport::Http,
        };
        Service { binding: &self.binding, address: &self.address, transport }
    }
}

/// The vendors and the receivers of webhooks, which may be in the company's own network.
fn hosts(config: &Config) -> Vec<Bound> {
    let products = config.products.iter();
    let vendors = products
        .filter_map(|(product, settings)| bound(service_binding(*product), settings.base_url.as_deref()?));
    let receivers = config.webhooks.iter().filter_map(|webhook| bound(webhook.service.clone(), &webhook.url));
    vendors.chain(receivers).collect()
}

fn bound(binding: String, url: &str) -> Option<Bound> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split_once('/').map_or(rest, |(authority, _)| authority);
    let is_tls = scheme == "https";
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if port.parse::<u16>().is_ok() => (host, port),
        _ => (authority, if is_tls { "443" } else { "80" }),
    };
    Some(Bound { binding, address: format!("{host}:{port}"), host: is_tls.then(|| host.to_owned()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_reached_at_its_address() {
        for (base_url, address, host) in [
            ("https://open.feishu.cn", "open.feishu.cn:443", Some("open.feishu.cn")),
            ("https://open.feishu.cn:8443", "open.feishu.cn:8443", Some("open.feishu.cn")),
            ("http://127.0.0.1:9100", "127.0.0.1:9100", None),
            ("http://10.0.0.7", "10.0.0.7:80", None),
            ("https://[::1]", "[::1]:443", Some("[::1]")),
            ("https://siem.example.com:8443/in/a", "siem.example.com:8443", Some("siem.example.com")),
            ("http://127.0.0.1:9100/", "127.0.0.1:9100", None),
        ] {
            let bound = bound("FEISHU".to_owned(), base_url).unwrap();
            assert_eq!((bound.address.as_str(), bound.host.as_deref()), (address, host), "{base_url}");
            assert_eq!(bound.binding, "FEISHU");
        }
    }
}
