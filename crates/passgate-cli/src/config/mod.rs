//! The configuration file: the Worker's document, and what only this machine needs beside it.

mod file;
mod secret_sources;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use passgate_worker::base::fields::{Fields, Wrong};
use passgate_worker::config::{Config, Environment};
use serde_json::{Map, Value};

pub use secret_sources::SecretSources;

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
    /// Where its secrets are.
    pub secrets: SecretSources,
    /// What is wrong with any of it.
    pub mistakes: Vec<Wrong>,
    /// What `"shipped"` policies assume.
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
    /// The configuration as the Worker reads it.
    ///
    /// # Errors
    /// When it has mistakes.
    pub fn config(&self) -> Result<Config> {
        let environment = OfMachine { secrets: &self.secrets };
        Config::parse(&self.document.to_string(), &environment)
            .map_err(|wrong| anyhow!("the configuration has {} mistakes", wrong.len()))
    }

    /// Reads the file and checks it by the Worker's own parser.
    ///
    /// # Errors
    /// When the file cannot be read, or is neither JSON nor TOML.
    pub fn read(path: &Path) -> Result<Self> {
        let document = file::read(path)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut mistakes = Vec::new();
        let (machine, secrets, document) = split(document, folder, &mut mistakes);
        mistakes.extend(machine.file_mistakes());
        let environment = OfMachine { secrets: &secrets };
        let assumed = match Config::parse(&document.to_string(), &environment) {
            Ok(config) => assumed(&config),
            Err(wrong) => {
                mistakes.extend(wrong);
                Vec::new()
            }
        };
        Ok(Self { machine, document, secrets, mistakes, assumed })
    }
}

/// What the Worker finds on this machine.
struct OfMachine<'a> {
    secrets: &'a SecretSources,
}

impl Environment for OfMachine<'_> {
    fn secret(&self, name: &str) -> Option<passgate_core::Secret> {
        self.secrets.read(name).ok().flatten()
    }

    /// `serve` binds a service for each `base_url`, and so asks for one.
    fn has_service(&self, _: &str) -> bool {
        false
    }
}

fn assumed(config: &Config) -> Vec<String> {
    let all = config.products.values().flat_map(|product| &product.assumed);
    all.map(|guess| format!("{}: {} ({}): {}", guess.field, guess.rule.name(), guess.asks, guess.source))
        .collect()
}

/// Takes the members of this machine out of the document.
fn split(document: Value, folder: &Path, wrong: &mut Vec<Wrong>) -> (Machine, SecretSources, Value) {
    let Value::Object(mut members) = document else {
        wrong.push(Wrong { field: String::new(), problem: "must be an object".to_owned() });
        return (Machine::default(), SecretSources::default(), Value::Object(Map::new()));
    };
    let mut own = Map::new();
    for name in ["listen", "tls", "state", "workerd", "share", "trusted_certificates", "heap_mib", "secrets"]
    {
        if let Some(value) = members.remove(name) {
            own.insert(name.to_owned(), value);
        }
    }
    let mut machine = Machine::default();
    let mut secrets = SecretSources::default();
    if let Some(mut fields) = Fields::of(Value::Object(own), "", wrong) {
        machine.read(&mut fields, folder);
        secrets = SecretSources::from_fields(&mut fields, folder);
        fields.finish();
    }
    (machine, secrets, Value::Object(members))
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
    /// Where this machine itself finds the edge without TLS.
    pub fn address(&self) -> String {
        self.listen.replace("0.0.0.0", "127.0.0.1").replace("[::]", "[::1]")
    }

    /// What is wrong with the files that it names.
    fn file_mistakes(&self) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        let mut blame = |field: &str, problem: Result<()>| {
            if let Err(problem) = problem {
                wrong.push(Wrong { field: field.to_owned(), problem: format!("{problem:#}") });
            }
        };
        if let Some(TlsFiles { certificate, private_key }) = &self.tls {
            blame("tls.certificate", certificate_of(certificate));
            blame("tls.private_key", key_of(private_key));
        }
        for (index, path) in self.trusted_certificates.iter().enumerate() {
            blame(&format!("trusted_certificates[{index}]"), certificate_of(path));
        }
        for (name, path) in [("workerd", &self.workerd), ("share", &self.share)] {
            if let Some(path) = path
                && !path.exists()
            {
                blame(name, Err(anyhow!("{} is not there", path.display())));
            }
        }
        wrong
    }

    /// Relative paths start at the folder of the configuration.
    fn read(&mut self, fields: &mut Fields<'_>, folder: &Path) {
        let path = |text: String| folder.join(text);
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

fn certificate_of(path: &Path) -> Result<()> {
    let text = text_of(path)?;
    ureq::tls::Certificate::from_pem(text.as_bytes())
        .map(drop)
        .map_err(|_| anyhow!("{} has no certificate in PEM", path.display()))
}

fn key_of(path: &Path) -> Result<()> {
    let text = text_of(path)?;
    ureq::tls::PrivateKey::from_pem(text.as_bytes())
        .map(drop)
        .map_err(|_| anyhow!("{} has no private key in PEM", path.display()))
}

/// The text of a file that a member names.
///
/// # Errors
/// When it cannot be read.
pub fn text_of(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("could not read {}", path.display()))
}

#[cfg(test)]
mod tests;
