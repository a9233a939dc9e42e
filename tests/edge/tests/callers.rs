//! Authentication: client tokens, user tokens, operators, and invalid credentials.

use std::thread;
use std::time::Duration;

use passgate_edge_tests::{Ask, Edge, IdToken, Issuer};
use passgate_stack::Credential;
use serde_json::{Value, json};

const GOOD: &str = "Tide*Lamp72";

#[test]
fn an_exchange_answers_as_the_vendor_does() {
    let edge = Edge::start();
    let clients = edge.stack().clients().clone();
    let exchange = |id: &str, secret: &str| {
        let body = json!({ "app_id": id, "app_secret": secret });
        edge.ask(&Ask::post("/open-apis/auth/v3/tenant_access_token/internal").json(&body))
    };
    let told = exchange(&clients.feishu.id, &clients.feishu.secret);
    assert_eq!((told.status, &told.json()["expire"]), (200, &json!(7200)));
    for (id, secret) in [
        (clients.feishu.id.as_str(), "wrong"),
        ("nobody", &clients.feishu.secret),
        ("nobody", "x"),
        // A client for EIAM only may not use Feishu's route.
        (&clients.eiam.id, &clients.eiam.secret),
        // The vendor's own credential is rejected too.
        (edge.stack().simulator().app().0, edge.stack().simulator().app().1),
    ] {
        let told = exchange(id, secret);
        assert_eq!((told.status, told.code().as_str()), (200, "10003"), "{}", told.text);
    }
    let told = edge.ask(&Edge::eiam_exchange(&clients.eiam.id, &clients.eiam.secret));
    assert_eq!((&told.json()["expires_in"], &told.json()["token_type"]), (&json!(1800), &json!("bearer")));
    for (id, secret) in [(clients.eiam.id.as_str(), "wrong"), (&clients.feishu.id, &clients.feishu.secret)] {
        let told = edge.ask(&Edge::eiam_exchange(id, secret));
        assert_eq!((told.status, told.code().as_str()), (401, "invalid_client"));
    }
    // No exchange reaches a vendor.
    assert_eq!(edge.arrived("feishu.token") + edge.arrived("eiam.token"), 0);
}

#[test]
fn a_client_may_do_what_it_is_configured_for_and_nothing_else() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let clients = edge.stack().clients().clone();
    let (feishu, eiam) = (edge.feishu_token(&clients.feishu), edge.eiam_token(&clients.eiam));
    let told = edge.ask(&Edge::change(&feishu, &wang.eiam, GOOD));
    assert_eq!((told.status, told.code().as_str()), (403, "EDGE.0403"));
    let told = edge.ask(&Edge::reset(&eiam, &wang.feishu, GOOD));
    assert_eq!((told.status, told.code().as_str()), (400, "99991672"));
    assert_eq!(edge.password_calls(), 0);
}

#[test]
fn a_right_removed_from_the_configuration_ends_at_once() {
    let key = [("EDGE_SIGNING_KEY", "sk1.Gr0Z-mfKvUqG82XSkbeoQ3u6QzgpjVN99HTQPQa_038")];
    let before = Edge::try_start(&json!({}), &key).unwrap();
    let token = before.feishu_token(&before.stack().clients().feishu);
    let wang = before.person("wangxiaoming");
    assert_eq!(before.ask(&Edge::reset(&token, &wang.feishu, GOOD)).status, 200);
    let mut without = before.stack().config()["clients"].clone();
    without.as_array_mut().unwrap().remove(0);
    let after = Edge::try_start(&json!({ "clients": without }), &key).unwrap();
    assert_eq!(after.ask(&Edge::reset(&token, &wang.feishu, GOOD)).code(), "99991672");
    assert_eq!(after.password_calls(), 0);
}

