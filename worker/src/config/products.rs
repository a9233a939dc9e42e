//! The products: our credentials at each vendor, and the policy in force.

use std::collections::{BTreeMap, BTreeSet};

use passgate_core::{Locale, Policy, Product, RuleName, Secret, nearest};
use passgate_wire::{Api, Spec};
use serde_json::Value;

use crate::base::fields::Fields;
use crate::base::keys::sha256;
use crate::config::environment::{Environment, read_secret};
use crate::config::origins::{self, is_elsewhere, is_origin, is_public_origin};
use crate::config::texts;
use crate::config::vendor_rate;
use crate::gate::VendorRate;

/// The configuration of one product.
pub struct ProductConfig {
    /// Our id at the vendor: Feishu's `app_id`, EIAM's `client_id`.
    pub vendor_id: String,
    /// The secret of that id. It is sent to the vendor's token call and nowhere else.
    pub vendor_secret: Secret,
    /// The configured policy.
    pub policy: Policy,
    /// The configured policy as the edge serves it.
    pub document: PolicyDocument,
    /// The numbers that the configuration accepts without a source by saying `"shipped"`.
    pub assumed: Vec<Assumed>,
    /// The vendor's origin, where no service binding leads to it: scheme, host and port.
    pub base_url: Option<String>,
    /// The rate of vendor calls; without it calls are not shaped.
    pub rate: Option<VendorRate>,
    /// Whether the circuit breaker is on: after failures it pauses the calls to this vendor.
    pub breaker: bool,
    /// Whether the edge learns limits from the vendor's refusals.
    pub learning: bool,
    /// The sign-in page that the form links to after a success.
    pub sign_in_url: Option<String>,
}

impl ProductConfig {
    /// The vendor's origin for the URL of a call. A bound service receives the request whatever the
    /// name says. Without a service, `base_url` is set.
    pub fn origin(&self, product: Product) -> String {
        self.base_url.clone().unwrap_or_else(|| format!("http://{}", product.name()))
    }
}

/// A rule of a shipped policy whose numbers are an assumption of this project and not documented by the
/// vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumed {
    /// The member of the configuration that accepts the assumption.
    pub field: String,
    /// The rule whose numbers are assumed.
    pub rule: RuleName,
    /// The requirement of the rule, in English.
    pub asks: String,
    /// Where the numbers come from.
    pub source: String,
}

/// A policy as it is served.
pub struct PolicyDocument {
    /// The JSON text.
    pub text: String,
    /// A strong entity tag, quoted: SHA-256 of the text.
    pub etag: String,
}

impl PolicyDocument {
    /// Serializes a policy.
    pub fn of(policy: &Policy) -> Self {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
        let text = policy.to_json();
        let etag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(sha256(text.as_bytes())));
        Self { text, etag }
    }
}

/// The name of the service binding that leads to a product's vendor.
pub fn service_binding(product: Product) -> String {
    product.name().to_uppercase()
}

pub(super) fn read(
    fields: &mut Fields<'_>,
    environment: &dyn Environment,
    own: Option<&str>,
) -> (BTreeMap<Product, ProductConfig>, Named) {
    let mut products = BTreeMap::new();
    let Some(value) = fields.required("products") else {
        return (products, Product::ALL.into());
    };
    let path = fields.path_of("products");
    let Some(mut by_name) = Fields::of(value, &path, fields.wrong()) else {
        return (products, Product::ALL.into());
    };
    let names = by_name.names();
    // A misspelt product is one mistake; references to it are none.
    let is_named = |product: &Product| {
        names.iter().any(|name| {
            name == product.name() || nearest(name, Product::ALL.map(Product::name)) == Some(product.name())
        })
    };
    let named = Product::ALL.into_iter().filter(is_named).collect();
    if names.is_empty() {
        let [first, others @ ..] = Product::ALL.map(Product::name);
        let others = others.map(|name| format!("products.{name}")).join(" or ");
        by_name.blame(first, &format!("or {others} must be configured"));
    }
    for product in Product::ALL {
        if let Some(value) = by_name.optional(product.name())
            && let Some(config) = read_one(&mut by_name, product, value, environment, own)
        {
            products.insert(product, config);
        }
    }
    one_for_each_api(&mut by_name, &products);
    by_name.finish();
    (products, named)
}

/// The products that the configuration names, valid or not; all of them if `products` cannot be read. A
/// reference to one of them is not reported.
pub(super) type Named = BTreeSet<Product>;

/// Products of one API share its paths, so one deployment serves only one of them.
fn one_for_each_api(by_name: &mut Fields<'_>, products: &BTreeMap<Product, ProductConfig>) {
    let mut apis: BTreeMap<Api, Product> = BTreeMap::new();
    for product in products.keys() {
        let api = Spec::of(*product).api;
        if let Some(other) = apis.insert(api, *product) {
            let problem = format!(
                "cannot be configured beside {}: both are called at {}; run a deployment for each",
                other.name(),
                api.prefix()
            );
            by_name.blame(product.name(), &problem);
        }
    }
}

