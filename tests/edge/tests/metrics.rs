//! The metrics: their values are correct, the format is the requested one, and they survive a restart.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::Duration;

use passgate_edge_tests::{Ask, Edge, Told};
use serde_json::json;

const GOOD: &str = "Tide*Lamp72";
/// Longer than a gate takes to flush its counters.
const UNTIL_KEPT: Duration = Duration::from_millis(6_000);
/// Longer than the timeout of a delivery to the audit log.
const UNTIL_GIVEN_UP: Duration = Duration::from_millis(5_500);

/// Scrapes like Prometheus: gets a token by OAuth 2.0, then the metrics with it.
fn scrape(edge: &Edge, accept: &str) -> Told {
    let token = edge.eiam_token(&edge.stack().clients().metrics);
    let told = edge.ask(&Ask::get("/v1/metrics").bearer(&token).header("Accept", accept));
    assert_eq!((told.status, told.header("Vary")), (200, "Accept"), "{}", told.text);
    told
}

/// All samples by name and labels.
fn samples(edge: &Edge) -> BTreeMap<String, f64> {
    let told = scrape(edge, "text/plain");
    let lines = told.text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (series, number) = line.rsplit_once(' ').unwrap();
            (series.to_owned(), number.parse().unwrap())
        })
        .collect()
}

/// Fails unless these samples have these values; a missing one counts as 0.
fn are(samples: &BTreeMap<String, f64>, expected: &[(&str, f64)]) {
    for (series, number) in expected {
        let found = samples.get(*series).copied().unwrap_or_default();
        assert!((found - number).abs() < 1e-9, "{series} is {found} and not {number}\n{samples:#?}");
    }
}

/// Waits for the value, because events are delivered to the audit log after the answer.
fn once(edge: &Edge, series: &str, number: f64) -> BTreeMap<String, f64> {
    for _ in 0..250 {
        let samples = samples(edge);
        if samples.get(series).is_some_and(|found| *found >= number) {
            return samples;
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("{series} never became {number}: {:#?}", samples(edge));
}

#[test]
fn metrics_are_correct_and_survive_a_restart() {
    let mut edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    // Done by a ticket; refused by the edge, twice; refused by the vendor; unauthenticated; not
    // answered by the vendor.
    let ticket = edge.ticket(&Edge::change_ticket(&wang.eiam));
    assert_eq!(edge.shown(&ticket).status, 200);
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD)).status, 200);
    for _ in 0..2 {
        assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, "short")).status, 400);
    }
    assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, GOOD)).code(), "PWD.0007");
    assert_eq!(edge.ask(&Edge::change("nobody", &wang.eiam, GOOD)).status, 400);
    edge.fault("eiam.change-password", &json!({ "kind": "reset-after" }));
    assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, "Tide*Lamp73")).status, 504);
    assert_eq!(edge.ask(&Edge::eiam_exchange("nobody", "cs1.x")).status, 401);

    let change = |outcome: &str| {
        format!("passgate_resets_total{{product=\"eiam\",action=\"change-password\",outcome=\"{outcome}\"}}")
    };
    let seen = once(&edge, &change("unknown"), 1.0);
    are(
        &seen,
        &[
            (&change("done"), 1.0),
            (&change("refused-password"), 1.0),
            (&change("unknown"), 1.0),
            ("passgate_failures_total{product=\"eiam\",outcome=\"refused-password\",reason=\"vendor\"}", 1.0),
            ("passgate_failures_total{product=\"eiam\",outcome=\"unknown\",reason=\"no-answer\"}", 1.0),
            ("passgate_intents_total{product=\"eiam\",action=\"change-password\"}", 3.0),
            ("passgate_intents_open{product=\"eiam\"}", 0.0),
            (
                "passgate_calls_without_attempt_total{product=\"eiam\",action=\"change-password\",outcome=\"refused-password\",reason=\"refused-here\"}",
                2.0,
            ),
            (
                "passgate_calls_without_attempt_total{product=\"eiam\",action=\"change-password\",outcome=\"unauthenticated\",reason=\"not-proven\"}",
                1.0,
            ),
            ("passgate_refusals_total{product=\"eiam\",by=\"edge\",code=\"too-short\"}", 2.0),
            ("passgate_refusals_total{product=\"eiam\",by=\"vendor\",code=\"reused\"}", 1.0),
            ("passgate_drift_total{product=\"eiam\",rule=\"history\"}", 1.0),
            ("passgate_learned_limits{product=\"eiam\"}", 0.0),
            ("passgate_tickets_total{product=\"eiam\",action=\"change-password\",step=\"minted\"}", 1.0),
            ("passgate_tickets_total{product=\"eiam\",action=\"change-password\",step=\"claimed\"}", 1.0),
            ("passgate_tickets_total{product=\"eiam\",action=\"change-password\",step=\"consumed\"}", 1.0),
            ("passgate_vendor_calls_total{product=\"eiam\",outcome=\"done\",reason=\"vendor\"}", 1.0),
            (
                "passgate_vendor_calls_total{product=\"eiam\",outcome=\"refused-password\",reason=\"vendor\"}",
                1.0,
            ),
            ("passgate_vendor_calls_total{product=\"eiam\",outcome=\"unknown\",reason=\"no-answer\"}", 1.0),
            ("passgate_vendor_call_duration_seconds_count{product=\"eiam\"}", 3.0),
            ("passgate_vendor_token_renewals_total{product=\"eiam\",result=\"granted\"}", 1.0),
            ("passgate_token_exchanges_total{product=\"eiam\",outcome=\"unauthenticated\"}", 1.0),
            ("passgate_audit_rows{product=\"eiam\"}", 8.0),
            ("passgate_audit_delay_seconds_count{product=\"eiam\"}", 8.0),
            ("passgate_object_up{product=\"feishu\",object=\"audit-log\"}", 1.0),
            ("passgate_http_requests_total{route=\"/v1/tickets\",status=\"201\"}", 1.0),
        ],
    );

    // Every counter has at least its earlier value after a crash.
    thread::sleep(UNTIL_KEPT);
    edge.stack_mut().restart_worker().unwrap();
    let again = samples(&edge);
    for (series, number) in seen.iter().filter(|(series, _)| series.contains("_total{")) {
        assert!(again.get(series).is_some_and(|found| found >= number), "{series}: {number}\n{again:#?}");
    }
    are(
        &again,
        &[(&change("done"), 1.0), ("passgate_vendor_call_duration_seconds_count{product=\"eiam\"}", 3.0)],
    );
    assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, "Tide*Lamp74")).status, 200);
    once(&edge, &change("done"), 2.0);
}

