//! Compares the table of the members with the parser: it must describe every field and no other.
//! `docs/configuration.md` is generated from it.

use std::collections::BTreeSet;

use passgate_core::{Product, Secret};
use passgate_wire::Spec;
use serde_json::{Value, json};

use super::reference::{SECTIONS, rows};
use super::tests::{bindings, good};
use super::{Config, Environment};
use crate::base::fields::asked;

const PAGE: &str = include_str!("../../../docs/configuration.md");

/// A configuration with every optional object, so that the parser reads all its fields. The products
/// are the two that define the APIs, or the two that use the API of another.
fn whole(products: [Product; 2]) -> Value {
    let mut value = good();
    let rate = json!({ "burst": 1, "per_minute": 1 });
    value["security"] = json!({ "contacts": ["mailto:a@example.com"], "expires": "2027-06-30T00:00:00Z" });
    value["breaches"] = json!({ "base_url": "https://ranges.example" });
    value["webhooks"] = json!([{ "url": "https://siem.example", "name": "siem", "secret": { "env": "HOOK" }, "events": ["drift"] }]);
    value["rates"] = json!({ "account": rate, "operator": rate, "refused": rate, "address": rate });
    value["clients"][0]["rate"] = rate;
    value["issuers"][0]["auditor_claim"] = json!({ "name": "roles", "value": "auditor" });
    for product in products {
        let (spec, name) = (Spec::of(product), product.name());
        let own = Spec::of_api(spec.api).product.name();
        let mut config = value["products"][own].take();
        config["rate"] = json!({ "per_second": 1 });
        config["policy"] = json!("shipped");
        value["products"][own] = config;
        if name != own {
            let text = value.to_string().replace(&format!("\"{own}\""), &format!("\"{name}\""));
            value = serde_json::from_str(&text).unwrap();
        }
    }
    value
}

/// Every field that the parser reads and that has no members, as the page writes it.
fn fields() -> BTreeSet<String> {
    asked::take();
    for products in [[Product::Feishu, Product::Eiam], [Product::Lark, Product::OneAccess]] {
        let mistakes = Config::parse(&whole(products).to_string(), &bindings()).err().unwrap_or_default();
        let mistakes: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        assert!(mistakes.is_empty(), "{mistakes:?}");
    }
    let asked = asked::take();
    let holds_others = |path: &str| {
        asked.iter().any(|other| other.strip_prefix(path).is_some_and(|rest| rest.starts_with(['.', '['])))
    };
    let leaves = asked.iter().filter(|path| !holds_others(path));
    leaves.map(|path| path.replace("[0]", "[]")).collect()
}

/// The paths of the table, and the members of a secret and of a rate limit, which are the same everywhere.
fn paths() -> BTreeSet<String> {
    let of_shapes = ["….env", "….burst", "….per_minute"].map(str::to_owned);
    let rows = SECTIONS.iter().flat_map(|section| rows(section.members));
    rows.map(|row| row.path).chain(of_shapes).collect()
}

/// The rows that may describe a field, the most specific one first.
fn candidates(field: &str) -> Vec<String> {
    let Some((product, member)) = field.strip_prefix("products.").and_then(|rest| rest.split_once('.'))
    else {
        return vec![field.to_owned()];
    };
    // Products of one API have the same members.
    let spec = Spec::of(Product::from_name(product).unwrap());
    let own = Spec::of_api(spec.api).product.name();
    vec![field.to_owned(), format!("products.{own}.{member}"), format!("products.*.{member}")]
}

/// The rows that describe a field: its own row, or the row of its object and the row for this member of
/// any such object.
fn described_by(field: &str, rows: &BTreeSet<String>) -> Option<Vec<String>> {
    if let Some(row) = candidates(field).into_iter().find(|row| rows.contains(row)) {
        return Some(vec![row]);
    }
    let (object, member) = field.rsplit_once('.')?;
    let object = candidates(object).into_iter().find(|row| rows.contains(row))?;
    let member = format!("….{member}");
    rows.contains(&member).then(|| vec![object, member])
}

#[test]
fn every_field_has_a_row_and_every_row_a_field() {
    let (fields, rows) = (fields(), paths());
    let mut used = BTreeSet::new();
    let mut missing = Vec::new();
    for field in &fields {
        match described_by(field, &rows) {
            Some(rows) => used.extend(rows),
            None => missing.push(field),
        }
    }
    assert!(missing.is_empty(), "worker/src/config/reference/ has no row for {missing:?}");
    let surplus: Vec<&String> = rows.difference(&used).collect();
    assert!(surplus.is_empty(), "no field of the configuration is called {surplus:?}");
}

/// All secrets are set and no service is bound, as on Cloudflare.
struct Cloudflare;

impl Environment for Cloudflare {
    fn secret(&self, name: &str) -> Option<Secret> {
        bindings().secret(if name == "EDGE_SIGNING_KEY" { "KEY" } else { "APP" })
    }

    fn has_service(&self, _: &str) -> bool {
        false
    }
}

#[test]
fn the_smallest_example_is_a_configuration() {
    let (_, example) = PAGE.split_once("<!-- example: smallest -->\n```json\n").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    let config = Config::parse(example, &Cloudflare).map_err(|wrong| format!("{wrong:?}"));
    assert_eq!(config.map(|config| config.clients.len()), Ok(1));
    let mut value: Value = serde_json::from_str(example).unwrap();
    let names: Vec<String> =
        value.as_object().unwrap().keys().filter(|name| *name != "clients").cloned().collect();
    for name in names {
        let removed = value.as_object_mut().unwrap().remove(&name).unwrap();
        assert!(Config::parse(&value.to_string(), &Cloudflare).is_err(), "{name} can be left out");
        value[&name] = removed;
    }
}
