//! What a vendor's refusal teaches: the live policy tightens at once, everywhere, and stays so.

use passgate_edge_tests::{Ask, Edge};
use serde_json::json;

#[test]
fn a_limit_in_a_refusal_tightens_the_live_policy_at_once_and_over_a_restart() {
    let mut edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    let policy = |edge: &Edge| edge.ask(&Ask::get("/v1/policies/eiam"));
    let before = policy(&edge);
    edge.vendor_policy("eiam", &json!({ "min": 12 }));
    let told = edge.ask(&Edge::change(&token, &wang.eiam, "Tz~5820kQ"));
    assert_eq!((told.code().as_str(), edge.arrived("eiam.change-password")), ("PWD.0002", 1));
    // The next one of that length never leaves, whoever it is of.
    let lv = edge.person("lvmeili");
    let told = edge.ask(&Edge::change(&token, &lv.eiam, "Vb~5820kQ"));
    assert_eq!((told.code().as_str(), told.violations()), ("PWD.0002", vec!["too-short".to_owned()]));
    assert_eq!(edge.arrived("eiam.change-password"), 1);
    let after = policy(&edge);
    assert_eq!(
        (&before.json()["rules"][0]["min"], &after.json()["rules"][0]["min"]),
        (&json!(8), &json!(12))
    );
    assert_ne!(before.header("ETag"), after.header("ETag"));
    let ticket =
        edge.ticket(&json!({ "product": "eiam", "action": "change-password", "user_id": wang.eiam }));
    assert_eq!(edge.shown(&ticket).json()["policy"]["rules"][0]["min"], 12);
    edge.stack_mut().restart_worker().unwrap();
    assert_eq!(policy(&edge).header("ETag"), after.header("ETag"));
    // Never looser, whatever the vendor says later.
    edge.vendor_policy("eiam", &json!({ "min": 8, "max": 14 }));
    assert_eq!(edge.ask(&Edge::change(&token, &wang.eiam, "Tz~5820kQvLmNpRs")).code(), "PWD.0002");
    let rule = &policy(&edge).json()["rules"][0];
    assert_eq!((&rule["min"], &rule["max"]), (&json!(12), &json!(14)));
    assert_eq!(edge.ask(&Edge::change(&token, &wang.eiam, "Tz~5820kQ.Mb4")).status, 200);
}

#[test]
fn the_number_of_repetitions_is_learned_too_and_of_that_product_alone() {
    let edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    let feishu = edge.ask(&Ask::get("/v1/policies/feishu")).header("ETag").to_owned();
    let most = || {
        let policy = edge.ask(&Ask::get("/v1/policies/eiam")).json();
        let rules = policy["rules"].as_array().unwrap().clone();
        rules.into_iter().find(|rule| rule["rule"] == "repetition").unwrap()["max"].clone()
    };
    assert_eq!(most(), 2);
    edge.vendor_policy("eiam", &json!({ "repeats": { "count": "run", "max": 1 } }));
    let told = edge.ask(&Edge::change(&token, &wang.eiam, "Tiide*Lamp72"));
    assert_eq!((told.code().as_str(), edge.arrived("eiam.change-password")), ("PWD.0008", 1));
    assert_eq!(most(), 1);
    let told = edge.ask(&Edge::change(&token, &lv.eiam, "Tide*Laamp72"));
    assert_eq!((told.code().as_str(), told.violations()), ("PWD.0008", vec!["too-repetitive".to_owned()]));
    assert_eq!(edge.arrived("eiam.change-password"), 1, "it never left");
    assert_eq!(edge.ask(&Edge::change(&token, &lv.eiam, "Tide*Lamp72")).status, 200);
    // Never looser, whatever the vendor says later.
    edge.vendor_policy("eiam", &json!({ "repeats": { "count": "run", "max": 2 } }));
    assert_eq!(edge.ask(&Edge::change(&token, &lv.eiam, "Tide*Laamp72")).code(), "PWD.0008");
    assert_eq!(edge.ask(&Ask::get("/v1/policies/feishu")).header("ETag"), feishu);
}