#[test]
fn a_secret_is_replaced_without_a_gap_and_a_removed_one_ends_its_tokens() {
    let key = [("EDGE_SIGNING_KEY", "sk1.pL5qxP6HUt2Lyq_cmVb0m6_fJ0VYAz_7PqqAsYbSekY")];
    let (old, new) = (Credential::generate("hr").unwrap(), Credential::generate("hr").unwrap());
    let start = |hashes: &[String]| {
        let client =
            json!({ "id": "hr", "secret_hashes": hashes, "products": ["feishu"], "actions": ["reset"] });
        Edge::try_start(&json!({ "clients": [client] }), &key).unwrap()
    };
    let asked = |edge: &Edge, token: &str| {
        edge.ask(&Edge::reset(token, &edge.person("wangxiaoming").feishu, GOOD)).code()
    };
    let exchanged = |edge: &Edge, secret: &str| {
        let body = json!({ "app_id": "hr", "app_secret": secret });
        edge.ask(&Ask::post("/open-apis/auth/v3/tenant_access_token/internal").json(&body)).code()
    };
    let both = start(&[old.secret_hash(), new.secret_hash()]);
    let (of_old, of_new) = (both.feishu_token(&old), both.feishu_token(&new));
    assert_eq!((asked(&both, &of_old), asked(&both, &of_new)), ("0".to_owned(), "0".to_owned()));
    let after = start(&[new.secret_hash()]);
    assert_eq!(
        (exchanged(&after, &old.secret), exchanged(&after, &new.secret)),
        ("10003".to_owned(), "0".to_owned())
    );
    assert_eq!((asked(&after, &of_old), asked(&after, &of_new)), ("99991672".to_owned(), "0".to_owned()));
    // The hash is not a secret: it gives no access.
    assert_eq!(exchanged(&after, &new.secret_hash()), "10003");
}

#[test]
fn a_token_outlives_a_restart() {
    let mut edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    edge.stack_mut().restart_worker().unwrap();
    assert_eq!(edge.ask(&Edge::reset(&token, &wang.feishu, GOOD)).status, 200);
}

#[test]
fn a_user_changes_the_own_account_only() {
    let edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    let token = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    // The token identifies the person, so the edge can check the password against the name.
    let told = edge.ask(&Edge::change(&token, &wang.eiam, "Wangxiaoming*72"));
    assert_eq!((told.code().as_str(), edge.password_calls()), ("PWD.0009", 0));
    assert_eq!(edge.ask(&Edge::change(&token, &wang.eiam, GOOD)).status, 200);
    assert!(edge.is_password("eiam", &wang.eiam, GOOD));
    for ask in [
        Edge::change(&token, &lv.eiam, GOOD),
        Edge::change(&token, &wang.username, GOOD),
        // The vendor-delivered reset is for operators.
        Edge::rest(&token, &wang.eiam, "SMS"),
    ] {
        let told = edge.ask(&ask);
        assert_eq!((told.status, told.code().as_str()), (403, "EDGE.0403"));
    }
    // The issuer is configured for accounts of EIAM, not of Feishu.
    assert_eq!(edge.ask(&Edge::reset(&token, &wang.feishu, GOOD)).code(), "99991663");
    assert_eq!(edge.password_calls(), 1);
    // One fetch of the key set serves all of them.
    assert_eq!(edge.arrived("eiam.keys"), 1);
}

#[test]
fn an_operator_mints_and_delivers_but_never_chooses_a_password() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let operator = IdToken::of(&edge, "lvmeili").operator().issue(&edge);
    let told = edge.ask(&Edge::change(&operator, &wang.eiam, GOOD));
    assert_eq!((told.status, told.code().as_str()), (403, "EDGE.0403"));
    assert_eq!(edge.ask(&Edge::rest(&operator, &wang.eiam, "SMS")).status, 200);
    let request = json!({ "product": "eiam", "action": "change-password", "user_id": wang.eiam });
    assert_eq!(edge.ask(&Ask::post("/v1/tickets").bearer(&operator).json(&request)).status, 201);
    let feishu =
        json!({ "product": "feishu", "action": "reset", "user_id": wang.feishu, "user_id_type": "user_id" });
    assert_eq!(edge.ask(&Ask::post("/v1/tickets").bearer(&operator).json(&feishu)).status, 401);
    for roles in [json!("operator"), json!(["password-operators"]), json!({ "password-operator": true })] {
        let nearly = IdToken::of(&edge, "lvmeili").with("claims", json!({ "roles": roles })).issue(&edge);
        assert_eq!(edge.ask(&Edge::rest(&nearly, &wang.eiam, "SMS")).status, 403, "{roles}");
    }
}

