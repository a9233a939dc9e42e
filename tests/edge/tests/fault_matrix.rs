//! The fault matrix: each fault of the simulator, at each call, at the first and at the second
//! try. What comes of it stands in `docs/faults.md`, which this test holds the Worker to;
//! `PASSGATE_FAULTS=write` writes it anew. Beside the table, every row must keep the promises:
//! executed at most once, what is told is so, and the audit log says the same.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "all of it is test code; clippy.toml knows only the functions marked so"
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

/// What is not the vendor's failure: what falls silent, who asks, what they are told, and after how many
/// milliseconds at the most. `beside/hung_object.rs` holds the Worker to each row.
const SILENT: [(&str, &str, &str, Option<u64>); 8] = [
    (
        "the vendor's gate",
        "a reset",
        "not sent; ticket and key are as good as before",
        Some(budget::WHOLE_MS),
    ),
    ("the account's object", "a reset it has taken", "unknown", Some(budget::ACCOUNT_MS + budget::GRACE_MS)),
    (
        "the account's object",
        "whoever shows a ticket or comes with one",
        "HTTP 503, nothing was begun",
        Some(budget::QUICK_MS),
    ),
    (
        "the account's object",
        "a client or an operator that mints",
        "HTTP 503; the ticket before may have ended",
        Some(budget::QUICK_MS),
    ),
    ("a caller's rate", "that client or operator", "HTTP 503, nothing was begun", Some(budget::QUICK_MS)),
    ("the audit log", "a reset", "as ever; the log hears of it later", None),
    (
        "the audit log",
        "an operator or auditor who reads it, or has limits forgotten",
        "HTTP 503, nothing was forgotten",
        Some(budget::QUICK_MS),
    ),
    (
        "an issuer whose keys are not known yet",
        "its people",
        "HTTP 503, nothing was begun",
        Some(budget::VERIFY_MS),
    ),
];

/// One of the vendors' calls that can fail, and the password call it fails for.
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

/// A fault and how the table calls it.
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
        ("late, then as ever", json!({ "kind": "delay", "ms": 300, "when": "before" })),
        ("later than anybody waits", json!({ "kind": "delay", "ms": 12_000, "when": "after" })),
        ("a body in small pieces", json!({ "kind": "slow-body", "chunk": 16, "ms": 10 })),
        ("connection reset before", json!({ "kind": "reset-before" })),
        ("connection reset after", json!({ "kind": "reset-after" })),
        ("connection closed, not executed", json!({ "kind": "close", "executed": false })),
        ("connection closed, executed", json!({ "kind": "close", "executed": true })),
        ("HTTP 500", status(500, false)),
        ("HTTP 502, executed", status(502, true)),
        ("HTTP 503", status(503, false)),
        ("HTTP 302", status(302, false)),
        ("half a body", json!({ "kind": "cut-body" })),
        ("half of the JSON", json!({ "kind": "malformed" })),
        ("JSON of another shape, executed", json!({ "kind": "wrong-shape", "executed": true })),
        ("a web page with HTTP 200, executed", json!({ "kind": "not-json", "executed": true })),
        ("a web page with HTTP 403", json!({ "kind": "not-json", "status": 403 })),
        ("a megabyte", json!({ "kind": "huge-body", "bytes": 1_048_576 })),
        ("no such path", json!({ "kind": "not-found" })),
        ("too fast, wait 1 s", json!({ "kind": "throttle", "status": 429, "retry_after": 1 })),
        ("too fast, wait 30 s", json!({ "kind": "throttle", "status": 429, "retry_after": 30 })),
        ("an undocumented refusal", json!({ "kind": "answer", "code": undocumented })),
    ];
    if call.name == call.password {
        faults.push(("a success of another account, executed", json!({ "kind": "other-account" })));
        let not_executed = json!({ "kind": "other-account", "executed": false });
        faults.push(("a success of another account, not executed", not_executed));
        faults.push(("a documented refusal", json!({ "kind": "answer", "code": refusal })));
        faults.push(("stale token", json!({ "kind": "stale-token", "forget": true })));
    }
    if call.name == "feishu.reset" {
        faults
            .push(("too fast, as HTTP 400", json!({ "kind": "throttle", "status": 400, "retry_after": 1 })));
    }
    faults
}

/// What came of a row.
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
    // A stack for each call and try: five at a time, which mostly wait.
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
        panic!("docs/faults.md was written anew: read it, and run this again without PASSGATE_FAULTS");
    }
    let committed = fs::read_to_string(Path::new(TABLE)).unwrap_or_default();
    for (line, (is, should)) in table.lines().zip(committed.lines()).enumerate() {
        assert_eq!(is, should, "docs/faults.md, line {}", line + 1);
    }
    assert_eq!(table.lines().count(), committed.lines().count());
}

/// All faults of one call at one try, one after the other, each with a person and a process of
/// its own: what one row has taught the gate is not to colour the next.
fn group(call: Call, second: bool) -> Vec<Row> {
    let mut faults = faults(call);
    // What a gate keeps over a restart comes last.
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
    // Whatever the vendor does, an attempt ends in time.
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
    // The promises, whatever the table says.
    assert!(executed <= 1, "{place}: done twice");
    assert!(arrived <= 2, "{place}: tried {arrived} times");
    if row.told == "too-often" {
        // As long as the vendor said, or longer where the line has others in it.
        let wait = told.header("Retry-After").parse().unwrap_or(0_u32);
        assert!(wait >= 1 && (wait >= 29 || !fault.ends_with("30 s")), "{place}: {told:?}");
        let feishus = told.header("x-ogw-ratelimit-reset");
        assert_eq!(feishus, if product(call) == "feishu" { told.header("Retry-After") } else { "" });
    }
    // The caller and the audit log have one word, and only the unknown is 504.
    assert_eq!(row.told, outcome, "{place}");
    assert_eq!(row.told == "unknown", told.status == 504, "{place}");
    match row.told.as_str() {
        "done" => assert_eq!(executed, 1, "{place}"),
        "unknown" | "delivery-failed" => {}
        // An operator must act, or it may be tried again, or it was refused: nothing was changed.
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

/// What the audit log says came of it.
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
        "# What a vendor's failure comes to\n\n\
         Each fault of the simulator, at each call, at the first try and at the second (after a stale token). \
         Written by `PASSGATE_FAULTS=write cargo test -p passgate-edge-tests --test fault_matrix` and tested by \
         `cargo xtask test`: what is told, what the ledger and the audit log say, how many password calls \
         arrived at the vendor and how many it executed.\n\n\
         Where `breaches` is configured, a failure of its host comes before all of this: `closed` it is told as \
         not sent (503), and nothing was begun; `open` the reset goes on as if nobody had been asked. Fault by \
         fault: `tests/edge/tests/breaches.rs`.\n",
    );
    text.push_str(
        "\nWhat falls silent inside the edge, neither alive nor dead, is told as follows \
         (`tests/edge/tests/beside/hung_object.rs`):\n\n\
         | silent | asks | told | after at most |\n|---|---|---|---|\n",
    );
    for (silent, asks, told, most_ms) in SILENT {
        let most = most_ms.map_or_else(String::new, |ms| format!("{} s", ms / 1000));
        let _ = writeln!(text, "| {silent} | {asks} | {told} | {most} |");
    }
    for call in CALLS {
        let _ = writeln!(text, "\n## `{}`\n", call.name);
        text.push_str("| fault | try | told | HTTP, code | ledger | arrived | executed |\n");
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
