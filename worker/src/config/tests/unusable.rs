//! Values of the right type that no deployment can use.

use super::*;

/// A change that makes a valid configuration invalid, and the field and the problem of the mistake.
pub(super) type Unusable = (Box<dyn Fn(&mut Value)>, &'static str, &'static str);

pub(super) fn cases() -> [Unusable; 36] {
    let policy = |rule: &str| {
        let rule: Value = serde_json::from_str(rule).unwrap();
        json!({ "product": "eiam", "rules": [{ "rule": "history" }, rule] })
    };
    let too_long_id = "must have at most 200 characters";
    let learned = "is written only by the edge: remove it, and set your tenant's limit with `min` and `max`";
    let own = "is the public_origin of this edge, which would call itself; name the other service";
    [
        (Box::new(|v| v["clients"][0]["id"] = json!("a".repeat(201))), "clients[0].id", too_long_id),
        (
            Box::new(|v| v["clients"][0]["id"] = json!("a".repeat(5_000))),
            "clients[0].id",
            "must have at most 2048 bytes",
        ),
        (
            Box::new(|v| v["clients"][0]["id"] = json!("urn:hr")),
            "clients[0].id",
            "must not contain a colon: in HTTP Basic the first one ends the id",
        ),
        (
            Box::new(|v| v["clients"][0]["id"] = json!("hr\n")),
            "clients[0].id",
            "must not contain a control character, such as the end of a line",
        ),
        (
            Box::new(|v| v["clients"][0]["id"] = json!(" hr")),
            "clients[0].id",
            "must not begin or end with a space",
        ),
        (
            Box::new(|v| v["products"]["feishu"]["app_id"] = json!("a".repeat(201))),
            "products.feishu.app_id",
            too_long_id,
        ),
        (
            Box::new(|v| v["products"]["eiam"]["client_id"] = json!("tenant ")),
            "products.eiam.client_id",
            "must not begin or end with a space",
        ),
        (
            Box::new(|v| v["issuers"][0]["audience"] = json!("a".repeat(201))),
            "issuers[0].audience",
            too_long_id,
        ),
        (
            Box::new(|v| v["issuers"][0]["account_claim"] = json!("a".repeat(201))),
            "issuers[0].account_claim",
            too_long_id,
        ),
        (
            Box::new(|v| v["issuers"][0]["operator_claim"]["value"] = json!("a".repeat(201))),
            "issuers[0].operator_claim.value",
            too_long_id,
        ),
        (
            Box::new(|v| {
                v["products"]["eiam"]["sign_in_url"] =
                    json!(format!("https://a.example/{}", "a".repeat(2_048)))
            }),
            "products.eiam.sign_in_url",
            "must have at most 2048 bytes",
        ),
        (
            Box::new(|v| v["clients"][0]["products"] = json!(["feishu", "eiam", "feishu"])),
            "clients[0].products[2]",
            "is listed twice",
        ),
        (
            Box::new(|v| v["clients"][0]["actions"] = json!(["reset", "reset"])),
            "clients[0].actions[1]",
            "is listed twice",
        ),
        (
            Box::new(|v| v["allowed_origins"] = json!(["https://a.example", "https://a.example"])),
            "allowed_origins[1]",
            "is listed twice",
        ),
        (
            Box::new(|v| {
                let hash = v["clients"][0]["secret_hashes"][0].clone();
                v["clients"][0]["secret_hashes"] = json!([hash, hash]);
            }),
            "clients[0].secret_hashes[1]",
            "is listed twice",
        ),
        (
            Box::new(|v| {
                v["security"] =
                    json!({ "contacts": ["tel:+86", "tel:+86"], "expires": "2099-01-01T00:00:00Z" });
            }),
            "security.contacts[1]",
            "is listed twice",
        ),
        (
            Box::new(move |v| {
                v["products"]["eiam"]["policy"] =
                    policy(r#"{"rule":"length","min":8,"documented":{"min":6}}"#)
            }),
            "products.eiam.policy.rules[1].documented",
            learned,
        ),
        (
            Box::new(move |v| {
                v["products"]["eiam"]["policy"] = policy(r#"{"rule":"length","min":8,"reported":{"min":9}}"#)
            }),
            "products.eiam.policy.rules[1].reported",
            learned,
        ),
        (
            Box::new(move |v| {
                v["products"]["eiam"]["policy"] =
                    policy(r#"{"rule":"repetition","max":3,"reported":{"max":2}}"#)
            }),
            "products.eiam.policy.rules[1].reported",
            learned,
        ),
        (
            Box::new(|v| v["address_header"] = json!("X Real")),
            "address_header",
            "must be the name of a header: letters, digits and hyphens, at most 64",
        ),
        (
            Box::new(|v| v["address_header"] = json!("Authorization")),
            "address_header",
            "must not be a header with credentials; name the header in which your proxy writes the address",
        ),
        (
            Box::new(|v| v["address_header"] = json!("cookie")),
            "address_header",
            "must not be a header with credentials; name the header in which your proxy writes the address",
        ),
        (
            Box::new(|v| v["address_header"] = json!("Connection")),
            "address_header",
            "is a connection-specific header; name the header in which your proxy writes the address",
        ),
        (
            Box::new(|v| v["address_header"] = json!("Forwarded")),
            "address_header",
            "does not contain only an address; name the header in which your proxy writes it",
        ),
        (
            Box::new(|v| v["address_header"] = json!("x-forwarded-For")),
            "address_header",
            "is a list whose beginning the caller can write: set trusted_proxies (`[]` with one proxy in front \
             of the edge), or name a header with one address, such as X-Real-IP",
        ),
        (
            Box::new(|v| v["trusted_proxies"] = json!(["10.0.0.0/8"])),
            "trusted_proxies",
            "has no effect without address_header, the header with the list",
        ),
        (
            Box::new(|v| {
                v["address_header"] = json!("X-Forwarded-For");
                v["trusted_proxies"] = json!(["10.0.0.7", "10.0.0.0/33"]);
            }),
            "trusted_proxies[1]",
            "must be an address such as 10.0.0.7, or a network such as 10.0.0.0/8",
        ),
        (
            Box::new(|v| {
                v["address_header"] = json!("X-Forwarded-For");
                v["trusted_proxies"] = json!(["0.0.0.0/0"]);
            }),
            "trusted_proxies[0]",
            "is every address: a caller could then write its own",
        ),
        (
            Box::new(|v| {
                v["address_header"] = json!("X-Forwarded-For");
                v["trusted_proxies"] = (0..65).map(|last| json!(format!("10.0.0.{last}"))).collect();
            }),
            "trusted_proxies",
            "must have at most 64 entries",
        ),
        (
            Box::new(|v| {
                v["security"] = json!({ "contacts": ["tel:+86"], "expires": "2027-02-30T00:00:00Z" })
            }),
            "security.expires",
            "must be a time in UTC such as 2027-06-30T00:00:00Z",
        ),
        (
            Box::new(|v| {
                v["security"] = json!({ "contacts": ["mailto:"], "expires": "2099-01-01T00:00:00Z" })
            }),
            "security.contacts[0]",
            "must be a mailto:, tel: or https: URL",
        ),
        (
            Box::new(|v| v["products"]["feishu"]["base_url"] = v["public_origin"].clone()),
            "products.feishu.base_url",
            own,
        ),
        (
            Box::new(|v| {
                v["public_origin"] = json!("https://reset.example.com");
                v["products"]["eiam"]["base_url"] = json!("https://Reset.example.com:443");
            }),
            "products.eiam.base_url",
            own,
        ),
        (
            Box::new(|v| {
                v["issuers"][0]["issuer"] = json!(format!("{}/oauth2", v["public_origin"].as_str().unwrap()))
            }),
            "issuers[0].issuer",
            own,
        ),
        (
            Box::new(|v| {
                v["issuers"][0]["jwks_uri"] = json!(format!("{}/keys", v["public_origin"].as_str().unwrap()))
            }),
            "issuers[0].jwks_uri",
            own,
        ),
        (Box::new(|v| v["breaches"] = json!({ "base_url": v["public_origin"] })), "breaches.base_url", own),
    ]
}

/// Each is reported as one mistake.
#[test]
fn each_is_named_once() {
    for (change, field, problem) in cases() {
        assert_eq!(wrong(change), [format!("{field}: {problem}")]);
    }
}

#[test]
fn values_at_the_limits_are_accepted() {
    let none: [String; 0] = [];
    assert_eq!(wrong(|v| v["clients"][0]["id"] = json!("人".repeat(200))), none);
    assert_eq!(wrong(|v| v["clients"][0]["id"] = json!("HR system (Beijing)")), none);
    assert_eq!(wrong(|v| v["address_header"] = json!("X-Real-IP")), none);
    let hops = json!(["127.0.0.1", "10.0.0.0/8", "::1", "2001:db8::/32"]);
    for proxies in [json!([]), hops] {
        let changed = |v: &mut Value| {
            v["address_header"] = json!("X-Forwarded-For");
            v["trusted_proxies"] = proxies;
        };
        assert_eq!(wrong(changed), none);
    }
    assert_eq!(wrong(|v| v["products"]["feishu"]["base_url"] = json!("http://127.0.0.1:8788")), none);
    let security = json!({ "contacts": ["mailto:a@b.example", "tel:+86-10", "https://b.example/report"], "expires": "2028-02-29T23:59:59Z" });
    assert_eq!(wrong(|v| v["security"] = security), none);
}
