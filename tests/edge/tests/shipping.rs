//! The production Worker. Most other tests use the build with failpoints. Here the production build
//! answers at every route and resets in every way, and contains nothing that exists only for tests.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use passgate_audit::Kind;
use passgate_edge_tests::{Ask, Edge, IdToken, verified};
use serde_json::{Value, json};

const GOOD: &str = "Tide*Lamp72";

#[test]
fn every_route_answers() {
    let edge = Edge::shipping(&json!({
        "security": { "contacts": ["mailto:security@example.com"], "expires": "9999-12-31T00:00:00Z" },
    }));
    let clients = edge.stack().clients();
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    let (feishu, eiam) = (edge.feishu_token(&clients.feishu), edge.eiam_token(&clients.eiam));
    let (minting, metrics) = (edge.eiam_token(&clients.tickets), edge.eiam_token(&clients.metrics));
    let auditor = IdToken::of(&edge, "lvmeili").auditor().issue(&edge);
    let ticket = edge.ticket(&Edge::change_ticket(&wang.eiam));
    let operator = IdToken::of(&edge, "ouyangfeng").operator().issue(&edge);
    let app = json!({ "app_id": clients.feishu.id, "app_secret": clients.feishu.secret });
    let limit = json!({ "rule": "common" });
    let asks = [
        ("/open-apis/auth/v3/tenant_access_token/internal", 200, {
            Ask::post("/open-apis/auth/v3/tenant_access_token/internal").json(&app)
        }),
        ("/api/v2/tenant/token", 200, Edge::eiam_exchange(&clients.eiam.id, &clients.eiam.secret)),
        ("/open-apis/admin/v1/password/reset", 200, Edge::reset(&feishu, &wang.feishu, GOOD)),
        ("/api/v2/tenant/users/{user_id}/change-password", 200, Edge::change(&eiam, &lv.eiam, GOOD)),
        ("/api/v2/tenant/users/{user_id}/rest-password", 200, Edge::rest(&eiam, &lv.eiam, "SMS")),
        ("/v1/tickets", 201, {
            Ask::post("/v1/tickets").bearer(&minting).json(&Edge::change_ticket(&lv.eiam))
        }),
        ("/v1/tickets/self", 200, Ask::get("/v1/tickets/self").bearer(&ticket)),
        ("/v1/tickets/self/claim", 204, Ask::post("/v1/tickets/self/claim").bearer(&ticket)),
        ("/v1/audit", 200, Ask::get("/v1/audit?product=eiam").bearer(&auditor)),
        ("/v1/drift", 200, Ask::get("/v1/drift").bearer(&operator)),
        // There is no learned limit to adopt.
        ("/v1/drift/{product}/limits", 400, {
            Ask::post("/v1/drift/eiam/limits").bearer(&operator).json(&limit)
        }),
        ("/v1/drift/{product}/limits", 204, Ask::new("DELETE", "/v1/drift/eiam/limits").bearer(&operator)),
        ("/v1/metrics", 200, Ask::get("/v1/metrics").bearer(&metrics)),
        ("/v1/policies/{product}", 200, Ask::get("/v1/policies/feishu")),
        ("/healthz", 200, Ask::get("/healthz")),
        ("/readyz", 200, Ask::get("/readyz")),
        ("/openapi.json", 200, Ask::get("/openapi.json")),
        ("/.well-known/change-password", 302, Ask::get("/.well-known/change-password")),
        ("/.well-known/security.txt", 200, Ask::get("/.well-known/security.txt")),
        ("/{file}", 200, Ask::get("/eiam/")),
    ];
    let asked: BTreeSet<&str> = asks.iter().map(|(template, ..)| *template).collect();
    let document = edge.ask(&Ask::get("/openapi.json")).json();
    let documented: BTreeSet<&str> =
        document["paths"].as_object().into_iter().flatten().map(|(path, _)| path.as_str()).collect();
    assert_eq!(asked, documented, "each route needs a row");
    for (template, status, ask) in asks {
        let told = edge.ask(&ask);
        assert_eq!(told.status, status, "{template}: {}", told.text);
    }
}