#[test]
fn metrics_show_a_vendor_outage_a_full_queue_and_a_hung_log() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    are(&samples(&edge), &[("passgate_breaker_open{product=\"eiam\"}", 0.0)]);
    let down = json!({ "call": "eiam.change-password", "fault": { "kind": "reset-before" }, "times": 5 });
    edge.control("POST", "/_sim/faults", &down);
    for _ in 0..5 {
        assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, GOOD)).status, 504);
    }
    assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, GOOD)).status, 503);
    let closed = "passgate_failures_total{product=\"eiam\",outcome=\"not-sent\",reason=\"closed\"}";
    are(
        &once(&edge, closed, 1.0),
        &[
            ("passgate_breaker_open{product=\"eiam\"}", 1.0),
            ("passgate_breaker_open{product=\"feishu\"}", 0.0),
            ("passgate_breaker_openings_total{product=\"eiam\"}", 1.0),
        ],
    );

    // Feishu throttles all calls: requests are shed and counted as expected back.
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    edge.fault("feishu.reset", &json!({ "kind": "throttle", "status": 400, "retry_after": 9 }));
    assert_eq!(edge.ask(&Edge::reset(&token, &wang.feishu, GOOD)).status, 429);
    let lv = edge.person("lvmeili");
    assert_eq!(edge.ask(&Edge::reset(&token, &lv.feishu, GOOD)).status, 429);
    are(
        &samples(&edge),
        &[
            ("passgate_vendor_calls_total{product=\"feishu\",outcome=\"too-often\",reason=\"vendor\"}", 1.0),
            (
                "passgate_calls_without_attempt_total{product=\"feishu\",action=\"reset\",outcome=\"too-often\",reason=\"line-full\"}",
                1.0,
            ),
            ("passgate_queue_waiting{product=\"feishu\"}", 0.0),
            ("passgate_queue_shed{product=\"feishu\"}", 1.0),
        ],
    );

    // The log does not accept events: the metrics show it before rows are missed.
    assert_eq!(edge.ask(&Ask::post("/__test/halt-at.8-telling")).status, 200);
    edge.ticket(&Edge::change_ticket(&wang.eiam));
    thread::sleep(UNTIL_GIVEN_UP);
    once(&edge, "passgate_audit_delivery_failures_total{product=\"eiam\"}", 1.0);
}

