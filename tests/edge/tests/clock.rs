//! A clock that runs ahead and is set back, while the Worker runs and over restarts: no caller waits
//! longer than the limiter's own interval, and nothing is valid for longer than its lifetime.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use passgate_core::{Product, Secret};
use passgate_edge_tests::{Ask, Edge, Told};
use passgate_stack::Credential;
use passgate_worker::base::client_secret::SecretHash;
use passgate_worker::base::keys::Keys;
use passgate_worker::callers::client_token::{self, Claims};
use serde_json::{Value, json};

const GOOD: &str = "Tide*Lamp72";
const HOUR: Duration = Duration::from_secs(3_600);

/// Three at once, then one every ten seconds.
fn slow() -> Value {
    json!({ "burst": 3, "per_minute": 6 })
}

/// Fails if the wait is longer than an interval. Returns whether there was a wait.
fn waits(told: &Told) -> bool {
    if told.status != 429 {
        return false;
    }
    let seconds: u32 = told.header("Retry-After").parse().unwrap();
    assert!((1..=10).contains(&seconds), "{told:?}");
    true
}

/// How far ahead the clock is at each step; the Worker may be killed between two steps.
const WALK: [(u64, bool); 9] = [
    (8 * 3_600, false),
    (0, false),
    (86_400, false),
    (60, true),
    (31_536_000, false),
    (0, true),
    (8 * 3_600, true),
    (1, false),
    (0, true),
];

/// Sends requests until it must wait, at each step of the walk, and then again after an interval.
fn walk(edge: &mut Edge, what: &str, ask: impl Fn(&Edge) -> Ask) {
    for (ahead_s, is_killed) in WALK {
        let ahead = Duration::from_secs(ahead_s);
        if is_killed {
            edge.stack_mut().restart_worker().unwrap();
        }
        edge.move_clock(ahead);
        let waited = (0..12).any(|_| waits(&edge.ask(&ask(edge))));
        assert!(waited, "{what} at {ahead_s} s: no request had to wait");
        // After one interval a further request is permitted, whatever the clock was before.
        edge.move_clock(ahead + Duration::from_secs(10));
        assert!(!waits(&edge.ask(&ask(edge))), "{what} at {ahead_s} s");
    }
}

#[test]
fn no_caller_waits_longer_than_an_interval_wherever_the_clock_was() {
    let slow_one = Credential::generate("slow").unwrap();
    let client = json!({
        "id": slow_one.id, "secret_hashes": [slow_one.secret_hash()], "products": ["eiam"],
        "actions": ["change-password"], "mints_tickets": true, "rate": slow(),
    });
    let many = json!({ "burst": 10_000, "per_minute": 10_000 });
    let free = Credential::generate("free").unwrap();
    let other = json!({
        "id": free.id, "secret_hashes": [free.secret_hash()], "products": ["eiam"],
        "actions": ["change-password"], "rate": many,
    });
    let mut edge = Edge::configured(&json!({
        "clients": [client, other],
        "rates": { "account": slow(), "operator": slow() },
    }));
    edge.vendor_policy("eiam", &json!({ "history": 0 }));
    let (wang, lv) = (edge.person("wangxiaoming").eiam, edge.person("lvmeili").eiam);
    // A client, counted by its object and by leases.
    walk(&mut edge, "a client", |edge| {
        let token = edge.eiam_token(&slow_one);
        Ask::post("/v1/tickets").bearer(&token).json(&Edge::change_ticket(&lv))
    });
    // An account, counted by its own object.
    walk(&mut edge, "an account", |edge| Edge::change(&edge.eiam_token(&free), &wang, GOOD));
    // An address, counted in memory. Requests without the header count as one address.
    let mut edge =
        Edge::configured(&json!({ "address_header": "X-Address", "rates": { "address": slow() } }));
    walk(&mut edge, "an address", |_| {
        Ask::get("/v1/tickets/self").bearer("rt1.x.y").header("X-Address", "203.0.113.7")
    });
}

