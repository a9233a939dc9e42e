//! Drift: passwords that the edge accepts and the vendor refuses. Who may read the counts, how refusals
//! are counted, and how an operator clears the learned limits.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use passgate_audit::{Event, Kind};
use passgate_edge_tests::{Ask, Edge, IdToken, Issuer, Told, verified};
use passgate_stack::Credential;
use serde_json::{Value, json};

const SHORT: &str = "Tz~5820kQ";
const LIMITS: &str = "/v1/drift/eiam/limits";

/// The drift of the product, as a caller with this credential reads it.
fn drift(edge: &Edge, credential: &str, product: &str) -> Value {
    let told = edge.ask(&Ask::get("/v1/drift").bearer(credential));
    assert_eq!(told.status, 200, "{}", told.text);
    let products = told.json()["products"].as_array().unwrap().clone();
    products.into_iter().find(|entry| entry["product"] == product).unwrap()
}

/// The counts by name, in the list of rules or violations.
fn refused(list: &Value, by: &str) -> Vec<(String, u64)> {
    let entries = list.as_array().unwrap().iter();
    entries
        .map(|entry| (entry[by].as_str().unwrap().to_owned(), entry["refused"].as_u64().unwrap()))
        .collect()
}

fn counts(rows: &[(&str, u64)]) -> Vec<(String, u64)> {
    rows.iter().map(|(name, many)| ((*name).to_owned(), *many)).collect()
}

fn auditor(edge: &Edge) -> String {
    IdToken::of(edge, "ouyangfeng").auditor().issue(edge)
}

fn etag(edge: &Edge) -> String {
    edge.ask(&Ask::get("/v1/policies/eiam")).header("ETag").to_owned()
}

#[test]
fn refusals_are_counted_by_rule_and_by_violation_and_over_a_restart() {
    let mut edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    let (feishu, eiam) =
        (edge.feishu_token(&edge.stack().clients().feishu), edge.eiam_token(&edge.stack().clients().eiam));
    let auditor = auditor(&edge);
    let untouched = drift(&edge, &auditor, "eiam");
    assert_eq!((&untouched["rules"], &untouched["violations"]), (&json!([]), &json!([])));
    assert_eq!(
        untouched["limits"],
        json!([
            { "rule": "length", "limit": "min", "shipped": 8, "configured": 8, "in_force": 8 },
            { "rule": "length", "limit": "max", "shipped": 18, "configured": 18, "in_force": 18 },
            { "rule": "repetition", "limit": "max", "shipped": 2, "configured": 2, "in_force": 2 },
        ])
    );
    // A refusal by the edge is not drift; nor is a password that the vendor accepts.
    assert_eq!(edge.ask(&Edge::change(&eiam, &wang.eiam, "short")).status, 400);
    assert_eq!(edge.ask(&Edge::change(&eiam, &wang.eiam, "Tide*Lamp72")).status, 200);
    // Refused by the vendor: a reused password, twice; a weak one; a length with its numbers.
    for _ in 0..2 {
        assert_eq!(edge.ask(&Edge::change(&eiam, &wang.eiam, "Tide*Lamp72")).code(), "PWD.0007");
    }
    edge.vendor_policy("eiam", &json!({ "weak": ["Tide*Lamp73"], "min": 10 }));
    assert_eq!(edge.ask(&Edge::change(&eiam, &lv.eiam, "Tide*Lamp73")).code(), "PWD.0006");
    assert_eq!(edge.ask(&Edge::change(&eiam, &lv.eiam, SHORT)).code(), "PWD.0002");
    // Feishu reports only the format, so the row that was unsure about the space counts.
    edge.vendor_policy("feishu", &json!({ "min": 14 }));
    assert_eq!(edge.ask(&Edge::reset(&feishu, &wang.feishu, "Tide Lamp72")).code(), "1050022");
    // A refusal for another reason counts for no rule.
    assert_eq!(edge.ask(&Edge::change(&eiam, "nobody", "Tide*Lamp74")).code(), "USER.0001");

    let seen = drift(&edge, &auditor, "eiam");
    assert_eq!(refused(&seen["rules"], "rule"), counts(&[("common", 1), ("history", 2), ("length", 1)]));
    let violations = counts(&[("reused", 2), ("too-common", 1), ("wrong-length", 1)]);
    assert_eq!(refused(&seen["violations"], "code"), violations);
    let reused = &seen["rules"][1];
    assert!(reused["first_at"].as_str().unwrap() < reused["last_at"].as_str().unwrap(), "{reused}");
    let length = &seen["limits"][0];
    // One account's refusal makes the row unsure for all others.
    let figures = ["configured", "in_force", "reported"].map(|figure| length[figure].clone());
    assert_eq!(figures, [json!(8), json!(8), json!(10)]);
    let learned = &seen["learned"][0];
    let told = ["status", "accounts", "cause"].map(|member| learned[member].clone());
    assert_eq!(told, [json!("reported"), json!(1), json!("PWD.0002")]);
    assert_eq!(learned["last_at"], seen["rules"][2]["last_at"]);
    assert_eq!(refused(&drift(&edge, &auditor, "feishu")["rules"], "rule"), counts(&[("charset", 1)]));

    edge.stack_mut().restart_worker().unwrap();
    assert_eq!(drift(&edge, &auditor, "eiam"), seen);
    assert_eq!(edge.ask(&Edge::change(&eiam, &wang.eiam, "Tide*Lamp72")).code(), "PWD.0007");
    let more = drift(&edge, &auditor, "eiam");
    assert_eq!(refused(&more["rules"], "rule")[1], ("history".to_owned(), 3));
    assert_eq!(more["rules"][1]["first_at"], reused["first_at"]);
}