fn read_one(
    by_name: &mut Fields<'_>,
    product: Product,
    value: Value,
    environment: &dyn Environment,
    own: Option<&str>,
) -> Option<ProductConfig> {
    let path = by_name.path_of(product.name());
    let mut fields = Fields::of(value, &path, by_name.wrong())?;
    let credential = Spec::of(product).credential;
    let vendor_id = texts::id(&mut fields, credential.id);
    if credential.no_colon && vendor_id.as_deref().is_some_and(|id| id.contains(':')) {
        fields.blame(credential.id, "must not contain a colon");
    }
    let vendor_secret = read_secret(&mut fields, credential.secret, environment);
    let service = service_binding(product);
    let base_url = fields.optional_text("base_url");
    match &base_url {
        Some(url) if !is_origin(url) => {
            fields.blame("base_url", "must be an origin: scheme, host and port, no path");
        }
        // With a bound service the deployment is responsible for the encryption.
        _ if environment.has_service(&service) => {}
        Some(url) if !is_public_origin(url) => {
            let problem = format!(
                "must be https (http only on loopback, or where a service {service} is bound): the vendor's \
                 secret and every new password go there"
            );
            fields.blame("base_url", &problem);
        }
        None => {
            let problem = format!("is missing, and no service {service} is bound");
            fields.blame("base_url", &problem);
        }
        _ => {}
    }
    origins::refuse_own(&mut fields, "base_url", base_url.as_deref(), own);
    let rate = vendor_rate::read(&mut fields, product);
    let breaker = fields.optional_one_of("breaker", &[("on", true), ("off", false)]).unwrap_or(true);
    let learning = fields.optional_one_of("learning", &[("on", true), ("off", false)]).unwrap_or(true);
    let sign_in_url = fields.optional_text("sign_in_url");
    if sign_in_url.as_deref().is_some_and(|url| !is_elsewhere(url)) {
        fields.blame("sign_in_url", "must be an https URL");
    }
    let chosen = read_policy(&mut fields, product);
    fields.finish();
    let (policy, assumed) = chosen?;
    Some(ProductConfig {
        vendor_id: vendor_id?,
        vendor_secret: vendor_secret?,
        document: PolicyDocument::of(&policy),
        policy,
        assumed,
        base_url,
        rate,
        breaker,
        learning,
        sign_in_url,
    })
}

/// The value that selects the policy that this project ships.
const SHIPPED: &str = "shipped";

/// Reads the policy, and lists the numbers in it that are assumed.
fn read_policy(fields: &mut Fields<'_>, product: Product) -> Option<(Policy, Vec<Assumed>)> {
    let shipped = Policy::shipped(product);
    let assumed = assumed(&shipped, &fields.path_of("policy"));
    let value = match fields.optional("policy") {
        // The vendor's page documents every number of this policy.
        None if assumed.is_empty() => return Some((shipped, assumed)),
        None => {
            fields.blame("policy", &missing(&assumed));
            return None;
        }
        Some(Value::String(word)) if word == SHIPPED => return Some((shipped, assumed)),
        Some(Value::String(_)) => {
            fields.blame("policy", "must be a policy document or \"shipped\"");
            return None;
        }
        Some(value) => value,
    };
    let text = value.to_string();
    let mistakes = Policy::mistakes(&text);
    let path_of = |path: &str| match path {
        "" | "." => "policy".to_owned(),
        path => format!("policy.{path}"),
    };
    for mistake in &mistakes {
        fields.blame(&path_of(&mistake.path), &mistake.message);
    }
    for path in learned(&value) {
        if !mistakes.iter().any(|mistake| mistake.path.starts_with(&path)) {
            fields.blame(
                &path_of(&path),
                "is written only by the edge: remove it, and set your tenant's limit with `min` and `max`",
            );
        }
    }
    match Policy::from_json(&text) {
        Ok(policy) if policy.product() == product => Some((policy, Vec::new())),
        Ok(_) => {
            fields.blame("policy.product", &format!("must be {}", product.name()));
            None
        }
        Err(_) => None,
    }
}

/// The members that only the edge writes. It adds them to the policy that it serves, from the vendor's
/// refusals.
pub(super) const LEARNED: [&str; 2] = ["reported", "documented"];

/// The paths of learned members in a configured policy. No refusal supports them there, and rows that the
/// operator can decide would become unsure.
fn learned(policy: &Value) -> Vec<String> {
    let rules = policy.get("rules").and_then(Value::as_array).into_iter().flatten().enumerate();
    let of_rule = |(index, rule): (usize, &Value)| {
        let is_there = |member: &&str| rule.get(*member).is_some_and(|value| !value.is_null());
        LEARNED
            .into_iter()
            .filter(is_there)
            .map(|member| format!("rules[{index}].{member}"))
            .collect::<Vec<_>>()
    };
    rules.flat_map(of_rule).collect()
}

fn assumed(shipped: &Policy, field: &str) -> Vec<Assumed> {
    let rules = shipped.rules().iter().filter(|entry| entry.is_assumed());
    let assumed = rules.map(|entry| Assumed {
        field: field.to_owned(),
        rule: entry.rule().name(),
        asks: entry.rule().ask(Locale::En),
        source: entry.source().unwrap_or_default().to_owned(),
    });
    assumed.collect()
}

/// The problem text for a missing policy. A tenant gets an assumed policy only when it asks for one.
fn missing(assumed: &[Assumed]) -> String {
    let guesses: Vec<String> =
        assumed.iter().map(|guess| format!("{} ({})", guess.rule.name(), guess.asks)).collect();
    format!(
        "is missing: write your tenant's policy document, or \"shipped\" for the one of this project, in \
         which the vendor's page leaves open: {}",
        guesses.join(", ")
    )
}
