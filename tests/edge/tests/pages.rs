//! Policies, files, headers, and missing resources.

use passgate_edge_tests::{Ask, Edge};
use serde_json::json;

#[test]
fn a_policy_is_served_once() {
    let edge = Edge::start();
    for product in ["feishu", "eiam"] {
        let path = format!("/v1/policies/{product}");
        let told = edge.ask(&Ask::get(&path));
        assert_eq!((told.status, &told.json()["product"]), (200, &json!(product)));
        assert_eq!(told.header("Cache-Control"), "public, max-age=300, must-revalidate");
        let etag = told.header("ETag").to_owned();
        assert!(etag.starts_with('"') && etag.ends_with('"') && etag.len() > 40, "{etag}");
        for tags in [etag.clone(), format!("W/{etag}"), format!("\"x\", {etag}"), "*".to_owned()] {
            let told = edge.ask(&Ask::get(&path).header("If-None-Match", &tags));
            assert_eq!(
                (told.status, told.text.as_str(), told.header("ETag")),
                (304, "", etag.as_str()),
                "{tags}"
            );
        }
        assert_eq!(edge.ask(&Ask::get(&path).header("If-None-Match", "\"x\"")).status, 200);
        let head = edge.ask(&Ask::new("HEAD", &path));
        assert_eq!((head.status, head.text.as_str(), head.header("ETag")), (200, "", etag.as_str()));
    }
    assert_ne!(
        edge.ask(&Ask::get("/v1/policies/feishu")).header("ETag"),
        edge.ask(&Ask::get("/v1/policies/eiam")).header("ETag")
    );
    let told = edge.ask(&Ask::get("/v1/policies/gmail"));
    assert_eq!((told.status, &told.json()["code"]), (404, &json!("not-found")));
}