#[test]
fn an_operator_sees_the_own_product_and_an_auditor_every_one() {
    let edge = Edge::start();
    let products = |credential: &str| {
        let told = edge.ask(&Ask::get("/v1/drift").bearer(credential));
        let products = told.json()["products"].as_array().unwrap().clone();
        products.iter().map(|entry| entry["product"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(products(&IdToken::of(&edge, "lvmeili").operator().issue(&edge)), ["eiam"]);
    assert_eq!(products(&auditor(&edge)), ["feishu", "eiam"]);
}

#[test]
fn only_an_operator_clears_learned_limits() {
    let mut edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    let configured = etag(&edge);
    edge.vendor_policy("eiam", &json!({ "min": 12 }));
    assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, SHORT)).code(), "PWD.0002");
    let tightened = etag(&edge);
    assert_ne!(configured, tightened);
    let before = drift(&edge, &auditor(&edge), "eiam");

    let now = edge.control("GET", "/_sim/clock", &Value::Null)["now_ms"].as_u64().unwrap() / 1000;
    let long_ago = json!({ "roles": ["password-operator"], "auth_time": now.saturating_sub(960) });
    let stale = IdToken::of(&edge, "lvmeili").with("claims", long_ago).issue(&edge);
    let metrics = edge.eiam_token(&edge.stack().clients().metrics);
    let user = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    for (credential, status) in
        [("", 401), (&client, 403), (&metrics, 403), (&user, 403), (&auditor(&edge), 403), (&stale, 401)]
    {
        let told = edge.ask(&Ask::new("DELETE", LIMITS).bearer(credential));
        assert_eq!(told.status, status, "{}", told.text);
    }
    let told = edge.ask(&Ask::new("DELETE", LIMITS).bearer(&stale));
    let challenge = "Bearer error=\"insufficient_user_authentication\", max_age=900";
    assert_eq!(told.header("WWW-Authenticate"), challenge);
    assert_eq!(etag(&edge), tightened);

    let operator = IdToken::of(&edge, "lvmeili").operator().issue(&edge);
    assert_eq!(edge.ask(&Ask::new("DELETE", "/v1/drift/gmail/limits").bearer(&operator)).status, 404);
    let told = edge.ask(&Ask::new("DELETE", LIMITS).bearer(&operator));
    assert_eq!((told.status, told.text.as_str()), (204, ""));
    // At once, and after a restart, the configured policy is in force; the counts remain.
    assert_eq!(etag(&edge), configured);
    let after = drift(&edge, &auditor(&edge), "eiam");
    assert_eq!((&after["rules"], &after["violations"]), (&before["rules"], &before["violations"]));
    assert_eq!(after["limits"][0]["in_force"], 8);
    edge.stack_mut().restart_worker().unwrap();
    assert_eq!(etag(&edge), configured);

    // The log names the actor and the limit.
    let resets: Vec<Event> =
        edge.audited("eiam").into_iter().filter(|event| event.kind == Kind::LimitsReset).collect();
    let [reset] = resets.as_slice() else { panic!("{resets:?}") };
    assert_eq!(reset.request_id, told.header("X-Request-Id"));
    assert!(reset.actor.starts_with("operator:"), "{}", reset.actor);
    assert_eq!(reset.detail.as_deref(), Some("length.min=12 length.max=18"));
    assert!(verified(&edge.audit_log("eiam")).findings.is_empty());

    // The vendor refuses as before, and the edge learns as before.
    assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, SHORT)).code(), "PWD.0002");
    assert_eq!(edge.arrived("eiam.change-password"), 2);
    assert_eq!(etag(&edge), tightened);
}

