//! The configuration file: the Worker's document, and what only this machine needs beside it.

mod file;
mod pem_files;
mod secret_sources;
mod tls;
mod warnings;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use jiff::Timestamp;
use passgate_worker::base::fields::{Fields, Wrong};
use passgate_worker::config::reference::MACHINE;
use passgate_worker::config::{Config, Environment};
use rustls::pki_types::CertificateDer;
use serde_json::{Map, Value};

pub use file::read as read_document;
pub use pem_files::text as certificate_text;
pub use secret_sources::SecretSources;
use warnings::Misspelt;

/// Where the Worker listens when the file does not say: behind a proxy on this machine.
const LISTEN: &str = "127.0.0.1:8080";
/// Where the state is kept when the file does not say.
const STATE: &str = "/var/lib/passgate";
/// V8's heap when the file does not say, in MiB.
const HEAP_MIB: u64 = 512;

/// A configuration file that has been read.
pub struct File {
    /// What only this machine needs.
    pub machine: Machine,
    /// The document that the Worker gets.
    pub document: Value,
    /// The document as the Worker reads it; `None` if it has mistakes.
    pub config: Option<Config>,
    /// Where its secrets are.
    pub secrets: SecretSources,
    /// The names of the secrets that the document refers to.
    pub secret_names: BTreeSet<String>,
    /// Everything that is wrong, each mistake once.
    pub mistakes: Vec<Wrong>,
    /// What should change and keeps nothing from working. A mistake is not a warning as well.
    pub warnings: Vec<Wrong>,
    /// The assumptions of the shipped policies in use, one per line.
    pub assumed: Vec<String>,
}

/// The members that the Worker does not get.
pub struct Machine {
    /// `ADDRESS:PORT` of the Worker.
    pub listen: String,
    /// TLS of the Worker's own socket; plain HTTP without.
    pub tls: Option<TlsFiles>,
    /// The folder of the state.
    pub state: PathBuf,
    /// The runtime; the one beside this program without.
    pub workerd: Option<PathBuf>,
    /// The folder with `worker/` and `www/`; the one beside this program without.
    pub share: Option<PathBuf>,
    /// Files with certificates that are trusted besides the public ones.
    pub trusted_certificates: Vec<PathBuf>,
    /// V8's heap, in MiB.
    pub heap_mib: u64,
}

/// The files of a certificate.
pub struct TlsFiles {
    /// The certificate and its chain, in PEM.
    pub certificate: PathBuf,
    /// The private key, in PEM.
    pub private_key: PathBuf,
}

impl File {
    /// Reads the file and checks it by the Worker's own parser.
    ///
    /// # Errors
    /// When the file cannot be read, or is neither JSON nor TOML.
    pub fn read(path: &Path) -> Result<Self> {
        Self::read_at(path, None)
    }

    /// As [`File::read`], and reports the dates that have passed at this time. An expired date must not keep
    /// an edge from starting, so only `check` passes the time.
    ///
    /// # Errors
    /// As [`File::read`].
    pub fn read_at(path: &Path, now: Option<Timestamp>) -> Result<Self> {
        let document = file::read(path)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let is_absent = |name: &&str| document.get(*name).is_none();
        let absent = MACHINE.iter().map(|member| member.name).filter(is_absent).collect();
        let mut mistakes = Vec::new();
        let (machine, secrets, document) = split(document, folder, &mut mistakes);
        let files = machine.examine_files(document.get("public_origin").and_then(Value::as_str), now);
        mistakes.extend(files.mistakes);
        mistakes.extend(machine.own_addresses(&document));
        let (misspelt, mut warnings) = warnings::unused(&secrets, &document);
        warnings.extend(warnings::placeholders(&document));
        warnings.extend(files.warnings);
        let environment =
            OfMachine { secrets: &secrets, misspelt: &misspelt, names: RefCell::default(), absent, now };
        let config = Config::parse(&document.to_string(), &environment);
        let secret_names = environment.names.into_inner();
        let config = config.map_err(|wrong| mistakes.extend(wrong)).ok();
        let assumed = config.as_ref().map(assumed).unwrap_or_default();
        let of_secret = |(name, problem)| Wrong { field: format!("secrets.{name}"), problem };
        mistakes.extend(misspelt.iter().map(Misspelt::wrong));
        mistakes.splice(0..0, secrets.problems().into_iter().map(of_secret));
        warnings.retain(|warning| !mistakes.iter().any(|wrong| wrong.field == warning.field));
        Ok(Self { machine, document, config, secrets, secret_names, mistakes, warnings, assumed })
    }