#[test]
fn a_role_ends_with_the_age_of_the_sign_in() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let now = edge.control("GET", "/_sim/clock", &Value::Null)["now_ms"].as_u64().unwrap() / 1000;
    let request = json!({ "product": "eiam", "action": "change-password", "user_id": wang.eiam });
    for (auth_time, expected) in
        [(json!(now), 201), (json!(now - 840), 201), (json!(now - 960), 401), (json!(null), 401)]
    {
        let claims = json!({ "roles": ["password-operator"], "auth_time": auth_time });
        let token = IdToken::of(&edge, "lvmeili").with("claims", claims).issue(&edge);
        let told = edge.ask(&Ask::post("/v1/tickets").bearer(&token).json(&request));
        assert_eq!(told.status, expected, "{auth_time}: {}", told.text);
        if expected == 401 {
            assert_eq!(told.code(), "sign-in-too-old");
            let challenge = told.header("WWW-Authenticate");
            assert_eq!(challenge, "Bearer error=\"insufficient_user_authentication\", max_age=900");
            assert_eq!(edge.ask(&Edge::rest(&token, &wang.eiam, "SMS")).status, 403);
        }
    }
    assert_eq!(edge.password_calls(), 0);
}

#[test]
fn an_owner_must_sign_in_again_where_the_configuration_requires_it() {
    let mut edge = Edge::start();
    let mut issuers = edge.stack().config()["issuers"].clone();
    for issuer in issuers.as_array_mut().unwrap() {
        issuer["sign_in_within"] = json!(300);
    }
    edge.stack_mut().reconfigure_worker(&json!({ "issuers": issuers })).unwrap();
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    let now = edge.control("GET", "/_sim/clock", &Value::Null)["now_ms"].as_u64().unwrap() / 1000;
    let signed_in = |auth_time: Value| {
        IdToken::of(&edge, "wangxiaoming").with("claims", json!({ "auth_time": auth_time })).issue(&edge)
    };
    for auth_time in [json!(now - 360), json!(now + 360), json!(null), json!("soon")] {
        let token = signed_in(auth_time.clone());
        let told = edge.ask(&Edge::change(&token, &wang.eiam, GOOD));
        assert_eq!((told.status, told.outcome().as_str()), (403, "sign-in-too-old"), "{auth_time}");
        let challenge = told.header("WWW-Authenticate");
        assert_eq!(challenge, "Bearer error=\"insufficient_user_authentication\", max_age=300");
        // The answer says nothing of another person's account.
        let told = edge.ask(&Edge::change(&token, &lv.eiam, GOOD));
        assert_eq!((told.outcome().as_str(), told.header("WWW-Authenticate")), ("forbidden", ""));
    }
    assert_eq!(edge.password_calls(), 0);
    let told = edge.ask(&Edge::change(&signed_in(json!(now - 240)), &wang.eiam, GOOD));
    assert_eq!(told.status, 200, "{}", told.text);
}

#[test]
fn a_user_token_must_be_valid_in_every_respect() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let with =
        |member: &str, value: Value| IdToken::of(&edge, "wangxiaoming").with(member, value).issue(&edge);
    let claims = |claims: Value| with("claims", claims);
    let now = edge.control("GET", "/_sim/clock", &Value::Null)["now_ms"].as_u64().unwrap() / 1000;
    let issuer = edge.stack().simulator().issuer();
    let good = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    let (head, signature) = (good.split('.').next().unwrap(), good.split('.').next_back().unwrap());
    let other = IdToken::of(&edge, "lvmeili").issue(&edge);
    let swapped = format!("{head}.{}.{signature}", other.split('.').nth(1).unwrap());
    let rows = [
        ("another audience", with("audience", json!("another"))),
        ("no audience", claims(json!({ "aud": null }))),
        ("expired", claims(json!({ "exp": now - 120 }))),
        ("no expiry", claims(json!({ "exp": null }))),
        ("not valid yet", claims(json!({ "nbf": now + 600 }))),
        ("for two audiences", claims(json!({ "aud": ["passgate", "another"] }))),
        ("issued to another party", claims(json!({ "azp": "another" }))),
        ("another issuer", claims(json!({ "iss": "https://evil.example" }))),
        ("an issuer with a trailing slash", claims(json!({ "iss": format!("{issuer}/") }))),
        ("no subject", claims(json!({ "sub": null }))),
        ("no signature", with("algorithm", json!("none"))),
        ("signed with the public key as a secret", with("algorithm", json!("HS256"))),
        ("signed with an unpublished key", with("key", json!("unpublished"))),
        ("the claims of another token", swapped),
        ("a truncated signature", good.split_at(good.len() - 4).0.to_owned()),
        ("an unknown critical header", with("header", json!({ "crit": ["b64"], "b64": false }))),
    ];
    for (why, token) in rows {
        let told = edge.ask(&Edge::change(&token, &wang.eiam, GOOD));
        assert_eq!((told.status, told.code().as_str()), (400, "invalid_token"), "{why}: {}", told.text);
    }
    assert_eq!(edge.password_calls(), 0);
    assert_eq!(edge.ask(&Edge::change(&good, &wang.eiam, GOOD)).status, 200);
}

