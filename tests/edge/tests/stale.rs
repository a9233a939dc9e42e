//! The policy's entity tag in a reset: a page that checked by an outdated policy gets the current tag
//! when its password is refused, and only then.

#![allow(clippy::indexing_slicing, reason = "test helpers may panic")]

use passgate_edge_tests::{Ask, Edge, Told};
use serde_json::json;

const HEADER: &str = "Passgate-Policy";
const OLD: &str = "\"a-policy-of-last-week\"";

fn in_force(edge: &Edge, product: &str) -> String {
    edge.ask(&Ask::get(&format!("/v1/policies/{product}"))).header("ETag").to_owned()
}

fn eiam(edge: &Edge) -> (String, String) {
    (edge.eiam_token(&edge.stack().clients().eiam), edge.person("wangxiaoming").eiam)
}

/// The status, and the entity tag in the answer; empty if there is none.
fn told(told: &Told) -> (u16, &str) {
    (told.status, told.header(HEADER))
}

#[test]
fn a_stale_page_gets_the_tag_when_the_edge_refuses_its_password() {
    let edge = Edge::start();
    let (token, wang) = eiam(&edge);
    let current = in_force(&edge, "eiam");
    let ask = |named: &str| edge.ask(&Edge::change(&token, &wang, "short").header(HEADER, named));
    for stale in [OLD, "nonsense", "*"] {
        assert_eq!(told(&ask(stale)), (400, current.as_str()), "{stale}");
    }
    // There is no tag for an up-to-date page, also if a proxy has weakened its tag, or if the page
    // sends none.
    for fresh in [current.clone(), format!("W/{current}")] {
        assert_eq!(told(&ask(&fresh)), (400, ""), "{fresh}");
    }
    assert_eq!(told(&edge.ask(&Edge::change(&token, &wang, "short"))), (400, ""));
    let feishu = edge.feishu_token(&edge.stack().clients().feishu);
    let reset = Edge::reset(&feishu, &edge.person("wangxiaoming").feishu, "short").header(HEADER, OLD);
    assert_eq!(told(&edge.ask(&reset)), (400, in_force(&edge, "feishu").as_str()));
    assert_eq!(edge.password_calls(), 0);
}

#[test]
fn successes_and_other_refusals_carry_no_tag() {
    let edge = Edge::start();
    let (token, wang) = eiam(&edge);
    let stale = |ask: Ask| edge.ask(&ask.header(HEADER, OLD));
    assert_eq!(told(&stale(Edge::change(&token, &wang, "Tide*Lamp72"))), (200, ""));
    assert_eq!(edge.arrived("eiam.change-password"), 1);
    assert_eq!(told(&stale(Edge::change(&token, "nobody", "Tide*Lamp72"))), (400, ""));
    assert_eq!(told(&stale(Edge::change("nobody", &wang, "short"))), (400, ""));
    assert_eq!(
        told(&stale(Edge::change(&token, &wang, "short").header("Origin", "https://x.example"))).1,
        ""
    );
    assert_eq!(told(&stale(Ask::get("/healthz"))), (200, ""));
}

#[test]
fn a_refusal_that_teaches_a_limit_carries_the_new_tag() {
    let edge = Edge::start();
    let (token, wang) = eiam(&edge);
    let before = in_force(&edge, "eiam");
    let ask = |password: &str, key: &str| {
        edge.ask(
            &Edge::change(&token, &wang, password).header(HEADER, &before).header("Idempotency-Key", key),
        )
    };
    // A refusal without a limit leaves the policy unchanged, and the page is up to date.
    edge.vendor_policy("eiam", &json!({ "weak": ["Tide*Lamp73"] }));
    let answer = ask("Tide*Lamp73", "stale-key-000001");
    assert_eq!((answer.code().as_str(), told(&answer)), ("PWD.0006", (400, "")));
    edge.vendor_policy("eiam", &json!({ "min": 12 }));
    let taught = ask("Tide*Lamp72", "stale-key-000002");
    let after = in_force(&edge, "eiam");
    assert_ne!(before, after);
    assert_eq!((taught.code().as_str(), told(&taught)), ("PWD.0002", (400, after.as_str())));
    // A repeat of the request gets the tag, too, because the first answer may have been lost.
    let repeated = ask("Tide*Lamp72", "stale-key-000002");
    assert_eq!((repeated.header("Idempotency-Replayed"), told(&repeated)), ("true", (400, after.as_str())));
    // So does the next password, which the edge refuses because of the learned limit.
    assert_eq!(told(&ask("Tide*Lamp74", "stale-key-000003")), (400, after.as_str()));
    assert_eq!(edge.arrived("eiam.change-password"), 2);
    // A good password is accepted under either policy.
    assert_eq!(told(&ask("Tide*Lamp7254", "stale-key-000004")), (200, ""));
}

#[test]
fn a_ticket_contains_the_policys_tag_and_a_cross_origin_form_can_read_the_header() {
    let listed = "https://forms.example";
    let edge = Edge::configured(&json!({ "allowed_origins": [listed] }));
    let (_, wang) = eiam(&edge);
    let ticket = edge.ticket(&Edge::change_ticket(&wang));
    let shown = edge.shown(&ticket).json();
    assert_eq!(shown["policy_etag"], in_force(&edge, "eiam"));
    let ask = |named: &str| {
        edge.ask(&Edge::change(&ticket, &wang, "short").header(HEADER, named).header("Origin", listed))
    };
    assert_eq!(ask(shown["policy_etag"].as_str().unwrap_or_default()).header(HEADER), "");
    let answer = ask(OLD);
    assert_eq!(answer.header(HEADER), shown["policy_etag"]);
    let exposed = answer.header("Access-Control-Expose-Headers");
    assert!([HEADER, "Idempotency-Replayed"].iter().all(|name| exposed.contains(name)), "{exposed}");
}
