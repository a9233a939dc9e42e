//! CORS: which pages of other origins are answered, with which headers, and which are rejected.

use passgate_edge_tests::{Ask, Edge, Told};
use serde_json::json;

const GOOD: &str = "Tide*Lamp72";
const LISTED: &str = "https://forms.example";
const STRANGER: &str = "https://forms.example.evil";

fn edge() -> Edge {
    Edge::configured(&json!({ "allowed_origins": ["https://other.example", LISTED] }))
}

fn preflight(path: &str, origin: &str, method: &str) -> Ask {
    Ask::new("OPTIONS", path)
        .header("Origin", origin)
        .header("Access-Control-Request-Method", method)
        .header("Access-Control-Request-Headers", "authorization,content-type,passgate-browser")
}

fn allowed(told: &Told) -> (String, bool) {
    let credentials = told.header("Access-Control-Allow-Credentials");
    assert_eq!(credentials, "", "never: {told:?}");
    (told.header("Access-Control-Allow-Origin").to_owned(), told.header("Vary").contains("Origin"))
}

#[test]
fn a_preflight_names_exactly_what_a_form_needs() {
    let edge = edge();
    for (path, method) in [
        ("/open-apis/admin/v1/password/reset?user_id_type=open_id", "POST"),
        ("/api/v2/tenant/users/u-1/change-password", "PUT"),
        ("/api/v2/tenant/users/u-1/rest-password?send_mode=SMS", "PUT"),
        ("/v1/tickets/self", "GET"),
        ("/v1/tickets/self/claim", "POST"),
        ("/v1/policies/eiam", "GET"),
    ] {
        let told = edge.ask(&preflight(path, LISTED, method));
        assert_eq!((told.status, told.text.as_str()), (204, ""), "{path}");
        assert_eq!(allowed(&told), (LISTED.to_owned(), true), "{path}");
        let methods = told.header("Access-Control-Allow-Methods");
        assert!(methods.split(", ").all(|known| ["GET", "HEAD", method].contains(&known)), "{methods}");
        let headers = "Authorization, Content-Type, Idempotency-Key, Passgate-Browser, Passgate-Policy";
        assert_eq!(told.header("Access-Control-Allow-Headers"), headers);
        assert_eq!(told.header("Access-Control-Max-Age"), "600");
        // A method that the route does not allow, an origin that is not listed, and a request that is
        // not a preflight.
        for ask in [
            preflight(path, LISTED, "DELETE"),
            preflight(path, STRANGER, method),
            preflight(path, "null", method),
            preflight(path, edge.stack().base(), method),
            Ask::new("OPTIONS", path).header("Origin", LISTED),
            Ask::new("OPTIONS", path),
        ] {
            let told = edge.ask(&ask);
            assert_eq!((told.status, allowed(&told).0.as_str()), (405, ""), "{path}");
        }
    }
    // Routes that a form does not need reject other origins.
    for (path, method) in [
        ("/v1/tickets", "POST"),
        ("/open-apis/auth/v3/tenant_access_token/internal", "POST"),
        ("/api/v2/tenant/token", "POST"),
        ("/healthz", "GET"),
        ("/feishu/", "GET"),
    ] {
        let told = edge.ask(&preflight(path, LISTED, method));
        assert_eq!((told.status, allowed(&told).0.as_str()), (405, ""), "{path}");
    }
    assert_eq!(edge.ask(&preflight("/v1/nothing", LISTED, "GET")).status, 404);
}

#[test]
fn a_listed_origin_is_allowed_and_an_unlisted_one_rejected() {
    let edge = edge();
    let wang = edge.person("wangxiaoming");
    let request = json!({ "product": "eiam", "action": "change-password", "user_id": wang.eiam });
    let ticket = edge.ticket(&request);
    let show =
        |origin: &str| edge.ask(&Ask::get("/v1/tickets/self").bearer(&ticket).header("Origin", origin));
    let told = show(LISTED);
    assert_eq!((told.status, allowed(&told)), (200, (LISTED.to_owned(), true)));
    assert_eq!(
        told.header("Access-Control-Expose-Headers"),
        "ETag, Idempotency-Replayed, Passgate-Policy, Retry-After, X-Request-Id"
    );
    let told = show(edge.stack().base());
    assert_eq!((told.status, allowed(&told)), (200, (String::new(), true)));
    for stranger in
        [STRANGER, "null", "http://forms.example", "https://forms.example:444", "HTTPS://FORMS.EXAMPLE"]
    {
        let told = show(stranger);
        assert_eq!((told.status, told.code().as_str(), allowed(&told).0.as_str()), (403, "forbidden", ""));
        let told = edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD).header("Origin", stranger));
        assert_eq!((told.status, told.code().as_str(), allowed(&told).0.as_str()), (403, "EDGE.0403", ""));
        let told = edge.ask(&Edge::reset("x", "u", GOOD).header("Origin", stranger));
        assert_eq!((told.status, told.code().as_str()), (400, "99991672"));
        let told = edge.ask(&Edge::eiam_exchange("x", "y").header("Origin", stranger));
        assert_eq!(told.status, 403);
    }
    // A browser that sends no origin and reports another site is rejected too.
    for (site, expected) in [("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200)] {
        let ask = Ask::get("/v1/tickets/self").bearer(&ticket).header("Sec-Fetch-Site", site);
        assert_eq!(edge.ask(&ask).status, expected, "{site}");
    }
    // The form can also read an error.
    let told = edge.ask(&Edge::change(&ticket, &wang.eiam, "x").header("Origin", LISTED));
    assert_eq!((told.status, allowed(&told).0.as_str()), (400, LISTED));
    assert_eq!(edge.password_calls(), 0);
    let told = edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD).header("Origin", LISTED));
    assert_eq!((told.status, allowed(&told).0.as_str()), (200, LISTED));
    // The policy is public; a page of a listed origin may read it.
    let policy = |origin: &str| edge.ask(&Ask::get("/v1/policies/eiam").header("Origin", origin));
    assert_eq!((policy(LISTED).status, allowed(&policy(LISTED)).0.as_str()), (200, LISTED));
    assert_eq!((policy(STRANGER).status, allowed(&policy(STRANGER)).0.as_str()), (200, ""));
    assert_eq!(allowed(&policy(LISTED)), (LISTED.to_owned(), true));
}

#[test]
fn links_lead_to_the_form() {
    let patch = json!({ "allowed_origins": [LISTED], "form_origin": LISTED });
    let edge = Edge::configured(&patch);
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().tickets);
    let request = json!({ "product": "eiam", "action": "change-password", "user_id": wang.eiam });
    let told = edge.ask(&Ask::post("/v1/tickets").bearer(&token).json(&request));
    assert!(told.json()["link"].as_str().unwrap().starts_with(&format!("{LISTED}/eiam/#rt1.")));
}