/// Asks the edge to adopt a learned limit of EIAM.
fn adopt(edge: &Edge, credential: &str, limit: &Value) -> Told {
    edge.ask(&Ask::post(LIMITS).bearer(credential).json(limit))
}

/// The learned limits of EIAM in `GET /v1/drift`.
fn learned(edge: &Edge) -> Vec<Value> {
    drift(edge, &auditor(edge), "eiam")["learned"].as_array().unwrap().clone()
}

/// The length rule of the policy in force.
fn length(edge: &Edge) -> Value {
    let policy = edge.ask(&Ask::get("/v1/policies/eiam")).json();
    let mut rules = policy["rules"].as_array().unwrap().iter();
    rules.find(|rule| rule["rule"] == "length").unwrap().clone()
}

#[test]
fn only_an_operator_adopts_a_reported_limit() {
    let mut edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming").eiam, edge.person("lvmeili").eiam);
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    edge.vendor_policy("eiam", &json!({ "min": 12 }));
    assert_eq!(edge.ask(&Edge::change(&client, &wang, SHORT)).code(), "PWD.0002");
    let shown = learned(&edge);
    let [reported] = shown.as_slice() else { panic!("{shown:?}") };
    assert_eq!(reported["status"], "reported");
    let limit = reported["limit"].clone();
    let user = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    for (credential, status) in [("", 401), (&client, 403), (&user, 403), (&auditor(&edge), 403)] {
        assert_eq!(adopt(&edge, credential, &limit).status, status);
    }
    let operator = IdToken::of(&edge, "lvmeili").operator().issue(&edge);
    for (limit, status) in [
        (json!({ "rule": "common" }), 400),
        (json!("length"), 400),
        // A valid limit that no refusal has stated.
        (json!({ "rule": "length", "min": 13, "max": 18 }), 404),
    ] {
        let told = adopt(&edge, &operator, &limit);
        assert_eq!(told.status, status, "{limit}: {}", told.text);
    }
    assert_eq!(length(&edge)["min"], 8);
    assert_eq!(learned(&edge)[0]["status"], "reported");

    let told = adopt(&edge, &operator, &limit);
    assert_eq!((told.status, told.text.as_str()), (204, ""));
    let applies_to_all = |edge: &Edge| {
        let length = length(edge);
        assert_eq!((&length["min"], &length["reported"]), (&json!(12), &Value::Null));
        assert_eq!(learned(edge)[0]["status"], "adopted");
    };
    applies_to_all(&edge);
    assert_eq!(
        (edge.ask(&Edge::change(&client, &lv, SHORT)).code().as_str(), edge.arrived("eiam.change-password")),
        ("PWD.0002", 1),
        "it was never sent"
    );
    edge.stack_mut().restart_worker().unwrap();
    applies_to_all(&edge);
    // Adopting again changes nothing, and a later success alone does not remove an adopted limit.
    assert_eq!(adopt(&edge, &operator, &limit).status, 204);
    applies_to_all(&edge);
    let adopted: Vec<Event> =
        edge.audited("eiam").into_iter().filter(|event| event.kind == Kind::LimitAdopted).collect();
    let [first, _] = adopted.as_slice() else { panic!("{adopted:?}") };
    assert_eq!(first.request_id, told.header("X-Request-Id"));
    assert!(first.actor.starts_with("operator:"), "{}", first.actor);
    assert_eq!(first.detail.as_deref(), Some("length.min=12 length.max=18"));
}

