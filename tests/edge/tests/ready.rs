//! `/readyz`: which parts are not ready, and the cost of the check.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use passgate_edge_tests::{Ask, Edge, Told};
use serde_json::{Value, json};

fn ready(edge: &Edge) -> Told {
    edge.ask(&Ask::get("/readyz"))
}

/// The parts that are not ready.
fn missing(told: &Told) -> Vec<String> {
    let json = told.json();
    let checks = json["checks"].as_array().unwrap().iter().filter(|check| check["ready"] == false);
    checks
        .map(|check| format!("{} {}", check["part"].as_str().unwrap(), check["of"].as_str().unwrap()))
        .collect()
}

fn always(edge: &Edge, call: &str, fault: &Value) {
    edge.control("POST", "/_sim/faults", &json!({ "call": call, "times": "always", "fault": fault }));
}

/// The answer once the stored result has expired.
fn later(edge: &Edge) -> Told {
    thread::sleep(Duration::from_millis(5_200));
    ready(edge)
}

#[test]
fn each_part_that_is_not_ready_is_named() {
    let edge = Edge::start();
    let told = ready(&edge);
    assert_eq!((told.status, told.json()["ready"].as_bool()), (200, Some(true)), "{}", told.text);
    let issuer = edge.stack().config()["issuers"][0]["issuer"].as_str().unwrap().to_owned();
    for expected in ["vendor-token", "issuer-keys", "gate", "audit-log"] {
        assert!(told.text.contains(expected), "{}", told.text);
    }
    assert!(told.text.contains(&issuer), "{}", told.text);
    // A cached token and cached keys stay valid for their lifetime, even if the vendor fails.
    always(&edge, "feishu.token", &json!({ "kind": "reset-before" }));
    assert_eq!(later(&edge).status, 200);
}

#[test]
fn a_vendor_and_an_issuer_that_never_answered() {
    let edge = Edge::start();
    always(&edge, "eiam.token", &json!({ "kind": "status", "status": 503 }));
    always(&edge, "eiam.keys", &json!({ "kind": "status", "status": 503 }));
    let told = ready(&edge);
    let issuer = edge.stack().config()["issuers"][0]["issuer"].as_str().unwrap().to_owned();
    assert_eq!(told.status, 503, "{}", told.text);
    assert_eq!(missing(&told), ["vendor-token eiam".to_owned(), format!("issuer-keys {issuer}")]);
    assert_eq!(told.header("Retry-After"), "2");
    assert_eq!(edge.ask(&Ask::get("/healthz")).status, 200);
    // A refused secret yields no token, and the answer does not contain the secret.
    edge.control("DELETE", "/_sim/faults", &Value::Null);
    always(&edge, "eiam.token", &json!({ "kind": "answer", "status": 401, "code": "invalid_client" }));
    let told = later(&edge);
    assert_eq!(missing(&told), ["vendor-token eiam"], "{}", told.text);
    edge.control("DELETE", "/_sim/faults", &Value::Null);
    assert_eq!(later(&edge).status, 200);
}

#[test]
fn unauthenticated_readiness_requests_cause_few_vendor_calls() {
    let edge = Edge::start();
    for call in ["eiam.token", "feishu.token", "eiam.keys"] {
        always(&edge, call, &json!({ "kind": "status", "status": 503 }));
    }
    let since = Instant::now();
    let mut asked = 0_u32;
    while since.elapsed() < Duration::from_secs(8) {
        let told = edge.ask_at_once(&(0..20).map(|_| Ask::get("/readyz")).collect::<Vec<_>>());
        assert!(told.iter().all(|told| told.status == 503));
        asked = asked.saturating_add(20);
        thread::sleep(Duration::from_millis(50));
    }
    assert!(asked > 500, "{asked}");
    for (call, most) in [("eiam.token", 2), ("feishu.token", 2), ("eiam.keys", 8)] {
        let arrived = edge.arrived(call);
        assert!((1..=most).contains(&arrived), "{call}: {arrived} of {asked}");
    }
    assert_eq!(edge.ask(&Ask::new("HEAD", "/readyz")).status, 503);
    assert_eq!(edge.ask(&Ask::post("/readyz")).status, 405);
}

#[test]
fn an_unusable_disk_is_reported() {
    let mut edge = Edge::start();
    assert_eq!(ready(&edge).status, 200);
    let gates = edge.stack().objects().join("vendor-gate-v1");
    edge.stack_mut().kill_worker();
    // `metadata` stays intact, because the runtime itself reads it and would not start without it.
    let files: Vec<_> = fs::read_dir(&gates).unwrap().map(|file| file.unwrap().path()).collect();
    let is_gates = |file: &&std::path::PathBuf| !file.to_string_lossy().contains("metadata");
    let kept: Vec<_> = files.iter().filter(is_gates).map(|file| (file, fs::read(file).unwrap())).collect();
    for (file, _) in &kept {
        fs::write(file, "no database ".repeat(1_000)).unwrap();
    }
    edge.stack_mut().restart_worker().unwrap();
    assert_eq!(edge.ask(&Ask::get("/healthz")).status, 200, "the process answers");
    let told = ready(&edge);
    assert_eq!(told.status, 503, "{}", told.text);
    let mut missing = missing(&told);
    missing.sort();
    assert_eq!(missing, ["gate eiam", "gate feishu", "vendor-token eiam", "vendor-token feishu"]);
    edge.stack_mut().kill_worker();
    for (file, content) in &kept {
        fs::write(file, content).unwrap();
    }
    edge.stack_mut().restart_worker().unwrap();
    assert_eq!(ready(&edge).status, 200);
}
