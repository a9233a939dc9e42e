//! The range search: its answers, its log entries, and its faults.

use serde_json::{Value, json};

use crate::bench::{Bench, Got};

/// SHA-1 of `lauragpe`, the first row of the page's own example.
const PREFIX: &str = "21BD1";
const SUFFIX: &str = "0018A45C4D1DEF81644B54AB7F969B88D65";

fn range(bench: &Bench, prefix: &str, padding: bool) -> Got {
    let mut headers = vec![("user-agent", "test")];
    headers.extend(padding.then_some(("add-padding", "true")));
    bench.send("GET", &format!("/range/{prefix}"), &headers, "")
}

fn rows(got: &Got) -> Vec<(String, u64)> {
    assert_eq!(got.status, 200, "{}", got.text);
    let row = |line: &str| {
        let (suffix, count) = line.split_once(':').unwrap();
        assert_eq!(suffix.len(), 35, "{line}");
        (suffix.to_owned(), count.parse().unwrap())
    };
    got.text.split("\r\n").map(row).collect()
}

#[test]
fn a_range_contains_the_breached_hash_among_others() {
    let bench = Bench::start();
    bench.control("POST", "/breaches", json!({"password": "lauragpe", "seen": 3}));
    let found = rows(&range(&bench, PREFIX, false));
    assert_eq!(found.len(), 501);
    assert!(found.contains(&(SUFFIX.to_owned(), 3)) && found.iter().all(|(_, count)| *count > 0));
    assert!(!rows(&range(&bench, "21BD2", false)).iter().any(|(suffix, _)| suffix == SUFFIX));
    // The page: not case-sensitive.
    assert!(rows(&range(&bench, "21bd1", false)).iter().any(|(suffix, _)| suffix == SUFFIX));
    bench.control("PATCH", "/policy/breaches", json!({"lower_case": true}));
    assert!(range(&bench, PREFIX, false).text.contains(&SUFFIX.to_lowercase()));
    bench.control("DELETE", "/breaches", Value::Null);
    assert_eq!(rows(&range(&bench, PREFIX, false)).len(), 500);
}

#[test]
fn padding_hides_the_number_of_rows() {
    let bench = Bench::start();
    for others in [0, 10, 700] {
        bench.control("PATCH", "/policy/breaches", json!({ "others": others }));
        let found = rows(&range(&bench, PREFIX, true));
        assert!((800..=1_000).contains(&found.len()), "{}", found.len());
        assert_eq!(found.iter().filter(|(_, count)| *count > 0).count(), others);
    }
    assert_eq!(bench.last_call("breaches.range")["padding"], true);
}

#[test]
fn an_invalid_search_is_refused_and_every_request_is_logged() {
    let bench = Bench::start();
    for wrong in ["21BD", "21BD10", "21BDG", &format!("{PREFIX}{SUFFIX}")] {
        assert_eq!(range(&bench, wrong, false).status, 400, "{wrong}");
        assert_eq!(bench.last_call("breaches.range")["range"], wrong);
    }
    assert_eq!(bench.send("GET", "/range/21BD1", &[("user-agent", "")], "").status, 403);
    assert_eq!(bench.send("POST", "/range/21BD1", &[], "x").status, 404);
}

#[test]
fn faults_of_a_search() {
    let bench = Bench::start();
    let bad = |fault: Value| {
        bench.fault("breaches.range", fault);
        range(&bench, PREFIX, true)
    };
    assert_eq!(bad(json!({"kind": "status", "status": 503})).status, 503);
    assert_eq!(bad(json!({"kind": "throttle"})).status, 429);
    assert!(bad(json!({"kind": "not-json"})).text.contains("<html>"));
    assert!(bad(json!({"kind": "huge-body", "bytes": 1_000_000})).text.len() > 1_000_000);
    bench.fault("breaches.range", json!({"kind": "reset-before"}));
    assert!(bench.try_send("GET", "/range/21BD1", &[], "").is_err());
}
