//! The fault matrix: each fault of the simulator, at each call, at the first and at the second
//! try. The test compares the outcomes with `docs/faults.md`; `PASSGATE_FAULTS=write` writes it.
//! In addition, every row must keep the promises: the call is executed at most once, the answer is
//! true, and the audit log agrees with it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs};

use passgate_audit::Kind;
use passgate_edge_tests::{Ask, Edge, Person, longest_attempt, verified};
use passgate_worker::reset::budget;
use serde_json::{Value, json};

const GOOD: &str = "Tide*Lamp72";
const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/faults.md");

/// The parts of the edge that can hang: the part, the affected request, its outcome, and the maximum
/// time in milliseconds. `hung_object.rs` tests each row.
const SILENT: [(&str, &str, &str, Option<u64>); 8] = [
    ("the vendor's gate", "a reset", "not sent; the ticket and the key stay valid", Some(budget::WHOLE_MS)),
    (
        "the account's object",
        "a reset that it has accepted",
        "unknown",
        Some(budget::ACCOUNT_MS + budget::GRACE_MS),
    ),
    (
        "the account's object",
        "a request that reads or uses a ticket",
        "HTTP 503, nothing was started",
        Some(budget::QUICK_MS),
    ),
    (
        "the account's object",
        "a request that mints a ticket",
        "HTTP 503; the previous ticket may be invalid",
        Some(budget::QUICK_MS),
    ),
    (
        "a caller's rate",
        "a request of that client or operator",
        "HTTP 503, nothing was started",
        Some(budget::QUICK_MS),
    ),
    ("the audit log", "a reset", "unaffected; the log gets its rows later", None),
    (
        "the audit log",
        "a request that reads it or resets limits",
        "HTTP 503, nothing was reset",
        Some(budget::QUICK_MS),
    ),
    (
        "an issuer whose keys are not cached yet",
        "a request with its token",
        "HTTP 503, nothing was started",
        Some(budget::VERIFY_MS),
    ),
];

/// A vendor call that can fail, and the password call that fails with it.
#[derive(Clone, Copy, PartialEq)]
struct Call {
    name: &'static str,
    password: &'static str,
}

const CALLS: [Call; 5] = [
    Call { name: "feishu.token", password: "feishu.reset" },
    Call { name: "feishu.reset", password: "feishu.reset" },
    Call { name: "eiam.token", password: "eiam.change-password" },
    Call { name: "eiam.change-password", password: "eiam.change-password" },
    Call { name: "eiam.rest-password", password: "eiam.rest-password" },
];

/// Each fault with its name in the table.
fn faults(call: Call) -> Vec<(&'static str, Value)> {
    let status =
        |status: u16, executed: bool| json!({ "kind": "status", "status": status, "executed": executed });
    let undocumented = if call.name.starts_with("feishu") { "7777777" } else { "X.0001" };
    let refusal = match call.password {
        "feishu.reset" => "1050022",
        "eiam.change-password" => "PWD.0007",
        _ => "USER.0011",
    };
    let mut faults = vec![
        ("answer delayed by 300 ms", json!({ "kind": "delay", "ms": 300, "when": "before" })),
        ("answer after the deadline", json!({ "kind": "delay", "ms": 12_000, "when": "after" })),
        ("body in small chunks", json!({ "kind": "slow-body", "chunk": 16, "ms": 10 })),
        ("connection reset, not executed", json!({ "kind": "reset-before" })),
        ("connection reset, executed", json!({ "kind": "reset-after" })),
        ("connection closed, not executed", json!({ "kind": "close", "executed": false })),
        ("connection closed, executed", json!({ "kind": "close", "executed": true })),
        ("HTTP 500", status(500, false)),
        ("HTTP 502, executed", status(502, true)),
        ("HTTP 503", status(503, false)),
        ("HTTP 302", status(302, false)),
        ("truncated body", json!({ "kind": "cut-body" })),
        ("malformed JSON", json!({ "kind": "malformed" })),
        ("JSON with another structure, executed", json!({ "kind": "wrong-shape", "executed": true })),
        ("HTML body with HTTP 200, executed", json!({ "kind": "not-json", "executed": true })),
        ("HTML body with HTTP 403", json!({ "kind": "not-json", "status": 403 })),
        ("body of one megabyte", json!({ "kind": "huge-body", "bytes": 1_048_576 })),
        ("path not found", json!({ "kind": "not-found" })),
        ("rate limited, wait 1 s", json!({ "kind": "throttle", "status": 429, "retry_after": 1 })),
        ("rate limited, wait 30 s", json!({ "kind": "throttle", "status": 429, "retry_after": 30 })),
        ("undocumented refusal", json!({ "kind": "answer", "code": undocumented })),
    ];
    if call.name == call.password {
        faults.push(("success for another account, executed", json!({ "kind": "other-account" })));
        let not_executed = json!({ "kind": "other-account", "executed": false });
        faults.push(("success for another account, not executed", not_executed));
        faults.push(("documented refusal", json!({ "kind": "answer", "code": refusal })));
        faults.push(("stale token", json!({ "kind": "stale-token", "forget": true })));
    }
    if call.name == "feishu.reset" {
        faults.push((
            "rate limited, as HTTP 400",
            json!({ "kind": "throttle", "status": 400, "retry_after": 1 }),
        ));
    }
    faults
}

