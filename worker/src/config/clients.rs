//! The clients: back ends that reset passwords with an id and a secret of this edge.

use std::collections::BTreeMap;

use passgate_core::Product;
use serde_json::Value;

use crate::base::client_secret::SecretHash;
use crate::base::fields::Fields;
use crate::config::products::{Named, ProductConfig};
use crate::config::rates;
use crate::config::texts;
use crate::rates::gcra::RateLimit;
use passgate_wire::{Action, Spec};

/// Two, so that a secret can be rotated without a moment in which neither works.
pub(super) const MAX_SECRETS: usize = 2;

/// A back end and its rights.
pub struct Client {
    /// Its id at this edge.
    pub id: String,
    /// The hashes of its secrets at this edge: one, or two during a rotation. A token ends when the
    /// hash of the secret that it was issued for is removed.
    pub secret_hashes: Vec<SecretHash>,
    /// The products whose passwords it may reset.
    pub products: Vec<Product>,
    /// The actions that it may perform there.
    pub actions: Vec<Action>,
    /// Whether it may mint tickets for these actions.
    pub mints_tickets: bool,
    /// Whether it may read the metrics.
    pub reads_metrics: bool,
    /// Whether it may clear the learned limits of its products.
    pub clears_limits: bool,
    /// The rate limit of its calls.
    pub rate: RateLimit,
}

pub(super) fn read(
    fields: &mut Fields<'_>,
    products: &BTreeMap<Product, ProductConfig>,
    named: &Named,
) -> Vec<Client> {
    let values = match fields.optional("clients") {
        None => return Vec::new(),
        Some(Value::Array(values)) => values,
        Some(_) => {
            fields.blame("clients", "must be a list");
            return Vec::new();
        }
    };
    let mut clients: Vec<Client> = Vec::new();
    for (index, value) in values.into_iter().enumerate() {
        let name = format!("clients[{index}]");
        let path = fields.path_of(&name);
        let Some(mut entry) = Fields::of(value, &path, fields.wrong()) else {
            continue;
        };
        let client = read_one(&mut entry, products, named);
        if let Some(client) = &client
            && clients.iter().any(|other| other.id == client.id)
        {
            entry.blame("id", "is used twice");
        }
        entry.finish();
        clients.extend(client);
    }
    clients
}

fn read_one(
    entry: &mut Fields<'_>,
    products: &BTreeMap<Product, ProductConfig>,
    named: &Named,
) -> Option<Client> {
    let id = texts::id(entry, "id");
    if id.as_deref().is_some_and(|id| id.contains(':')) {
        entry.blame("id", "must not contain a colon: in HTTP Basic the first one ends the id");
    }
    // The Python SDK caches tokens by app id alone. One id for the edge and the vendor would mix them
    // up.
    if let Some(id) = &id
        && products.values().any(|product| &product.vendor_id == id)
    {
        entry.blame("id", "must differ from the vendor's app_id and client_id");
    }
    let secret_hashes = read_secret_hashes(entry);
    let names = Product::ALL.map(|product| (product.name(), product));
    let granted_products = entry.list_of("products", &names);
    for product in granted_products.iter().flatten() {
        if !named.contains(product) {
            entry.blame("products", &format!("{} is not configured", product.name()));
        }
    }
    let names = Action::ALL.map(|action| (action.name(), action));
    let actions = entry.list_of("actions", &names);
    // If the list of products is invalid, the actions are not compared with it.
    for action in actions.iter().flatten() {
        let granted = granted_products.as_ref();
        if granted.is_some_and(|granted| !granted.iter().any(|product| Spec::of(*product).offers(*action))) {
            let with_it = Spec::all().filter(|spec| spec.offers(*action));
            let names: Vec<&str> = with_it.map(|spec| spec.product.name()).collect();
            let problem = format!(
                "{} belongs to {}, which is not among the products",
                action.name(),
                names.join(" or ")
            );
            entry.blame("actions", &problem);
        }
    }
    let mints_tickets = entry.flag("mints_tickets");
    let reads_metrics = entry.flag("reads_metrics");
    let clears_limits = entry.flag("clears_limits");
    let rate = rates::read_clients(entry);
    Some(Client {
        id: id?,
        secret_hashes: secret_hashes?,
        products: granted_products?,
        actions: actions?,
        mints_tickets,
        reads_metrics,
        clears_limits,
        rate,
    })
}

fn read_secret_hashes(entry: &mut Fields<'_>) -> Option<Vec<SecretHash>> {
    let Value::Array(values) = entry.required("secret_hashes")? else {
        entry.blame("secret_hashes", "must be a list");
        return None;
    };
    if !(1..=MAX_SECRETS).contains(&values.len()) {
        entry.blame("secret_hashes", "must be one hash, or two while a secret is being replaced");
        return None;
    }
    let mut hashes: Vec<SecretHash> = Vec::new();
    for (index, value) in values.iter().enumerate() {
        match value.as_str().and_then(SecretHash::parse) {
            Some(hash) if hashes.contains(&hash) => {
                entry.blame(&format!("secret_hashes[{index}]"), "is listed twice");
            }
            Some(hash) => hashes.push(hash),
            None => {
                let name = format!("secret_hashes[{index}]");
                entry.blame(&name, "must be the hash that `passgate secret` prints, beginning with sha256:");
            }
        }
    }
    Some(hashes)
}
