//! The schema and the reader: what the schema refuses is a mistake, and the mistakes that it cannot express are
//! listed.

use passgate_core::schema::policy_schema;

use super::unusable;
use super::*;
use crate::config::reference;

/// The mistakes in these tests that only the reader finds, each by the beginning of its line. They depend on
/// two members, a secret, a binding or the calendar.
const ONLY_THE_READER: [&str; 20] = [
    "webhooks[0].secret: must be whsec_",
    "form_origin: must be the public_origin",
    "signing_key.env: NOPE is not set",
    "signing_key: must be sk1.",
    "signing_key: must be sk1.",
    "signing_key: must be sk1.",
    "signing_key.env: EIAM is the name of another binding",
    "clients[0].id: must differ from the vendor's",
    "clients[0].actions: reset belongs to",
    "clients[1].id: is used twice",
    "address_header: is a list",
    "trusted_proxies: has no effect",
    "trusted_proxies[1]: must be an address",
    "trusted_proxies[0]: is every address",
    "security.expires: must be a time",
    "products.feishu.base_url: is the public_origin",
    "products.eiam.base_url: is the public_origin",
    "issuers[0].issuer: is the public_origin",
    "issuers[0].jwks_uri: is the public_origin",
    "breaches.base_url: is the public_origin",
];

/// A valid configuration for a file: without bindings, so with the vendors' addresses.
fn file() -> Value {
    let mut value = good();
    value["products"]["feishu"]["base_url"] = json!("https://open.feishu.cn");
    value["products"]["eiam"]["base_url"] = json!("https://tenant.example.com");
    value
}

#[test]
fn the_schema_refuses_the_mistakes_that_it_can_express_and_nothing_else() {
    let schema = jsonschema::validator_for(&reference::schema(&policy_schema())).unwrap();
    assert!(schema.is_valid(&file()));
    let of_types = mistakes().into_iter().map(|(change, line)| {
        let mut value = file();
        change(&mut value);
        (value, line.to_owned())
    });
    let of_values = unusable::cases().into_iter().map(|(change, field, problem)| {
        let mut value = file();
        change(&mut value);
        (value, format!("{field}: {problem}"))
    });
    let all: Vec<(Value, String)> = of_types.chain(of_values).collect();
    let accepted: Vec<&str> =
        all.iter().filter(|(value, _)| schema.is_valid(value)).map(|(_, line)| line.as_str()).collect();
    let unexpected: Vec<&&str> = accepted
        .iter()
        .zip(ONLY_THE_READER)
        .filter(|(line, known)| !line.starts_with(*known))
        .map(|(line, _)| line)
        .collect();
    assert!(unexpected.is_empty() && accepted.len() == ONLY_THE_READER.len(), "{accepted:#?}");
}

/// The schema accepts every configuration that the reader accepts in its tests.
#[test]
fn the_schema_accepts_what_the_reader_accepts() {
    let schema = jsonschema::validator_for(&reference::schema(&policy_schema())).unwrap();
    let changes: [fn(&mut Value); 14] = [
        |v| v["public_origin"] = json!("https://reset.example.com:8443"),
        |v| v["allowed_origins"] = json!(["https://forms.example", "http://127.0.0.1:9000"]),
        |v| v["change_password"] = json!("/eiam/"),
        |v| v["change_password"] = json!("https://portal.example.com/password?from=x"),
        |v| {
            v["security"] = json!({ "contacts": ["tel:+86-10", "https://b.example/x"], "expires": "2028-02-29T23:59:59Z" })
        },
        |v| v["breaches"] = json!({ "base_url": "https://ranges.example", "threshold": 10, "deadline_ms": 500, "on_failure": "open" }),
        |v| v["webhooks"] = json!([{ "url": "https://siem.example:8443/in", "secret": { "env": "HOOK" }, "events": ["drift", "audit.head"] }]),
        |v| v["rates"] = json!({ "account": { "burst": 1, "per_minute": 100_000 } }),
        |v| v["products"]["eiam"]["sign_in_url"] = json!("https://portal.example.com/sign-in?from=reset"),
        |v| v["products"]["eiam"]["rate"] = json!({ "per_second": 20 }),
        |v| {
            v["products"]["eiam"]["policy"] =
                json!({ "product": "eiam", "rules": [{ "rule": "length", "min": 12 }] });
        },
        |v| {
            v["issuers"][0]["product"] = json!("feishu");
            v["issuers"][0]["user_id_type"] = json!("open_id");
        },
        |v| v["clients"][0]["id"] = json!("人事 (北京)"),
        |v| {
            v["address_header"] = json!("X-Forwarded-For");
            v["trusted_proxies"] = json!(["10.0.0.7", "10.0.0.0/8", "2001:db8::/32"]);
        },
    ];
    for (index, change) in changes.into_iter().enumerate() {
        let mut value = file();
        change(&mut value);
        let mistakes = Config::parse(&value.to_string(), &bindings()).err().unwrap_or_default();
        assert!(mistakes.is_empty(), "{index}: {mistakes:?}");
        let problems: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(problems.is_empty(), "{index}: {problems:?}");
    }
}