#[test]
fn a_client_clears_limits_only_with_the_configured_right() {
    let (may, may_not) = (Credential::generate("may").unwrap(), Credential::generate("may-not").unwrap());
    let client = |credential: &Credential, clears: bool| {
        json!({
            "id": credential.id, "secret_hashes": [credential.secret_hash()], "products": ["eiam"],
            "actions": ["change-password"], "clears_limits": clears,
        })
    };
    let edge = Edge::configured(&json!({ "clients": [client(&may, true), client(&may_not, false)] }));
    let wang = edge.person("wangxiaoming").eiam;
    let clear = |credential: &Credential| {
        edge.ask(&Ask::new("DELETE", LIMITS).bearer(&edge.eiam_token(credential))).status
    };
    edge.vendor_policy("eiam", &json!({ "min": 12 }));
    let refused = edge.ask(&Edge::change(&edge.eiam_token(&may), &wang, SHORT));
    assert_eq!((refused.code().as_str(), learned(&edge).len()), ("PWD.0002", 1));
    assert_eq!((clear(&may_not), learned(&edge).len()), (403, 1));
    assert_eq!((clear(&may), learned(&edge).len()), (204, 0));
    let resets = edge.audited("eiam").into_iter().filter(|event| event.kind == Kind::LimitsReset);
    let actors: Vec<String> = resets.map(|event| event.actor).collect();
    assert_eq!(actors, ["client:may"]);
    // The right does not include adopting a limit.
    let refused = edge.ask(&Edge::change(&edge.eiam_token(&may), &wang, "Vb~5820kQ"));
    assert_eq!(refused.code(), "PWD.0002");
    assert_eq!(adopt(&edge, &edge.eiam_token(&may), &learned(&edge)[0]["limit"]).status, 403);
}

#[test]
fn an_operator_of_several_products_sees_each_and_others_only_their_own() {
    let sso = Issuer::start();
    let entry = |product: &str, claim: &str, role: &str| {
        let mut entry = json!({
            "product": product, "issuer": sso.name(), "service": "SSO", "audience": "passgate",
            "algorithm": "ES256", "account_claim": claim, "operator_claim": { "name": "roles", "value": role },
        });
        if product == "feishu" {
            entry["user_id_type"] = json!("user_id");
        }
        entry
    };
    let issuers = [entry("eiam", "employee", "accounts"), entry("feishu", "mailbox", "mail")];
    let edge = Edge::with_services(&json!({ "issuers": issuers }), &[("SSO", sso.address())]);
    let signed_in = edge.control("GET", "/_sim/clock", &Value::Null)["now_ms"].as_u64().unwrap() / 1000;
    let token = |roles: &[&str]| {
        sso.token(
            &json!({ "sub": "s", "employee": "e", "mailbox": "m", "roles": roles, "auth_time": signed_in }),
        )
    };
    let products = |token: &str| -> Vec<String> {
        let told = edge.ask(&Ask::get("/v1/drift").bearer(token));
        let products = told.json()["products"].as_array().cloned().unwrap_or_default();
        products.iter().map(|product| product["product"].as_str().unwrap().to_owned()).collect()
    };
    let logs = |token: &str| {
        ["eiam", "feishu"].map(|product| edge.audit(token, &format!("/v1/audit?product={product}")).status)
    };
    let metrics = |token: &str| edge.ask(&Ask::get("/v1/metrics").bearer(token)).status;
    for (roles, seen, read, counted) in [
        (vec!["accounts", "mail"], vec!["feishu", "eiam"], [200, 200], 200),
        (vec!["accounts"], vec!["eiam"], [200, 403], 200),
        (vec!["mail"], vec!["feishu"], [403, 200], 200),
        (vec![], vec![], [403, 403], 403),
    ] {
        let token = token(&roles);
        assert_eq!(
            (products(&token), logs(&token), metrics(&token)),
            (seen.iter().map(ToString::to_string).collect(), read, counted),
            "{roles:?}"
        );
    }
}