#[test]
fn a_vendors_freeze_and_an_open_breaker_end_in_their_time() {
    for product in ["feishu", "eiam"] {
        let mut edge = Edge::start();
        edge.vendor_policy("eiam", &json!({ "history": 0 }));
        let wang = edge.person("wangxiaoming");
        let change = |edge: &Edge| {
            let clients = edge.stack().clients();
            match product {
                "feishu" => edge.ask(&Edge::reset(&edge.feishu_token(&clients.feishu), &wang.feishu, GOOD)),
                _ => edge.ask(&Edge::change(&edge.eiam_token(&clients.eiam), &wang.eiam, GOOD)),
            }
        };
        let call = if product == "feishu" { "feishu.reset" } else { "eiam.change-password" };
        edge.move_clock(HOUR);
        edge.fault(call, &json!({ "kind": "throttle", "status": 429, "retry_after": 30 }));
        assert_eq!(change(&edge).outcome(), "too-often");
        edge.move_clock(Duration::ZERO);
        let told = change(&edge);
        let seconds: u32 = told.header("Retry-After").parse().unwrap();
        assert!(told.status == 429 && seconds <= 61, "{told:?}");
        edge.move_clock(Duration::from_secs(61));
        assert_eq!(change(&edge).status, 200, "{product}");

        // Five calls without an answer open the circuit breaker; one after another, so that none waits
        // in the queue.
        edge.move_clock(2 * HOUR);
        let down = json!({ "call": call, "fault": { "kind": "reset-after" }, "times": 5 });
        edge.control("POST", "/_sim/faults", &down);
        for _ in 0..5 {
            assert_eq!(change(&edge).outcome(), "unknown", "{product}");
        }
        assert_eq!(change(&edge).outcome(), "not-sent");
        edge.move_clock(HOUR);
        let told = change(&edge);
        assert!(told.status == 200 || told.header("Retry-After").parse::<u32>().unwrap() <= 60, "{told:?}");
        edge.move_clock(HOUR + Duration::from_secs(61));
        assert_eq!(change(&edge).status, 200, "{product}");
        // A restart corrects the clock. A stored time in the future delays calls no longer than the
        // longest freeze.
        edge.stack_mut().restart_worker().unwrap();
        let told = change(&edge);
        assert!(told.status == 200 || told.header("Retry-After").parse::<u32>().unwrap() <= 61, "{told:?}");
        edge.move_clock(Duration::from_secs(61));
        assert_eq!(change(&edge).status, 200, "{product}, after a restart");
    }
}

#[test]
fn credentials_from_a_clock_ahead_are_not_valid_longer() {
    let mut edge = Edge::start();
    let wang = edge.person("wangxiaoming").eiam;
    for ahead in [Duration::from_secs(120), HOUR, 8 * HOUR, 8_760 * HOUR] {
        edge.move_clock(ahead);
        let token = edge.eiam_token(&edge.stack().clients().tickets);
        let ticket = edge.ticket(&Edge::change_ticket(&wang));
        assert_eq!(edge.shown(&ticket).status, 200);
        // A little later by that clock they are still valid.
        edge.move_clock(ahead + Duration::from_secs(60));
        assert_eq!(edge.shown(&ticket).status, 200);
        edge.move_clock(Duration::ZERO);
        let told = edge.shown(&ticket);
        assert_eq!((told.status, told.outcome().as_str()), (401, "unauthenticated"), "{ahead:?}");
        assert_eq!(edge.ask(&Edge::change(&ticket, &wang, GOOD)).outcome(), "unauthenticated", "{ahead:?}");
        let mint = Ask::post("/v1/tickets").bearer(&token).json(&Edge::change_ticket(&wang));
        assert_eq!(edge.ask(&mint).status, 401, "{ahead:?}");
        edge.stack_mut().restart_worker().unwrap();
        assert_eq!(edge.shown(&ticket).status, 401, "{ahead:?}, after a restart");
        assert_eq!(edge.ask(&mint).status, 401, "{ahead:?}, after a restart");
        // A caller with a correct clock has a valid ticket.
        let again = edge.ticket(&Edge::change_ticket(&wang));
        assert_eq!(edge.shown(&again).status, 200);
    }
    assert_eq!(edge.password_calls(), 0);
}

#[test]
fn a_step_of_seconds_invalidates_no_link_and_no_token() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming").eiam;
    edge.move_clock(Duration::from_secs(30));
    let ticket = edge.ticket(&Edge::change_ticket(&wang));
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    edge.move_clock(Duration::ZERO);
    assert_eq!(edge.shown(&ticket).status, 200);
    assert_eq!(edge.ask(&Edge::change(&client, &wang, GOOD)).status, 200);
}

