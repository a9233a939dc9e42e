//! `PASSGATE_CONFIG` and the secrets that it names.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::error::StackError;
use crate::secrets::{self, Credential};
use crate::simulator::Simulator;
use crate::stack::{Clients, StackOptions};

/// The audience of the ID tokens of persons.
pub(crate) const AUDIENCE: &str = "passgate";

/// The configuration without secrets, and the secrets by name.
pub(crate) struct Config {
    pub(crate) document: Value,
    pub(crate) secrets: BTreeMap<String, String>,
}

impl Config {
    /// One app and one client per product, one client that mints tickets, and the simulated EIAM as the
    /// issuer. The patch of the options is applied last.
    pub(crate) fn generate(
        public_origin: &str,
        simulator: &Simulator,
        clients: &Clients,
        options: &StackOptions,
    ) -> Result<Self, StackError> {
        let ([feishu, eiam], delivery) = match options.are_siblings {
            false => (["feishu", "eiam"], &["rest-password"][..]),
            true => (["lark", "oneaccess"], &[][..]),
        };
        let of_eiam = [&["change-password"], delivery].concat();
        let of_both = [&["reset"], of_eiam.as_slice()].concat();
        let (app_id, app_secret) = simulator.app();
        let (client_id, client_secret) = simulator.client();
        let secrets = BTreeMap::from([
            ("FEISHU_APP_SECRET".to_owned(), app_secret.to_owned()),
            ("EIAM_CLIENT_SECRET".to_owned(), client_secret.to_owned()),
            ("EDGE_SIGNING_KEY".to_owned(), secrets::signing_key()?),
        ]);
        let mut document = json!({
            "public_origin": public_origin,
            "products": {
                feishu: { "app_id": app_id, "app_secret": { "env": "FEISHU_APP_SECRET" } },
                eiam: {
                    "client_id": client_id,
                    "client_secret": { "env": "EIAM_CLIENT_SECRET" },
                    // The simulated tenant has the same default policy.
                    "policy": "shipped",
                    "sign_in_url": "https://portal.example.com/sign-in",
                },
            },
            "clients": [
                client(&clients.feishu, &[feishu], &["reset"], false),
                client(&clients.eiam, &[eiam], &of_eiam, false),
                client(&clients.tickets, &[feishu, eiam], &of_both, true),
                with(&clients.metrics, eiam, "reads_metrics"),
                with(&clients.limits, eiam, "clears_limits"),
            ],
            "issuers": [{
                "product": eiam,
                "issuer": simulator.issuer(),
                "service": eiam.to_uppercase(),
                "audience": AUDIENCE,
                "algorithm": "RS256",
                "account_claim": "sub",
                "operator_claim": { "name": "roles", "value": "password-operator" },
                "auditor_claim": { "name": "roles", "value": "password-auditor" },
            }],
            "signing_key": { "env": "EDGE_SIGNING_KEY" },
            // High limits, because one person or test makes all requests.
            "rates": { "account": many(), "operator": many(), "refused": many(), "address": many() },
        });
        merge(&mut document, &options.config);
        Ok(Self { document, secrets })
    }
}

fn client(credential: &Credential, products: &[&str], actions: &[&str], mints_tickets: bool) -> Value {
    json!({
        "id": credential.id,
        "secret_hashes": [credential.secret_hash()],
        "products": products,
        "actions": actions,
        "mints_tickets": mints_tickets,
        "rate": many(),
    })
}

/// A client with a right other than passwords, such as Prometheus or an on-call tool. It gets its
/// tokens from EIAM's route, which is plain OAuth 2.0.
fn with(credential: &Credential, product: &str, right: &str) -> Value {
    let mut entitled = client(credential, &[product], &[], false);
    merge(&mut entitled, &json!({ right: true }));
    entitled
}

fn many() -> Value {
    json!({ "burst": 10_000, "per_minute": 100_000 })
}

/// RFC 7396: objects are merged, `null` removes a member, any other value replaces it.
pub(crate) fn merge(target: &mut Value, patch: &Value) {
    let (Value::Object(target), Value::Object(patch)) = (&mut *target, patch) else {
        if !patch.is_null() {
            *target = patch.clone();
        }
        return;
    };
    for (key, value) in patch {
        if value.is_null() {
            target.remove(key);
        } else if value.is_object() {
            let inner = target.entry(key.clone()).or_insert_with(|| Value::Object(serde_json::Map::new()));
            if !inner.is_object() {
                *inner = Value::Object(serde_json::Map::new());
            }
            merge(inner, value);
        } else {
            target.insert(key.clone(), value.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_merges_objects_replaces_the_rest_and_removes_nulls() {
        let mut document = json!({ "a": { "b": 1, "c": 2 }, "d": [1, 2], "e": "x" });
        merge(
            &mut document,
            &json!({ "a": { "b": null, "f": { "g": null, "h": 1 } }, "d": [3], "e": { "i": 1 } }),
        );
        assert_eq!(document, json!({ "a": { "c": 2, "f": { "h": 1 } }, "d": [3], "e": { "i": 1 } }),);
    }

    #[test]
    fn no_patch_changes_nothing() {
        let mut document = json!({ "a": 1 });
        merge(&mut document, &Value::Null);
        assert_eq!(document, json!({ "a": 1 }));
    }
}