#[test]
fn unavailable_keys_reject_no_caller_permanently() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    edge.fault("eiam.keys", &json!({ "kind": "status", "status": 503, "executed": false }));
    let told = edge.ask(&Edge::change(&token, &wang.eiam, GOOD));
    assert_eq!((told.status, told.code().as_str()), (503, "EDGE.0503"));
    assert_eq!(edge.password_calls(), 0);
    // Not at once: the edge does not ask an issuer that is down for every token.
    assert_eq!(edge.ask(&Edge::change(&token, &wang.eiam, GOOD)).status, 503);
    assert_eq!(edge.arrived("eiam.keys"), 1);
    thread::sleep(Duration::from_millis(1100));
    assert_eq!(edge.ask(&Edge::change(&token, &wang.eiam, GOOD)).status, 200);
}

#[test]
fn each_issuer_is_accepted_for_its_own_product_only() {
    let (sso, partner) = (Issuer::start(), Issuer::start());
    let entry = |product: &str, issuer: &Issuer, service: &str, claim: &str| {
        json!({
            "product": product, "issuer": issuer.name(), "service": service, "audience": "passgate",
            "algorithm": "ES256", "account_claim": claim,
        })
    };
    let mut feishu = entry("feishu", &sso, "SSO", "feishu_id");
    feishu["user_id_type"] = json!("user_id");
    let mut partners = entry("eiam", &partner, "PARTNER", "sub");
    partners["operator_claim"] = json!({ "name": "roles", "value": "operator" });
    let issuers = [entry("eiam", &sso, "SSO", "employee"), partners, feishu];
    let services = [("SSO", sso.address()), ("PARTNER", partner.address())];
    let edge = Edge::with_services(&json!({ "issuers": issuers }), &services);
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    let claims = json!({
        "sub": "w", "employee": wang.eiam, "feishu_id": wang.feishu, "roles": ["operator"],
        "auth_time": edge.control("GET", "/_sim/clock", &Value::Null)["now_ms"].as_u64().unwrap() / 1000,
    });
    let token = sso.token(&claims);
    assert_eq!(edge.ask(&Edge::change(&token, &wang.eiam, GOOD)).status, 200);
    assert_eq!(edge.ask(&Edge::reset(&token, &wang.feishu, GOOD)).status, 200);
    assert_eq!(edge.ask(&Edge::change(&token, &lv.eiam, GOOD)).status, 403);
    assert_eq!(edge.ask(&Edge::reset(&token, &lv.feishu, GOOD)).code(), "99991672");
    // Each has its own roles, its own claim for the account, and its own key.
    assert_eq!(edge.ask(&Edge::rest(&token, &wang.eiam, "SMS")).status, 403);
    assert_eq!(edge.ask(&Edge::rest(&partner.token(&claims), &wang.eiam, "SMS")).status, 200);
    let of_nobody = sso.token(&json!({ "sub": wang.eiam }));
    assert_eq!(edge.ask(&Edge::change(&of_nobody, &wang.eiam, GOOD)).code(), "invalid_token");
    let of_partner = |issuer: &Issuer| issuer.token(&json!({ "sub": lv.eiam, "iss": partner.name() }));
    assert_eq!(edge.ask(&Edge::change(&of_partner(&sso), &lv.eiam, GOOD)).code(), "invalid_token");
    assert_eq!(edge.ask(&Edge::change(&of_partner(&partner), &lv.eiam, GOOD)).status, 200);
}

