//! Vendor failures that are not rows of `fault_matrix`: changes that an administrator makes at the
//! vendor, and long waits.

use std::fs;
use std::time::Instant;

use passgate_edge_tests::Edge;
use serde_json::json;

const GOOD: &str = "Tide*Lamp72";

#[test]
fn a_credential_that_the_vendor_no_longer_accepts_is_a_configuration_error() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    let app = edge.stack().simulator().app().0.to_owned();
    edge.control("PATCH", &format!("/_sim/apps/{app}"), &json!({ "app_secret": "another" }));
    let told = edge.ask(&Edge::reset(&token, &wang.feishu, GOOD));
    assert_eq!((told.status, told.code().as_str()), (500, "999000500"), "{}", told.text);
    assert_eq!(edge.password_calls(), 0);
}

#[test]
fn a_removed_permission_is_a_configuration_error() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    let app = edge.stack().simulator().app().0.to_owned();
    edge.control("PATCH", &format!("/_sim/apps/{app}"), &json!({ "scopes": [] }));
    let told = edge.ask(&Edge::reset(&token, &wang.feishu, GOOD));
    assert_eq!((told.status, told.code().as_str()), (500, "999000500"), "{}", told.text);
    let log = fs::read_to_string(edge.stack().worker_log()).unwrap();
    let line = log.lines().find(|line| line.contains(told.header("X-Request-Id"))).unwrap();
    assert!(
        line.contains(r#""vendor_log_id":""#),
        "the log has the vendor's own id, which its support needs: {line}"
    );
    assert!(!line.contains(r#""vendor_log_id":null"#), "{line}");
}

#[test]
fn a_slow_vendor_call_times_out() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    edge.fault("eiam.change-password", &json!({ "kind": "delay", "ms": 12_000, "when": "after" }));
    let start = Instant::now();
    let told = edge.ask(&Edge::change(&token, &wang.eiam, GOOD));
    let took = start.elapsed().as_millis();
    assert_eq!((told.status, told.code().as_str()), (504, "EDGE.0504"));
    assert!((7_900..9_500).contains(&took), "{took} ms");
    assert_eq!(edge.arrived("eiam.change-password"), 1);
    assert!(edge.is_password("eiam", &wang.eiam, GOOD), "the vendor executed the call nevertheless");
}

#[test]
fn an_endless_body_times_out() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    edge.fault("feishu.reset", &json!({ "kind": "slow-body", "chunk": 1, "ms": 1_000 }));
    let start = Instant::now();
    let told = edge.ask(&Edge::reset(&token, &wang.feishu, GOOD));
    assert_eq!(told.status, 504);
    assert!(start.elapsed().as_millis() < 9_500);
}