#[test]
fn every_kind_of_caller_resets_in_every_way() {
    let edge = Edge::shipping(&Value::Null);
    edge.vendor_policy("eiam", &json!({ "history": 0 }));
    edge.vendor_policy("feishu", &json!({ "daily_limit": null, "rate": null }));
    let clients = edge.stack().clients();
    let wang = edge.person("wangxiaoming");
    let (feishu, eiam) = (edge.feishu_token(&clients.feishu), edge.eiam_token(&clients.eiam));
    let own = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    let operator = IdToken::of(&edge, "lvmeili").operator().issue(&edge);
    let ticket = |product: &str, action: &str, user: &str| {
        let mut request = json!({ "product": product, "action": action, "user_id": user });
        if product == "feishu" {
            request["user_id_type"] = json!("user_id");
        }
        edge.ticket(&request)
    };
    for (index, credential) in [feishu, ticket("feishu", "reset", &wang.feishu)].iter().enumerate() {
        let password = format!("Tide*Lamp8{index}");
        let told = edge.ask(&Edge::reset(credential, &wang.feishu, &password));
        assert_eq!((told.status, told.code().as_str()), (200, "0"), "{}", told.text);
        assert!(edge.is_password("feishu", &wang.feishu, &password));
    }
    let change = ticket("eiam", "change-password", &wang.eiam);
    for (index, credential) in [&eiam, &change, &own].into_iter().enumerate() {
        let password = format!("Tide*Lamp9{index}");
        let told = edge.ask(&Edge::change(credential, &wang.eiam, &password));
        assert_eq!((told.status, told.vendors_members()), (200, json!({ "user_id": wang.eiam })));
        assert!(edge.is_password("eiam", &wang.eiam, &password));
    }
    let rest = ticket("eiam", "rest-password", &wang.eiam);
    for credential in [&eiam, &rest, &operator] {
        let before = edge.seen("eiam.rest-password");
        let told = edge.ask(&Edge::rest(credential, &wang.eiam, "SMS"));
        assert_eq!((told.status, told.vendors_members()), (200, json!({ "user_id": wang.eiam })));
        let after = edge.seen("eiam.rest-password");
        assert_eq!((after.0 - before.0, after.1 - before.1), (1, 1));
    }
    for (product, user, resets) in [("feishu", &wang.feishu, 2), ("eiam", &wang.eiam, 6)] {
        let done = |events: &[passgate_audit::Event]| {
            events
                .iter()
                .filter(|event| event.kind == Kind::Outcome && event.outcome.as_deref() == Some("done"))
                .count()
        };
        let events = edge.audited_once(product, user, |events| done(events) >= resets);
        assert_eq!(done(&events), resets, "{product}");
        assert_eq!(verified(&edge.audit_log(product)).findings, []);
    }
}

#[test]
fn the_test_routes_are_not_found() {
    let edge = Edge::shipping(&Value::Null);
    for path in
        ["panic", "worker-panic", "memory", "rewrite-audit", "halt-at.4-intended", "ahead.86400000", ""]
    {
        for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"] {
            let told = edge.ask(&Ask::new(method, &format!("/__test/{path}")));
            // As for any unknown path.
            let nothing = edge.ask(&Ask::new(method, &format!("/nothing/{path}")));
            assert_eq!((told.status, nothing.status), (404, 404), "{method} {path}");
            let code = |told: &passgate_edge_tests::Told| told.code_if_any();
            assert_eq!(code(&told), code(&nothing), "{method} {path}");
        }
    }
}

/// Failpoints whose names are also texts of the Worker itself.
const ORDINARY: [&str; 4] = ["account", "audit-log", "caller-rate", "gate"];

#[test]
fn no_text_of_the_tests_is_in_the_module() {
    let places: Vec<String> =
        places().into_iter().filter(|place| !ORDINARY.contains(&place.as_str())).collect();
    assert!(places.len() >= 18, "{places:?}");
    // Texts that occur only in a comparison (`worker-panic`) are numbers among the instructions.
    let words = ["__test", "halted", "halt-at.", "ahead.", "rewrite", "on purpose", "module_kib"];
    let words: Vec<&str> = words.into_iter().chain(places.iter().map(String::as_str)).collect();
    let (ships, is_for_tests) = (module(&Edge::shipping(&Value::Null)), module(&Edge::start()));
    for word in words {
        assert!(!has(&ships, word), "{word} is in the production module");
        assert!(
            has(&is_for_tests, word),
            "{word} is not in the test module either, so the search proves nothing"
        );
    }
}

/// The names of the failpoints, from the sources.
fn places() -> BTreeSet<String> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../worker/src/edge");
    let mut places = BTreeSet::new();
    let mut folders = vec![sources];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let text = fs::read_to_string(entry.path()).unwrap();
            for call in ["failpoint::at(\"", "failpoint::all_at(\""] {
                let names = text.split(call).skip(1).filter_map(|rest| rest.split('"').next());
                places.extend(names.map(str::to_owned));
            }
        }
    }
    places
}

/// Both files that the runtime loads.
fn module(edge: &Edge) -> Vec<u8> {
    let folder = edge.stack().run_directory();
    ["index.js", "index_bg.wasm"].iter().flat_map(|file| fs::read(folder.join(file)).unwrap()).collect()
}

fn has(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}