    /// As [`File::read`], for a command that needs the state. The rest of the configuration may have mistakes:
    /// the operator who makes a backup may be unable to read the secrets.
    ///
    /// # Errors
    /// As [`File::read`], and when the file does not say where the state is.
    pub fn read_for_state(path: &Path) -> Result<Self> {
        let file = Self::read(path)?;
        match file.mistakes.iter().find(|wrong| wrong.field == "state" || wrong.field.is_empty()) {
            Some(wrong) => bail!("{}: {} {}", path.display(), wrong.field, wrong.problem),
            None => Ok(file),
        }
    }
}

/// What the Worker finds on this machine, and the names of the secrets that it asks for.
struct OfMachine<'a> {
    secrets: &'a SecretSources,
    /// References to secrets whose names are misspelt. They are among the mistakes.
    misspelt: &'a [Misspelt],
    names: RefCell<BTreeSet<String>>,
    /// The members for this machine that the file does not have.
    absent: Vec<&'static str>,
    now: Option<Timestamp>,
}

impl Environment for OfMachine<'_> {
    fn secret(&self, name: &str) -> Option<passgate_core::Secret> {
        self.names.borrow_mut().insert(name.to_owned());
        self.secrets.read(name).ok().flatten()
    }

    /// [`File::mistakes`] has the reason of each secret that cannot be read.
    fn reports(&self, name: &str) -> bool {
        self.secrets.read(name).is_err() || self.misspelt.iter().any(|misspelt| misspelt.name == name)
    }

    fn own_members(&self) -> Vec<&'static str> {
        self.absent.clone()
    }

    /// `serve` makes a binding from each `base_url`, so the parser must require it.
    fn has_service(&self, _: &str) -> bool {
        false
    }

    fn now(&self) -> Option<String> {
        self.now.map(|now| now.to_string())
    }
}

fn assumed(config: &Config) -> Vec<String> {
    let all = config.products.values().flat_map(|product| &product.assumed);
    all.map(|guess| format!("{}: {} ({}): {}", guess.field, guess.rule.name(), guess.asks, guess.source))
        .collect()
}

/// Takes the members of this machine out of the document.
fn split(document: Value, folder: &Path, wrong: &mut Vec<Wrong>) -> (Machine, SecretSources, Value) {
    let (mut machine, mut secrets, mut rest) = (Machine::default(), SecretSources::default(), Map::new());
    if let Some(mut fields) = Fields::of(document, "", wrong) {
        machine.read(&mut fields, folder);
        secrets = SecretSources::from_fields(&mut fields, folder);
        for name in fields.names() {
            rest.extend(fields.optional(&name).map(|value| (name, value)));
        }
    }
    (machine, secrets, Value::Object(rest))
}

impl Default for Machine {
    fn default() -> Self {
        Self {
            listen: LISTEN.to_owned(),
            tls: None,
            state: PathBuf::from(STATE),
            workerd: None,
            share: None,
            trusted_certificates: Vec::new(),
            heap_mib: HEAP_MIB,
        }
    }
}

impl Machine {
    /// The address for requests from this machine: a wildcard address becomes loopback.
    pub fn address(&self) -> String {
        match self.listen.parse() {
            Ok(SocketAddr::V4(at)) if at.ip().is_unspecified() => {
                SocketAddr::from((Ipv4Addr::LOCALHOST, at.port())).to_string()
            }
            Ok(SocketAddr::V6(at)) if at.ip().is_unspecified() => {
                SocketAddr::from((Ipv6Addr::LOCALHOST, at.port())).to_string()
            }
            _ => self.listen.clone(),
        }
    }