/// The result of a row.
struct Row {
    call: &'static str,
    fault: &'static str,
    second: bool,
    told: String,
    status: u16,
    code: String,
    arrived: u64,
    executed: u64,
    ledger: String,
}

#[test]
fn each_fault_at_each_call_at_each_try() {
    // A stack for each call and try: five at a time, because they mostly wait.
    let mut groups: Vec<(Call, bool)> = Vec::new();
    for call in CALLS {
        groups.extend([(call, false), (call, true)]);
    }
    let mut rows: Vec<Vec<Row>> = Vec::new();
    for batch in groups.chunks(5) {
        thread::scope(|scope| {
            let running: Vec<_> =
                batch.iter().map(|(call, second)| scope.spawn(move || group(*call, *second))).collect();
            rows.extend(running.into_iter().map(|group| group.join().unwrap()));
        });
    }
    let rows: Vec<Row> = rows.into_iter().flatten().collect();
    assert!(rows.len() > 200, "{}", rows.len());
    let table = table(&rows);
    if env::var_os("PASSGATE_FAULTS").is_some_and(|wish| wish == "write") {
        fs::write(TABLE, &table).unwrap();
        panic!("wrote docs/faults.md: read it, then run this again without PASSGATE_FAULTS");
    }
    let committed = fs::read_to_string(Path::new(TABLE)).unwrap_or_default();
    for (line, (is, should)) in table.lines().zip(committed.lines()).enumerate() {
        assert_eq!(is, should, "docs/faults.md, line {}", line + 1);
    }
    assert_eq!(table.lines().count(), committed.lines().count());
}

/// All faults of one call at one try, one after another. Each has its own account and a new process, so
/// that the gate's state does not carry over.
fn group(call: Call, second: bool) -> Vec<Row> {
    let mut faults = faults(call);
    // Faults that change what a gate stores over a restart come last.
    faults.sort_by_key(|(name, _)| name.ends_with("30 s"));
    let mut edge = Edge::with_people(faults.len());
    edge.vendor_policy("feishu", &json!({ "rate": null, "daily_limit": null }));
    edge.vendor_policy("eiam", &json!({ "history": 0 }));
    let people = edge.numbered_people();
    let mut rows = Vec::new();
    for ((name, fault), person) in faults.iter().zip(&people) {
        if !rows.is_empty() {
            edge.stack_mut().restart_worker().unwrap();
        }
        rows.push(row(&edge, call, (name, fault), second, person));
    }
    let report = verified(&edge.audit_log(product(call)));
    assert_eq!(report.findings, [], "{}", call.name);
    // Every attempt ends in time, whatever the vendor does.
    let longest = longest_attempt(&edge.audited(product(call)));
    assert!(longest <= Duration::from_secs(10), "{}: {longest:?}", call.name);
    rows
}