#[test]
fn the_forms_have_their_security_headers() {
    let edge = Edge::start();
    for path in ["/", "/feishu/", "/eiam/"] {
        let told = edge.ask(&Ask::get(path));
        assert_eq!((told.status, told.header("Content-Type")), (200, "text/html; charset=utf-8"), "{path}");
        assert_eq!(told.header("Cache-Control"), "no-store");
        assert_eq!(told.header("X-Content-Type-Options"), "nosniff");
        assert_eq!(told.header("Referrer-Policy"), "no-referrer");
        assert_eq!(told.header("Cross-Origin-Opener-Policy"), "same-origin");
        assert_eq!(told.header("Cross-Origin-Embedder-Policy"), "require-corp");
        assert_eq!(told.header("Cross-Origin-Resource-Policy"), "same-origin");
        assert!(told.header("Permissions-Policy").contains("camera=()"));
        assert!(told.header("Strict-Transport-Security").starts_with("max-age=63072000"));
        let policy = told.header("Content-Security-Policy");
        for directive in [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "connect-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
            "form-action 'none'",
            "worker-src 'none'",
            "manifest-src 'none'",
            "require-trusted-types-for 'script'",
        ] {
            assert!(policy.split(';').any(|own| own.trim() == directive), "{directive}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
    }
    let page = edge.ask(&Ask::get("/eiam/")).text;
    let folder = format!("/assets-{}", page.split_once("/assets-").unwrap().1.split_once('/').unwrap().0);
    for (name, content_type) in [
        ("page.js", "text/javascript; charset=utf-8"),
        ("form.css", "text/css; charset=utf-8"),
        ("passgate/index.js", "text/javascript; charset=utf-8"),
        ("passgate/passgate_bg.wasm", "application/wasm"),
    ] {
        let path = format!("{folder}/{name}");
        let plain = edge.ask(&Ask::new("HEAD", &path));
        assert_eq!((plain.status, plain.header("Content-Type")), (200, content_type), "{path}");
        assert_eq!(plain.header("Cache-Control"), "public, max-age=31536000, immutable", "{path}");
        assert_eq!(
            (plain.header("Vary"), plain.header("Content-Encoding")),
            ("Accept-Encoding", ""),
            "{path}"
        );
        let packed = edge.ask(&Ask::new("HEAD", &path).header("Accept-Encoding", "gzip, br"));
        assert_eq!((packed.status, packed.header("Content-Type")), (200, content_type), "{path}");
        assert_eq!(
            (packed.header("Vary"), packed.header("Content-Encoding")),
            ("Accept-Encoding", "br"),
            "{path}"
        );
        assert_eq!(
            edge.ask(&Ask::get(&format!("{path}.br"))).status,
            404,
            "the compressed copy has no address"
        );
    }
    let told = edge.ask(&Ask::get("/eiam"));
    assert_eq!((told.status, told.header("Location")), (308, "/eiam/"));
}

#[test]
fn nothing_else_of_the_disk_is_served() {
    let edge = Edge::start();
    for path in [
        "/passgate/",
        "/passgate/nothing/",
        // The playground is for developers.
        "/examples/",
        "/examples/playground.js",
        "/../worker/index.js",
        "/%2e%2e/worker/index.js",
        "/.git/config",
        "/workerd.capnp",
        "/nothing.js",
        "/nothing",
        "/nothing/at-all",
        "//",
    ] {
        for method in ["GET", "POST", "DELETE", "OPTIONS"] {
            let told = edge.ask(&Ask::new(method, path));
            assert_eq!((told.status, &told.json()["code"]), (404, &json!("not-found")), "{method} {path}");
        }
    }
}

#[test]
fn a_development_stack_serves_the_playground_beside_the_forms() {
    let edge = Edge::with_examples();
    for (path, content_type) in [
        ("/examples/", "text/html; charset=utf-8"),
        ("/examples/playground.js", "text/javascript; charset=utf-8"),
        ("/examples/playground.css", "text/css; charset=utf-8"),
        ("/eiam/", "text/html; charset=utf-8"),
    ] {
        let told = edge.ask(&Ask::get(path));
        assert_eq!((told.status, told.header("Content-Type")), (200, content_type), "{path}");
        assert!(told.header("Content-Security-Policy").contains("default-src 'none'"));
    }
    let told = edge.ask(&Ask::get("/examples"));
    assert_eq!((told.status, told.header("Location")), (308, "/examples/"));
}

#[test]
fn a_missing_resource_is_answered_in_the_format_of_its_path() {
    let edge = Edge::start();
    let told = edge.ask(&Ask::post("/open-apis/contact/v3/users").json(&json!({})));
    assert_eq!((told.status, told.code().as_str()), (404, "999000404"));
    assert_eq!(told.header("X-Tt-Logid"), told.json()["request_id"].as_str().unwrap());
    let told = edge.ask(&Ask::get("/open-apis/admin/v1/password/reset"));
    assert_eq!((told.status, told.code().as_str(), told.header("Allow")), (405, "999000405", "POST"));
    let told = edge.ask(&Ask::get("/api/v2/tenant/users"));
    assert_eq!((told.status, told.code().as_str()), (404, "EDGE.0404"));
    let told = edge.ask(&Ask::post("/api/v2/tenant/users/u/change-password"));
    assert_eq!((told.status, told.code().as_str(), told.header("Allow")), (405, "EDGE.0405", "PUT"));
    let told = edge.ask(&Ask::get("/v1/nothing"));
    assert_eq!((told.status, told.header("Content-Type")), (404, "application/problem+json"));
    // A person gets a page.
    let told = edge.ask(&Ask::get("/nope").header("Accept", "text/html,*/*;q=0.8"));
    assert_eq!((told.status, told.header("Content-Type")), (404, "text/html; charset=utf-8"));
    assert!(told.text.contains("Page not found"), "{}", told.text);
    assert!(told.header("Content-Security-Policy").contains("script-src 'self'"));
    let told = edge.ask(&Ask::new("DELETE", "/v1/tickets"));
    assert_eq!((told.status, told.header("Allow")), (405, "POST"));
    assert_eq!(edge.ask(&Ask::post("/feishu/")).status, 405);
    let told = edge.ask(&Ask::get("/healthz"));
    assert_eq!((told.status, told.text.as_str()), (200, r#"{"status":"ok"}"#));
}

#[test]
fn a_product_that_is_not_configured_is_not_found() {
    let client = json!({ "id": "c", "secret_hashes": ["sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"], "products": ["feishu"], "actions": ["reset"] });
    let edge = Edge::configured(&json!({ "products": { "eiam": null }, "clients": [client], "issuers": [] }));
    assert_eq!(edge.ask(&Ask::get("/v1/policies/eiam")).status, 404);
    assert_eq!(edge.ask(&Edge::change("x", "u", "Tide*Lamp72")).status, 404);
    assert_eq!(edge.ask(&Edge::eiam_exchange("c", "x")).status, 404);
    assert_eq!(edge.ask(&Ask::get("/v1/policies/feishu")).status, 200);
}

#[test]
fn every_answer_has_a_unique_id_and_is_not_cached() {
    let edge = Edge::start();
    let asks = [
        Ask::get("/"),
        Ask::get("/healthz"),
        Ask::get("/v1/tickets/self"),
        Ask::get("/open-apis/"),
        Ask::put("/api/v2/tenant/users/u/change-password"),
        Ask::get("/nothing.js").header("X-Request-Id", "mine"),
    ];
    let mut ids: Vec<String> =
        asks.iter().map(|ask| edge.ask(ask).header("X-Request-Id").to_owned()).collect();
    assert!(
        ids.iter().all(|id| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())),
        "{ids:?}"
    );
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), asks.len());
    let told = edge.ask(&Ask::get("/v1/tickets/self"));
    assert_eq!(told.header("Cache-Control"), "no-store");
    let policy = "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
    assert_eq!(told.header("Content-Security-Policy"), policy);
}

#[test]
fn well_known_paths() {
    let plain = Edge::start();
    let told = plain.ask(&Ask::get("/.well-known/change-password"));
    assert_eq!((told.status, told.header("Location")), (302, "/"));
    assert_eq!(plain.ask(&Ask::get("/.well-known/security.txt")).status, 404);
    // A password manager requests a path that cannot exist before it trusts the path above.
    let probe = "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200";
    assert_eq!(plain.ask(&Ask::get(probe)).status, 404);
    let edge = Edge::configured(&json!({
        "change_password": "https://portal.example.com/password",
        "security": { "contacts": ["mailto:security@example.com"], "expires": "9999-12-31T00:00:00Z" },
    }));
    let told = edge.ask(&Ask::get("/.well-known/change-password"));
    assert_eq!((told.status, told.header("Location")), (302, "https://portal.example.com/password"));
    let told = edge.ask(&Ask::get("/.well-known/security.txt"));
    assert_eq!((told.status, told.header("Content-Type")), (200, "text/plain; charset=utf-8"));
    assert!(told.text.starts_with("Contact: mailto:security@example.com\nExpires: 9999-12-31T00:00:00Z\n"));
}