#[test]
fn both_formats_are_well_formed() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, GOOD)).status, 200);
    let text = scrape(&edge, "text/plain;version=0.0.4;q=0.5,*/*;q=0.1");
    assert_eq!(text.header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
    let open = scrape(&edge, "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
    assert_eq!(open.header("Content-Type"), "application/openmetrics-text; version=1.0.0; charset=utf-8");
    assert!(open.text.ends_with("\n# EOF\n") && !text.text.contains("# EOF"));
    for told in [&text, &open] {
        well_formed(told.text.trim_end_matches("# EOF\n"));
    }
}

/// Each family has its help and type before its samples and occurs once; each sample belongs to its
/// family, is unique, and has a number.
fn well_formed(text: &str) {
    let (mut families, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let (mut family, mut kind) = (String::new(), String::new());
    for line in text.lines() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            family = help.split(' ').next().unwrap().to_owned();
            assert!(families.insert(family.clone()), "{family} twice");
        } else if let Some(told) = line.strip_prefix("# TYPE ") {
            let (name, told) = told.split_once(' ').unwrap();
            assert_eq!(name, family);
            told.clone_into(&mut kind);
        } else if let Some(unit) = line.strip_prefix("# UNIT ") {
            assert_eq!(unit, format!("{family} seconds"));
        } else {
            let (series, number) = line.rsplit_once(' ').unwrap();
            let (name, labels) = series.split_once('{').unwrap();
            let suffix = name.strip_prefix(family.as_str()).unwrap_or_else(|| panic!("{name} in {family}"));
            let allowed: &[&str] = match kind.as_str() {
                "counter" => &["", "_total"],
                "info" => &["_info"],
                "histogram" => &["_bucket", "_sum", "_count"],
                "gauge" => &[""],
                other => panic!("{other}"),
            };
            assert!(allowed.contains(&suffix), "{name} in {family}, a {kind}");
            for label in labels.strip_suffix('}').unwrap().split("\",") {
                let (name, value) = label.split_once("=\"").unwrap();
                assert!(name.bytes().all(|byte| byte.is_ascii_lowercase()), "{line}");
                assert!(!value.trim_end_matches('"').contains(['"', '\\']), "{line}");
            }
            assert!(number.parse::<f64>().is_ok_and(f64::is_finite), "{line}");
            assert!(seen.insert(series.to_owned()), "{series} twice");
        }
    }
    assert!(families.len() > 15 && seen.len() > 40, "{text}");
}

#[test]
fn no_request_data_becomes_a_series() {
    let edge = Edge::start();
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    let send = |mark: &str| {
        edge.ask(&Ask::get(&format!("/{mark}")));
        edge.ask(&Ask::get(&format!("/v1/{mark}")));
        edge.ask(&Ask::get(&format!("/v1/policies/{mark}")));
        edge.ask(&Ask::new("PATCH", "/v1/tickets").bearer(mark));
        edge.ask(&Ask::new("DELETE", &format!("/v1/drift/{mark}/limits")).bearer(&client));
        edge.ask(&Edge::change(&client, mark, GOOD));
        edge.ask(&Edge::change(mark, mark, mark));
        edge.ask(&Edge::rest(&client, mark, mark));
        edge.ask(&Edge::eiam_exchange(mark, mark));
    };
    samples(&edge);
    send("FIRST");
    let before = once(
        &edge,
        "passgate_failures_total{product=\"eiam\",outcome=\"user-not-found\",reason=\"vendor\"}",
        1.0,
    );
    for number in 0..20 {
        send(&format!("MARK{number}"));
    }
    let after = once(
        &edge,
        "passgate_failures_total{product=\"eiam\",outcome=\"user-not-found\",reason=\"vendor\"}",
        21.0,
    );
    let names = |samples: &BTreeMap<String, f64>| samples.keys().cloned().collect::<BTreeSet<_>>();
    let new: Vec<String> = names(&after).difference(&names(&before)).cloned().collect();
    assert!(new.is_empty(), "{new:?}");
    assert!(!after.keys().any(|series| series.contains("MARK") || series.contains("demo-")), "{after:#?}");
}