#[test]
fn a_client_token_with_a_forged_expiry_is_limited_to_its_lifetime() {
    let key = "sk1.SomebodyElseHasGotHoldOfThisEdgesOwnKeyAAAA";
    let edge = Edge::try_start(&Value::Null, &[("EDGE_SIGNING_KEY", key)]).unwrap();
    let wang = edge.person("wangxiaoming").eiam;
    let client = &edge.stack().clients().eiam;
    let keys = Keys::derive(&Secret::new(key));
    let now = edge.control("GET", "/_sim/clock", &Value::Null)["now_ms"].as_u64().unwrap() / 1000;
    let forged = |expires_at| {
        let claims = Claims {
            client: client.id.clone(),
            secret: SecretHash::parse(&client.secret_hash()).unwrap().name(),
            product: Product::Eiam,
            actions: vec![passgate_wire::Action::ChangePassword],
            mints_tickets: false,
            expires_at,
        };
        client_token::sign(&claims, &keys).unwrap().expose().to_owned()
    };
    for expires_at in [now + 1_800 + 70, now + 86_400, 3_786_912_000, u64::MAX] {
        let told = edge.ask(&Edge::change(&forged(expires_at), &wang, GOOD));
        assert_eq!(told.outcome(), "unauthenticated", "{expires_at}");
    }
    assert_eq!(edge.ask(&Edge::change(&forged(now + 1_800), &wang, GOOD)).status, 200);
}

#[test]
fn a_change_on_the_disk_does_not_extend_a_ticket() {
    let mut edge = Edge::start();
    let wang = edge.person("wangxiaoming").eiam;
    let mut request = Edge::change_ticket(&wang);
    request["expires_in"] = json!(1);
    let ticket = edge.ticket(&request);
    assert_eq!(edge.shown(&ticket).status, 200);
    std::thread::sleep(Duration::from_millis(1_200));
    for later_ms in [60_000, 300_000, 500_000, 86_400_000] {
        edge.stack_mut().kill_worker();
        let change = format!("expires_at_ms = expires_at_ms + {later_ms}, attempts = 0");
        assert!(rewritten(edge.stack().objects(), "ticket", &change) > 0, "no ticket on the disk");
        edge.stack_mut().restart_worker().unwrap();
        assert_eq!(edge.shown(&ticket).status, 401, "{later_ms}");
        assert_eq!(edge.ask(&Edge::change(&ticket, &wang, GOOD)).outcome(), "unauthenticated", "{later_ms}");
    }
    assert_eq!(edge.password_calls(), 0);
}

#[test]
fn an_answer_for_repeats_is_kept_wherever_the_clock_is() {
    let mut edge = Edge::start();
    let wang = edge.person("wangxiaoming").eiam;
    let client = |edge: &Edge| edge.eiam_token(&edge.stack().clients().eiam);
    let ask = |edge: &Edge| Edge::change(&client(edge), &wang, GOOD).header("Idempotency-Key", "k-1");
    edge.move_clock(48 * HOUR);
    assert_eq!(edge.ask(&ask(&edge)).status, 200);
    for (ahead, is_killed) in [(0, false), (8, false), (0, true), (23, false)] {
        if is_killed {
            edge.stack_mut().restart_worker().unwrap();
        }
        edge.move_clock(ahead * HOUR);
        let told = edge.ask(&ask(&edge));
        assert_eq!((told.status, told.header("Idempotency-Replayed")), (200, "true"), "{ahead} h");
    }
    assert_eq!(edge.password_calls(), 1);
    // Not longer than a day from when it was last used.
    edge.move_clock(25 * HOUR);
    assert_eq!(edge.ask(&ask(&edge)).header("Idempotency-Replayed"), "");
    assert_eq!(edge.password_calls(), 2);
}

#[test]
fn a_vendors_token_with_an_unknown_end_is_requested_again() {
    let edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming").eiam, edge.person("lvmeili").eiam);
    let change = |account: &str| {
        let client = edge.eiam_token(&edge.stack().clients().eiam);
        edge.ask(&Edge::change(&client, account, GOOD)).status
    };
    edge.move_clock(8 * HOUR);
    assert_eq!((change(&wang), edge.arrived("eiam.token")), (200, 1));
    edge.move_clock(Duration::ZERO);
    assert_eq!((change(&lv), edge.arrived("eiam.token")), (200, 2));
}

/// Changes the stored data from outside, with `python3`, which includes SQLite.
const REWRITE: &str = r#"
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
table, change = sys.argv[2:]
changed = 0
if database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone():
    changed = database.execute(f"UPDATE {table} SET {change}").rowcount
    database.commit()
print(changed)
"#;

/// Changes all rows of a table, in each database that has it. Returns their number.
fn rewritten(objects: &Path, table: &str, change: &str) -> usize {
    let mut changed = 0;
    for folder in fs::read_dir(objects).unwrap() {
        let folder = folder.unwrap().path();
        let files = fs::read_dir(&folder).into_iter().flatten().flatten();
        for file in
            files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|end| end == "sqlite"))
        {
            let run = Command::new("python3")
                .args(["-c", REWRITE])
                .arg(&file)
                .args([table, change])
                .output()
                .unwrap();
            assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
            changed += String::from_utf8_lossy(&run.stdout).trim().parse::<usize>().unwrap();
        }
    }
    changed
}
