use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::*;

mod policies;
mod schema;
mod unusable;

#[derive(Default)]
pub(super) struct Bindings {
    secrets: BTreeMap<&'static str, String>,
    services: Vec<&'static str>,
}

impl Environment for Bindings {
    fn secret(&self, name: &str) -> Option<Secret> {
        self.secrets.get(name).map(|text| Secret::new(text.as_str()))
    }

    fn has_service(&self, name: &str) -> bool {
        self.services.contains(&name)
    }
}

pub(super) fn bindings() -> Bindings {
    Bindings {
        secrets: BTreeMap::from([
            ("KEY", "sk1.kH3PzX0vW6yQm1cT9aLrBn2dGfJs7uE4oIiKpVtYxQw".to_owned()),
            ("CHOSEN", "correct horse battery staple, thirty-two bytes".to_owned()),
            ("WITH_A_LINES_END", "sk1.kH3PzX0vW6yQm1cT9aLrBn2dGfJs7uE4oIiKpVtYxQw\n".to_owned()),
            ("PLACEHOLDER", format!("sk1.{}", "A".repeat(43))),
            ("APP", "feishu app secret".to_owned()),
            ("EIAM_SECRET", "eiam client secret".to_owned()),
            ("A", "a".repeat(16)),
            ("HOOK", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned()),
        ]),
        services: vec!["FEISHU", "EIAM", "LARK", "ONEACCESS"],
    }
}

pub(super) fn good() -> Value {
    json!({
        "public_origin": "http://127.0.0.1:8787",
        "products": {
            "feishu": {"app_id": "cli_1", "app_secret": {"env": "APP"}},
            "eiam": {"client_id": "tenant", "client_secret": {"env": "EIAM_SECRET"}, "policy": "shipped"},
        },
        "clients": [
            {"id": "hr", "secret_hashes": ["sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"], "products": ["feishu", "eiam"], "actions": ["reset", "change-password"], "mints_tickets": true},
        ],
        "issuers": [
            {"product": "eiam", "issuer": "https://eiam.example", "audience": "passgate", "algorithm": "RS256",
             "account_claim": "sub", "operator_claim": {"name": "roles", "value": "op"}},
        ],
        "signing_key": {"env": "KEY"},
    })
}

fn wrong(change: impl FnOnce(&mut Value)) -> Vec<String> {
    wrong_with(&bindings(), change)
}