#[test]
fn an_issuer_signs_by_the_configured_algorithm_and_by_no_other() {
    let issuers = [Issuer::start(), Issuer::of_ed25519(), Issuer::start(), Issuer::of_ed25519()];
    // The key and the tokens do not matter: the last two issuers are configured with an algorithm that
    // they do not use.
    let algorithms = ["ES256", "EdDSA", "EdDSA", "RS256"];
    let names = ["A", "B", "C", "D"];
    let entries = issuers.iter().zip(algorithms).zip(names).map(|((issuer, algorithm), service)| {
        json!({
            "product": "eiam", "issuer": issuer.name(), "service": service, "audience": "passgate",
            "algorithm": algorithm, "account_claim": "sub",
        })
    });
    let entries: Vec<Value> = entries.collect();
    let services: Vec<(&str, &str)> = names.into_iter().zip(issuers.iter().map(Issuer::address)).collect();
    let edge = Edge::with_services(&json!({ "issuers": entries }), &services);
    let wang = edge.person("wangxiaoming");
    // A valid token gets as far as the check of the password.
    let told = issuers.each_ref().map(|issuer| {
        edge.ask(&Edge::change(&issuer.token(&json!({ "sub": wang.eiam })), &wang.eiam, "x")).code()
    });
    assert_eq!(told, ["PWD.0002", "PWD.0002", "invalid_token", "invalid_token"]);
}

#[test]
fn a_new_key_is_found_and_an_old_one_ends_with_its_set() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let before = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    let code = |token: &str| edge.ask(&Edge::change(token, &wang.eiam, "x")).code();
    // A valid token gets as far as the check of the password.
    assert_eq!(code(&before), "PWD.0002");
    edge.control("POST", "/_sim/keys/rotate", &json!({ "keep_old": false }));
    let after = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    assert_eq!((code(&after), code(&before)), ("PWD.0002".to_owned(), "invalid_token".to_owned()));
    assert_eq!((edge.arrived("eiam.discovery"), edge.arrived("eiam.keys")), (2, 2));
}

#[test]
fn a_token_of_another_type_or_age_is_invalid() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let now = edge.control("GET", "/_sim/clock", &Value::Null)["now_ms"].as_u64().unwrap() / 1000;
    let issue =
        |member: &str, value: Value| IdToken::of(&edge, "wangxiaoming").with(member, value).issue(&edge);
    for (why, token, expected) in [
        ("an access token", issue("header", json!({ "typ": "at+jwt" })), "PWD.0002"),
        ("a logout token", issue("header", json!({ "typ": "logout+jwt" })), "invalid_token"),
        ("issued in the future", issue("claims", json!({ "iat": now + 300 })), "invalid_token"),
        ("no issue time", issue("claims", json!({ "iat": null })), "invalid_token"),
        ("issued 100,000 s ago", issue("claims", json!({ "iat": now - 100_000 })), "invalid_token"),
        ("issued 20,000 s ago", issue("claims", json!({ "iat": now - 20_000 })), "PWD.0002"),
    ] {
        assert_eq!(edge.ask(&Edge::change(&token, &wang.eiam, "x")).code(), expected, "{why}");
    }
}

#[test]
fn unknown_keys_do_not_cause_repeated_fetches() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let good = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    assert_eq!(edge.ask(&Edge::change(&good, &wang.eiam, GOOD)).status, 200);
    let unpublished = IdToken::of(&edge, "wangxiaoming").with("key", json!("unpublished")).issue(&edge);
    for _ in 0..5 {
        assert_eq!(edge.ask(&Edge::change(&unpublished, &wang.eiam, GOOD)).code(), "invalid_token");
        thread::sleep(Duration::from_millis(20));
    }
    assert!(edge.arrived("eiam.keys") <= 2, "{}", edge.arrived("eiam.keys"));
}