fn row(
    edge: &Edge,
    call: Call,
    (fault, order): (&'static str, &Value),
    second: bool,
    person: &Person,
) -> Row {
    let place = format!("{} / {fault} / second: {second}", call.name);
    let ask = ask(edge, call, person);
    let before = edge.seen(call.password);
    if second {
        edge.fault(call.password, &json!({ "kind": "stale-token", "forget": true }));
        if call.name != call.password {
            edge.fault(call.name, &json!({ "kind": "delay", "ms": 0 }));
        }
    }
    edge.fault(call.name, order);
    let told = edge.ask(&ask);
    edge.control("DELETE", "/_sim/faults", &Value::Null);
    let after = edge.seen(call.password);
    let (arrived, executed) = (after.0 - before.0, after.1 - before.1);
    let (outcome, detail) = ledger(edge, call, person);
    let row = Row {
        call: call.name,
        fault,
        second,
        told: told.outcome(),
        status: told.status,
        code: told.code(),
        arrived,
        executed,
        ledger: format!("{outcome} {detail}").trim_end().to_owned(),
    };
    // The properties of every row, independent of the table.
    assert!(executed <= 1, "{place}: done twice");
    assert!(arrived <= 2, "{place}: tried {arrived} times");
    if row.told == "too-often" {
        // The vendor's own time, or more if other requests are queued.
        let wait = told.header("Retry-After").parse().unwrap_or(0_u32);
        assert!(wait >= 1 && (wait >= 29 || !fault.ends_with("30 s")), "{place}: {told:?}");
        let feishus = told.header("x-ogw-ratelimit-reset");
        assert_eq!(feishus, if product(call) == "feishu" { told.header("Retry-After") } else { "" });
    }
    // The caller and the audit log have the same outcome, and 504 means unknown.
    assert_eq!(row.told, outcome, "{place}");
    assert_eq!(row.told == "unknown", told.status == 504, "{place}");
    match row.told.as_str() {
        "done" => assert_eq!(executed, 1, "{place}"),
        "unknown" | "delivery-failed" => {}
        // In all other cases nothing was changed: the request was refused, may be retried, or needs an
        // operator.
        _ => assert_eq!(executed, 0, "{place}"),
    }
    row
}

fn ask(edge: &Edge, call: Call, person: &Person) -> Ask {
    match call.password {
        "feishu.reset" => {
            Edge::reset(&edge.feishu_token(&edge.stack().clients().feishu), &person.feishu, GOOD)
        }
        "eiam.change-password" => {
            Edge::change(&edge.eiam_token(&edge.stack().clients().eiam), &person.eiam, GOOD)
        }
        _ => Edge::rest(&edge.eiam_token(&edge.stack().clients().eiam), &person.eiam, "SMS"),
    }
}

fn product(call: Call) -> &'static str {
    if call.name.starts_with("feishu") { "feishu" } else { "eiam" }
}

/// The outcome in the audit log.
fn ledger(edge: &Edge, call: Call, person: &Person) -> (String, String) {
    let product = product(call);
    let id = if product == "feishu" { &person.feishu } else { &person.eiam };
    let started = Instant::now();
    loop {
        let mut events = edge.audited_of(product, id);
        events.retain(|event| event.kind == Kind::Outcome);
        if let [event] = events.as_slice() {
            return (event.outcome.clone().unwrap(), event.detail.clone().unwrap_or_default());
        }
        assert!(started.elapsed() < Duration::from_secs(5), "{}: {events:?}", call.name);
        thread::sleep(Duration::from_millis(10));
    }
}

fn table(rows: &[Row]) -> String {
    let mut text = String::from(
        "# Outcomes of vendor failures\n\n\
         This page lists the outcome of each fault of the simulator, at each call, at the first try and \
         at the second (after a stale token). The columns are the outcome for the caller, the outcome and \
         detail in the audit log, the number of password calls that reached the vendor, and the number \
         that it executed. `PASSGATE_FAULTS=write cargo test -p passgate-edge-tests --test edge fault_matrix::` \
         writes this page, and `cargo xtask test` checks it.\n\n\
         If `breaches` is configured, the breach search comes first. If its host fails, the outcome with \
         `closed` is `not-sent` (503), and nothing was started. With `open` the reset continues as if \
         there were no search. `tests/edge/tests/breaches.rs` tests each fault of this host.\n",
    );
    text.push_str(
        "\nIf a part of the edge hangs, its callers get these answers \
         (`tests/edge/tests/hung_object.rs`):\n\n\
         | hung part | request | outcome | after at most |\n|---|---|---|---|\n",
    );
    for (silent, asks, told, most_ms) in SILENT {
        let most = most_ms.map_or_else(|| "-".to_owned(), |ms| format!("{} s", ms / 1000));
        let _ = writeln!(text, "| {silent} | {asks} | {told} | {most} |");
    }
    for call in CALLS {
        let _ = writeln!(text, "\n## `{}`\n", call.name);
        text.push_str("| fault | try | outcome | HTTP, code | audit log | calls | executed |\n");
        text.push_str("|---|---|---|---|---|---|---|\n");
        for row in rows.iter().filter(|row| row.call == call.name) {
            let tried = if row.second { "second" } else { "first" };
            let code = if row.code.is_empty() { String::new() } else { format!(", `{}`", row.code) };
            let _ = writeln!(
                text,
                "| {} | {tried} | {} | {}{code} | {} | {} | {} |",
                row.fault, row.told, row.status, row.ledger, row.arrived, row.executed
            );
        }
    }
    text
}