fn wrong_with(bindings: &Bindings, change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut value = good();
    change(&mut value);
    match Config::parse(&value.to_string(), bindings) {
        Ok(_) => Vec::new(),
        Err(wrong) => wrong.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn a_valid_configuration_is_read() {
    let config = Config::parse(&good().to_string(), &bindings()).ok().unwrap();
    assert_eq!(config.products.len(), 2);
    assert_eq!(config.client("hr").map(|client| client.actions.len()), Some(2));
    assert!(config.client("HR").is_none());
    assert_eq!(config.issuers.len(), 1);
    let document = &config.products[&Product::Feishu].document;
    assert!(document.etag.starts_with('"') && document.etag.len() == 45);
    assert!(document.text.contains("\"product\":\"feishu\""));
}

#[test]
fn a_client_that_is_not_configured_is_unknown() {
    let mut value = good();
    let members = value.as_object_mut().unwrap();
    for member in ["clients", "issuers"] {
        members.remove(member);
    }
    let config = Config::parse(&value.to_string(), &bindings()).ok().unwrap();
    assert!(config.clients.is_empty() && config.issuers.is_empty());
}

const SIGNING_KEY: &str =
    "signing_key: must be sk1. followed by exactly 43 characters of base64url (256 random bits)";

/// A mistake in a good configuration, and the line that names it.
type Case = (fn(&mut Value), &'static str);

fn mistakes() -> [Case; 48] {
    [
        (
            |v| v["webhooks"] = json!([{"url": "https://siem.example/?token=x", "secret": {"env": "HOOK"}}]),
            "webhooks[0].url: must be an https URL without a query (http only on loopback)",
        ),
        (
            |v| v["webhooks"] = json!([{"url": "https://siem.example/", "secret": {"env": "APP"}}]),
            "webhooks[0].secret: must be whsec_ followed by 24 to 64 random bytes in base64",
        ),
        (
            |v| {
                v["webhooks"] =
                    json!([{"url": "https://siem.example/", "secret": {"env": "HOOK"}, "events": []}])
            },
            "webhooks[0].events: must contain at least one event",
        ),
        (
            |v| v["public_origin"] = json!("https://a.example/path"),
            "public_origin: must be an https origin without a path (http only on loopback)",
        ),
        (
            |v| v["public_origin"] = json!("http://127.0.0.1.evil.example"),
            "public_origin: must be an https origin without a path (http only on loopback)",
        ),
        (|v| v["public_origin"] = json!(7), "public_origin: must be a string"),
        (
            |v| v["allowed_origins"] = json!(["https://a.example", "https://b.example/"]),
            "allowed_origins[1]: must be an https origin as browsers write it",
        ),
        (|v| v["allowed_origins"] = json!("*"), "allowed_origins: must be a list"),
        (
            |v| v["form_origin"] = json!("https://forms.example"),
            "form_origin: must be the public_origin or one of the allowed_origins",
        ),
        (|v| v["rates"] = json!({"account": {"burst": 1}}), "rates.account.per_minute: is missing"),
        (
            |v| v["rates"] = json!({"address": {"burst": 0, "per_minute": 1}}),
            "rates.address.burst: must be a whole number from 1 to 100000",
        ),
        (|v| v["rates"] = json!({"client": {}}), "rates.client: is unknown"),
        (
            |v| v["clients"][0]["rate"] = json!({"burst": 1, "per_minute": 1, "per_day": 1}),
            "clients[0].rate.per_day: is unknown",
        ),
        (|v| v["surplus"] = json!(1), "surplus: is unknown"),
        (
            |v| v["signing_key"] = json!("plain"),
            r#"signing_key: must be {"env": "NAME"}: the secret itself does not belong in the configuration"#,
        ),
        (|v| v["signing_key"] = json!({"env": "NOPE"}), "signing_key.env: NOPE is not set"),
        (|v| v["signing_key"] = json!({"env": "CHOSEN"}), SIGNING_KEY),
        (|v| v["signing_key"] = json!({"env": "WITH_A_LINES_END"}), SIGNING_KEY),
        (|v| v["signing_key"] = json!({"env": "PLACEHOLDER"}), SIGNING_KEY),
        (
            |v| v["products"] = json!({}),
            "products.feishu: or products.eiam or products.lark or products.oneaccess must be configured",
        ),
        (|v| v["products"]["dingtalk"] = json!({}), "products.dingtalk: is unknown"),
        (|v| v["products"]["feishu"]["app_id"] = json!(""), "products.feishu.app_id: must not be empty"),
        (
            |v| v["products"]["feishu"]["base_url"] = json!("https://open.feishu.cn/x"),
            "products.feishu.base_url: must be an origin: scheme, host and port, no path",
        ),
        (
            |v| v["products"]["feishu"]["policy"] = json!({"product": "eiam", "rules": []}),
            "products.feishu.policy",
        ),
        (
            |v| v["products"]["eiam"]["policy"] = Value::Null,
            "products.eiam.policy: must be an object, not null",
        ),
        (
            |v| v["products"]["eiam"]["policy"] = json!("default"),
            "products.eiam.policy: must be a policy document or \"shipped\"",
        ),
        (
            |v| v["products"]["feishu"]["policy"] = json!("Shipped"),
            "products.feishu.policy: must be a policy document or \"shipped\"",
        ),
        (|v| v["products"]["eiam"]["learning"] = json!(false), "products.eiam.learning: must be a string"),
        (
            |v| v["clients"][0]["clears_limits"] = json!("yes"),
            "clients[0].clears_limits: must be true or false",
        ),
        (
            |v| {
                let feishu = v["products"]["feishu"].clone();
                v["products"]["lark"] = feishu;
            },
            "products.lark: cannot be configured beside feishu: both are called at /open-apis/; run a deployment for each",
        ),
        (
            |v| v["signing_key"] = json!({ "env": "EIAM" }),
            "signing_key.env: EIAM is the name of another binding; choose another",
        ),
        (|v| v["rates"] = json!({"refused": {"burst": 5}}), "rates.refused.per_minute: is missing"),
        (
            |v| v["products"]["eiam"]["client_secret"]["file"] = json!("x"),
            "products.eiam.client_secret.file: is unknown",
        ),
        (
            |v| v["clients"][0]["id"] = json!("cli_1"),
            "clients[0].id: must differ from the vendor's app_id and client_id",
        ),
        (
            |v| v["clients"][0]["products"] = json!(["eiam"]),
            "clients[0].actions: reset belongs to feishu or lark, which is not among the products",
        ),
        (
            |v| v["clients"][0]["actions"] = json!(["erase"]),
            "clients[0].actions[0]: must be one of reset, change-password, rest-password",
        ),
        (
            |v| {
                let twin = v["clients"][0].clone();
                v["clients"] = json!([twin, twin]);
            },
            "clients[1].id: is used twice",
        ),
        (|v| v["clients"] = json!({}), "clients: must be a list"),
        (
            |v| v["clients"][0]["secret_hashes"] = json!([]),
            "clients[0].secret_hashes: must be one hash, or two while a secret is being replaced",
        ),
        (
            |v| v["clients"][0]["secret_hashes"] = json!(["cs1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]),
            "clients[0].secret_hashes[0]: must be the hash that `passgate secret` prints, beginning with sha256:",
        ),
        (
            |v| v["issuers"][0]["algorithm"] = json!("none"),
            "issuers[0].algorithm: must be one of RS256, ES256, EdDSA",
        ),
        (
            |v| v["issuers"][0]["jwks_uri"] = json!("http://eiam.example/keys"),
            "issuers[0].jwks_uri: must be an https URL without a query (http only on loopback)",
        ),
        (
            |v| v["issuers"][0]["issuer"] = json!("https://eiam.example?tenant=1"),
            "issuers[0].issuer: must be an https URL without a query (http only on loopback)",
        ),
        (
            |v| v["issuers"][0]["service"] = json!("NOT_BOUND"),
            "issuers[0].service: is not the name of a bound service",
        ),
        (|v| v["issuers"][0]["product"] = json!("feishu"), "issuers[0].user_id_type: is missing"),
        (
            |v| v["issuers"][0]["user_id_type"] = json!("open_id"),
            "issuers[0].user_id_type: is only for feishu and lark",
        ),
        (
            |v| v["issuers"][0]["sign_in_within"] = json!(0),
            "issuers[0].sign_in_within: must be a whole number from 1 to 86400",
        ),
        (
            |v| v["issuers"][0]["operator_claim"] = json!({"name": "roles"}),
            "issuers[0].operator_claim.value: is missing",
        ),
    ]
}

#[test]
fn each_mistake_is_named() {
    for (change, expected) in mistakes() {
        let lines = wrong(change);
        assert!(lines.iter().any(|line| line.starts_with(expected)), "{expected}: {lines:?}");
    }
}

/// Each mistake is reported once; consequences in other fields are not reported.
#[test]
fn what_follows_from_a_mistake_is_not_named() {
    let cases: [Case; 6] = [
        (|v| v["products"]["eiam"]["client_id"] = json!(7), "products.eiam.client_id: must be a string"),
        (|v| v["products"] = json!([]), "products: must be an object"),
        (
            |v| v["clients"][0]["products"] = json!(["feishuu"]),
            "clients[0].products[0]: must be one of feishu, eiam, lark, oneaccess",
        ),
        (|v| v["clients"][0]["products"] = json!("feishu"), "clients[0].products: must be a list"),
        // A misspelt member is not missing as well, and a misspelt product is not unconfigured.
        (
            |v| rename(v, "public_origin", "public_orgin"),
            "public_orgin: is unknown; did you mean public_origin?",
        ),
        (
            |v| rename(&mut v["products"], "feishu", "fieshu"),
            "products.fieshu: is unknown; did you mean feishu?",
        ),
    ];
    for (change, expected) in cases {
        assert_eq!(wrong(change), [expected]);
    }
}

fn rename(value: &mut Value, name: &str, other: &str) {
    value[other] = value.as_object_mut().unwrap().remove(name).unwrap();
}

#[test]
fn all_mistakes_are_reported_at_once() {
    let lines = wrong(|value| {
        value["public_origin"] = json!("ftp://x");
        value["signing_key"] = json!({"env": "NOPE"});
        value["clients"][0]["secret_hashes"] = json!(["hunter2"]);
        value["issuers"][0]["audience"] = Value::Null;
    });
    assert_eq!(lines.len(), 4, "{lines:?}");
}

#[test]
fn a_vendor_must_be_reachable() {
    let alone = Bindings { services: vec!["EIAM"], ..bindings() };
    assert_eq!(
        wrong_with(&alone, |_| {}),
        ["products.feishu.base_url: is missing, and no service FEISHU is bound"]
    );
    let at = |bindings: &Bindings, url: &str| {
        wrong_with(bindings, |v| v["products"]["feishu"]["base_url"] = json!(url))
    };
    for good in ["https://open.feishu.cn", "https://127.0.0.1:8443", "http://127.0.0.1:9100", "http://[::1]"]
    {
        assert_eq!(at(&alone, good), [""; 0], "{good}");
    }
    // Plain HTTP is accepted only on the loopback interface, or where a service is bound.
    for clear in ["http://open.feishu.cn", "http://127.0.0.1.example", "http://localhost.example:80"] {
        let lines = at(&alone, clear);
        assert!(
            lines.len() == 1 && lines[0].starts_with("products.feishu.base_url: must be https"),
            "{clear}"
        );
        assert_eq!(at(&bindings(), clear), [""; 0], "{clear}, bound");
    }
}

#[test]
fn at_most_twenty_origins_are_allowed() {
    let with = |many: usize| {
        let origins: Vec<String> = (0..many).map(|n| format!("https://forms-{n}.example")).collect();
        wrong(|v| v["allowed_origins"] = json!(origins))
    };
    assert_eq!(with(20), [""; 0]);
    assert_eq!(with(21), ["allowed_origins: must be a list of at most 20"]);
}

#[test]
fn what_is_not_json_is_not_repeated() {
    let error = Config::parse("{\"signing_key\": hunter2}", &bindings()).err().unwrap();
    assert_eq!(error[0].field, "PASSGATE_CONFIG");
    assert!(!error[0].problem.contains("hunter2"));
}

#[test]
fn the_sign_in_url_is_an_https_url() {
    let with = |url: &str| wrong(|v| v["products"]["eiam"]["sign_in_url"] = json!(url));
    assert_eq!(with("https://portal.example.com/sign-in?from=reset"), Vec::<String>::new());
    for url in
        ["http://portal.example.com/", "javascript:alert(1)", "/eiam/", "//evil.example", "https://x/\r\n"]
    {
        assert_eq!(with(url), ["products.eiam.sign_in_url: must be an https URL"], "{url}");
    }
}