    /// The certificates that are trusted besides the public ones.
    ///
    /// # Errors
    /// When a file cannot be read, or has no certificate.
    pub fn trusted(&self) -> Result<Vec<CertificateDer<'static>>> {
        let files: Result<Vec<_>> =
            self.trusted_certificates.iter().map(|path| pem_files::certificates(path)).collect();
        Ok(files?.into_iter().flatten().collect())
    }

    /// What is wrong with the files that it names.
    fn examine_files(&self, public_origin: Option<&str>, now: Option<Timestamp>) -> tls::Found {
        let mut found = tls::Found::default();
        if let Some(files) = &self.tls {
            tls::examine(files, public_origin, now, &mut found);
        }
        for (index, path) in self.trusted_certificates.iter().enumerate() {
            let field = format!("trusted_certificates[{index}]");
            match pem_files::certificates(path) {
                Ok(bundle) => tls::examine_bundle(&field, path, &bundle, now, &mut found),
                Err(error) => found.blame(&field, &error),
            }
        }
        for (name, path) in [("workerd", &self.workerd), ("share", &self.share)] {
            if let Some(path) = path
                && !path.exists()
            {
                found.blame(name, &anyhow!("{} does not exist", path.display()));
            }
        }
        found
    }

    /// The configured addresses of other services at which the edge itself listens.
    fn own_addresses(&self, document: &Value) -> Vec<Wrong> {
        let Ok(listen) = self.listen.parse::<SocketAddr>() else { return Vec::new() };
        let is_own = |address: &str| {
            let host = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://"));
            let host = host.and_then(|host| host.split('/').next());
            let host = host.map(|host| host.replace("localhost:", "127.0.0.1:"));
            host.and_then(|host| host.parse::<SocketAddr>().ok()).is_some_and(|asked| {
                asked.port() == listen.port()
                    && (asked.ip() == listen.ip()
                        || (asked.ip().is_loopback() && listen.ip().is_unspecified()))
            })
        };
        let products = document.get("products").and_then(Value::as_object).into_iter().flatten();
        let of_products =
            products.map(|(name, product)| (format!("products.{name}.base_url"), product.get("base_url")));
        let breaches = document
            .get("breaches")
            .map(|breaches| ("breaches.base_url".to_owned(), breaches.get("base_url")));
        let webhooks = document.get("webhooks").and_then(Value::as_array).into_iter().flatten().enumerate();
        let of_webhooks =
            webhooks.map(|(place, webhook)| (format!("webhooks[{place}].url"), webhook.get("url")));
        let asked = of_products.chain(breaches).chain(of_webhooks).filter_map(|(field, value)| {
            let address = value?.as_str().filter(|address| is_own(address))?;
            // The Worker's parser reports this one.
            (document.get("public_origin").and_then(Value::as_str) != Some(address)).then_some(Wrong {
                field,
                problem: "is the address where this edge listens, which would call itself; name the other \
                          service"
                    .to_owned(),
            })
        });
        asked.collect()
    }

    /// Relative paths start at the folder of the configuration.
    fn read(&mut self, fields: &mut Fields<'_>, folder: &Path) {
        let path = |text: String| folder.join(text);
        // For editors.
        let _ = fields.optional_text("$schema");
        if let Some(listen) = fields.optional_text("listen") {
            if !listen.parse::<SocketAddr>().is_ok_and(|address| address.port() != 0) {
                fields.blame("listen", "must be an address and a port, such as 127.0.0.1:8080");
            }
            self.listen = listen;
        }
        if let Some(state) = fields.optional_text("state") {
            self.state = path(state);
        }
        self.workerd = fields.optional_text("workerd").map(path);
        self.share = fields.optional_text("share").map(path);
        if let Some(value) = fields.optional("trusted_certificates") {
            match value {
                Value::Array(items) => {
                    for (index, item) in items.into_iter().enumerate() {
                        match item {
                            Value::String(text) => self.trusted_certificates.push(path(text)),
                            _ => fields.blame(
                                &format!("trusted_certificates[{index}]"),
                                "must be the path of a file in PEM",
                            ),
                        }
                    }
                }
                _ => fields.blame("trusted_certificates", "must be a list of files in PEM"),
            }
        }
        if let Some(mib) = fields.optional_number("heap_mib", 64, 65_536) {
            self.heap_mib = mib;
        }
        if let Some(value) = fields.optional("tls") {
            let at = fields.path_of("tls");
            if let Some(mut tls) = Fields::of(value, &at, fields.wrong()) {
                let files = (tls.text("certificate"), tls.text("private_key"));
                tls.finish();
                if let (Some(certificate), Some(private_key)) = files {
                    self.tls =
                        Some(TlsFiles { certificate: path(certificate), private_key: path(private_key) });
                }
            }
        }
    }
}

/// The text of a file that a member names.
///
/// # Errors
/// When it cannot be read.
pub fn text_of(path: &Path) -> Result<String> {
    let shown = path.display();
    let bytes = std::fs::read(path).with_context(|| format!("could not read {shown}"))?;
    String::from_utf8(bytes).map_err(|_| anyhow!("{shown} is not text in UTF-8"))
}

#[cfg(test)]
mod examples;
#[cfg(test)]
mod tests;
