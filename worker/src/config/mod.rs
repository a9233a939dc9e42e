//! The configuration: JSON in one or several variables, without secrets, and the secrets that it names.
//!
//! The Worker reads all of it at start. It reports every mistake at once and then does not start.

mod address_header;
mod breaches;
mod clients;
mod environment;
mod issuers;
mod origins;
pub mod parts;
mod products;
mod rates;
#[cfg(not(target_arch = "wasm32"))]
pub mod reference;
mod texts;
mod vendor_rate;
mod webhooks;
mod well_known;

use std::collections::BTreeMap;

use passgate_core::{Product, Secret};

pub use address_header::AddressHeader;
pub use breaches::{Breaches, LONGEST_DEADLINE_MS, OnFailure};
pub use clients::Client;
pub use environment::Environment;
pub use issuers::{Issuer, RoleClaim, SIGN_IN_WITHIN_SECONDS};
pub use products::{Assumed, PolicyDocument, ProductConfig, service_binding};
pub use rates::Rates;
pub use webhooks::{Sends, Webhook, WebhookEvent, webhook_binding};
pub use well_known::{SecurityTxt, WellKnown};

use self::environment::read_secret;
use self::origins::{is_loopback_origin, is_public_origin};
use self::parts::{Part, VARIABLES};
use crate::base::fields::{Fields, Wrong};
use crate::base::keys::Keys;
use crate::base::random_secret;

/// The prefix of every signing key.
pub const SIGNING_KEY_PREFIX: &str = "sk1.";

/// The whole configuration of the edge, with the secrets that it names.
pub struct Config {
    /// The origin at which browsers reach this edge: scheme, host and port.
    pub public_origin: String,
    /// The origin of the forms that the links of tickets lead to: this edge, or one of the allowed
    /// origins.
    pub form_origin: String,
    /// The exact origins whose pages may call the routes that a form needs.
    pub allowed_origins: Vec<String>,
    /// The configured products.
    pub products: BTreeMap<Product, ProductConfig>,
    /// The clients that may exchange an id and a secret for a token.
    pub clients: Vec<Client>,
    /// The issuers whose user tokens are accepted.
    pub issuers: Vec<Issuer>,
    /// The rate limits.
    pub rates: Rates,
    /// The header that carries the client address of a request. Set it only where a proxy in front of
    /// the edge sets this header and removes one that a client sent.
    pub address_header: Option<AddressHeader>,
    /// The host of the search for breached passwords; without it no search is made.
    pub breaches: Option<Breaches>,
    /// The receivers of the audit log's rows or of single events.
    pub webhooks: Vec<Webhook>,
    /// The edge's own keys.
    pub keys: Keys,
    /// The content of the well-known paths.
    pub well_known: WellKnown,
}

impl Config {
    /// Reads and checks a configuration in one variable.
    ///
    /// # Errors
    /// Every invalid field, by its path.
    pub fn parse(text: &str, environment: &dyn Environment) -> Result<Self, Vec<Wrong>> {
        Self::parse_parts(&[(VARIABLES[0], text)], environment)
    }

    /// Reads and checks a configuration in several variables.
    ///
    /// # Errors
    /// Every invalid field, by its path.
    pub fn parse_parts(parts: &[Part<'_>], environment: &dyn Environment) -> Result<Self, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let config = read(parts, environment, &mut wrong);
        match config {
            Some(config) if wrong.is_empty() => Ok(config),
            _ => Err(wrong),
        }
    }

    /// The configured products: at most one of each API.
    pub fn served(&self) -> Vec<Product> {
        self.products.keys().copied().collect()
    }

    /// The entries of an issuer: one for each product that accepts its tokens.
    pub fn entries_of(&self, issuer: &str) -> impl Iterator<Item = &Issuer> {
        self.issuers.iter().filter(move |entry| entry.issuer == issuer)
    }

    /// The client with this id.
    pub fn client(&self, id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.id == id)
    }
}

fn read(parts: &[Part<'_>], environment: &dyn Environment, wrong: &mut Vec<Wrong>) -> Option<Config> {
    let value = parts::joined(parts, wrong)?;
    let mut fields = Fields::of(value, "", wrong)?;
    fields.suggest(&environment.own_members());
    let public_origin = fields.text("public_origin");
    if let Some(origin) = &public_origin
        && !is_public_origin(origin)
    {
        fields.blame("public_origin", "must be an https origin without a path (http only on loopback)");
    }
    let allowed_origins = origins::read(&mut fields);
    let form_origin = origins::read_form(&mut fields, public_origin.as_deref(), &allowed_origins);
    // Any client that reaches a test build could stop it.
    if cfg!(feature = "test-routes") && !public_origin.as_deref().is_some_and(is_loopback_origin) {
        fields.blame("public_origin", "must be on loopback: this build is for tests");
    }
    let rates = rates::read(&mut fields);
    let address_header = address_header::read(&mut fields);
    let signing_key = read_signing_key(&mut fields, environment);
    let own = public_origin.as_deref();
    let (products, named) = products::read(&mut fields, environment, own);
    let clients = clients::read(&mut fields, &products, &named);
    let issuers = issuers::read(&mut fields, environment, &named, own);
    let breaches = breaches::read(&mut fields, environment, own);
    let webhooks = webhooks::read(&mut fields, environment, own);
    let well_known = well_known::read(&mut fields, &products, environment);
    fields.finish();
    Some(Config {
        form_origin: form_origin.or_else(|| public_origin.clone())?,
        public_origin: public_origin?,
        allowed_origins,
        products,
        clients,
        issuers,
        rates,
        address_header,
        breaches,
        webhooks,
        keys: Keys::derive(&signing_key?),
        well_known,
    })
}

/// The key that all other keys are derived from. The holder of a link or a token can test guesses of it
/// offline, so only a random key is accepted.
fn read_signing_key(fields: &mut Fields<'_>, environment: &dyn Environment) -> Option<Secret> {
    let secret = read_secret(fields, "signing_key", environment)?;
    if random_secret::looks_random(&secret, SIGNING_KEY_PREFIX) {
        return Some(secret);
    }
    fields.blame(
        "signing_key",
        "must be sk1. followed by exactly 43 characters of base64url (256 random bits): make one with \
         `passgate key`; SECURITY.md says what a new key invalidates",
    );
    None
}

/// A configuration for tests. Only what a test sets is configured.
#[cfg(test)]
pub fn sample() -> Config {
    let mut fields = Vec::new();
    let well_known = Fields::of(serde_json::Value::Object(serde_json::Map::new()), "", &mut fields)
        .map(|mut fields| well_known::read(&mut fields, &BTreeMap::new(), &tests::bindings()));
    Config {
        public_origin: String::new(),
        form_origin: String::new(),
        allowed_origins: Vec::new(),
        products: BTreeMap::new(),
        clients: Vec::new(),
        issuers: Vec::new(),
        rates: Rates::default(),
        address_header: None,
        breaches: None,
        webhooks: Vec::new(),
        keys: Keys::derive(&Secret::new("k")),
        well_known: well_known.unwrap(),
    }
}

#[cfg(test)]
mod documented;
#[cfg(test)]
mod tests;
