//! The crash matrix. The Worker is killed at each step of a reset, as by a power failure, and
//! restarted. Then the vendor must have executed the call at most once, the ledger and the audit log
//! must agree, and a repeat of the request must get a true answer.
//!
//! One stack runs all rows, so the audit log is one chain through every crash. The last row kills the
//! alarm that settles an attempt without a repeat.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

mod points;

use std::fs;
use std::thread;
use std::time::Duration;

use passgate_audit::{Event, Kind};
use passgate_edge_tests::{Ask, Edge, Person, verified, wait_for};
use serde_json::{Value, json};

use points::{At, Point, Truth, Way, points};

const GOOD: &str = "Tide*Lamp72";
/// Waits until the accounts of the earlier rows were woken and have delivered their events.
const ALARMS: Duration = Duration::from_secs(9);

#[test]
fn killed_at_each_step() {
    let mut edge = Edge::with_people(40);
    // The vendor's own rules are covered by another test.
    edge.vendor_policy("feishu", &json!({ "rate": null, "daily_limit": null }));
    edge.vendor_policy("eiam", &json!({ "history": 0 }));
    let people = edge.numbered_people();
    let points = points();
    assert!(points.len() >= 20, "{}", points.len());
    for (point, person) in points.iter().zip(&people) {
        point.hold(&mut edge, person);
    }
    minting(&mut edge, &people[points.len()]);
    alarms(&mut edge, &people[points.len() + 1..]);
    // No crash left a gap in a log.
    for product in ["feishu", "eiam"] {
        let report = verified(&edge.audit_log(product));
        assert_eq!((report.findings, report.under_way), (Vec::new(), 0), "{product}");
        assert!(report.rows > 20, "{}", report.rows);
    }
}

impl Point {
    fn hold(&self, edge: &mut Edge, person: &Person) {
        let name = self.name;
        let call = self.way.call();
        let credential = self.way.credential(edge, person);
        let ask = self.way.ask(&credential, person, "k-1");
        if self.at.is_passed_by_every_account() {
            thread::sleep(ALARMS);
        }
        let before = edge.seen(call);
        for (call, fault) in &self.faults {
            edge.fault(call, fault);
        }
        die(edge, &ask, &self.at, name);
        // The vendor finishes the calls in progress.
        let executed_late = matches!(&self.at, At::Vendor(at, _) if *at == call);
        if executed_late {
            thread::sleep(Duration::from_millis(1_600));
        }
        edge.control("DELETE", "/_sim/faults", &Value::Null);

        // The true answer, twice: a repeat changes nothing.
        let told = edge.ask(&ask);
        assert_eq!((told.status, told.code()), self.way.answer(self.truth), "{name}: {}", told.text);
        let replayed = told.header("Idempotency-Replayed") == "true";
        assert_eq!(replayed, self.truth != Truth::NotBegun, "{name}");
        assert_eq!(edge.ask(&ask).text, told.text, "{name}: the second answer differs");
        let after = edge.seen(call);
        assert_eq!((after.0 - before.0, after.1 - before.1), self.calls, "{name}: arrived, executed");
        assert!(after.1 - before.1 <= 1, "{name}: done twice");
        if self.truth != Truth::Unknown && !call.ends_with("rest-password") {
            assert!(
                edge.is_password(self.way.product(), self.way.id(person), GOOD),
                "{name}: a false answer"
            );
        }
        if credential.starts_with("rt1.") {
            assert_eq!(edge.shown(&credential).status, 401, "{name}: the ticket is used up");
        }

        // The ledger's events are in the log, once each.
        let expected = match self.truth {
            Truth::Unknown => "unknown interrupted",
            Truth::NotBegun | Truth::Done => "done",
        };
        let events = settled(edge, self.way, person, 2, name);
        let kinds: Vec<Kind> = events.iter().map(|event| event.kind).collect();
        assert_eq!(kinds, [Kind::Intent, Kind::Outcome], "{name}");
        let detail = events[1].detail.clone().unwrap_or_default();
        let outcome = format!("{} {detail}", events[1].outcome.clone().unwrap_or_default());
        assert_eq!(outcome.trim_end(), expected, "{name}");
        assert_eq!(events[0].request_id, events[1].request_id, "{name}");
    }
}

impl Way {
    const fn product(self) -> &'static str {
        match self {
            Self::FeishuClient | Self::FeishuTicket => "feishu",
            _ => "eiam",
        }
    }

    const fn call(self) -> &'static str {
        match self {
            Self::FeishuClient | Self::FeishuTicket => "feishu.reset",
            Self::EiamTicket | Self::EiamClient => "eiam.change-password",
            Self::RestTicket | Self::RestClient => "eiam.rest-password",
        }
    }

    fn id(self, person: &Person) -> &str {
        if self.product() == "feishu" { &person.feishu } else { &person.eiam }
    }

    fn credential(self, edge: &Edge, person: &Person) -> String {
        match self {
            Self::FeishuClient => edge.feishu_token(&edge.stack().clients().feishu),
            Self::EiamClient | Self::RestClient => edge.eiam_token(&edge.stack().clients().eiam),
            Self::FeishuTicket => edge.ticket(&json!({
                "product": "feishu", "action": "reset", "user_id": person.feishu, "user_id_type": "user_id",
            })),
            Self::EiamTicket => edge.ticket(&eiam_ticket("change-password", person)),
            Self::RestTicket => edge.ticket(&eiam_ticket("rest-password", person)),
        }
    }

    fn ask(self, credential: &str, person: &Person, key: &str) -> Ask {
        let ask = match self.call() {
            "feishu.reset" => Edge::reset(credential, &person.feishu, GOOD),
            "eiam.change-password" => Edge::change(credential, &person.eiam, GOOD),
            _ => Edge::rest(credential, &person.eiam, "SMS"),
        };
        ask.header("Idempotency-Key", key)
    }

    fn answer(self, truth: Truth) -> (u16, String) {
        let (status, code) = match (self.product(), truth) {
            ("feishu", Truth::Unknown) => (504, "999000504"),
            (_, Truth::Unknown) => (504, "EDGE.0504"),
            ("feishu", _) => (200, "0"),
            (_, _) => (200, ""),
        };
        (status, code.to_owned())
    }
}

/// A ticket whose mint request had no answer: the log has a row for it, and the next ticket works.
fn minting(edge: &mut Edge, person: &Person) {
    let token = edge.eiam_token(&edge.stack().clients().tickets);
    let request = eiam_ticket("change-password", person);
    let ask = Ask::post("/v1/tickets").bearer(&token).json(&request);
    die(edge, &ask, &At::Halt("mint-kept"), "a ticket stored");
    let ticket = edge.ticket(&request);
    assert_eq!(edge.ask(&Edge::change(&ticket, &person.eiam, GOOD)).status, 200);
    let minted = || {
        let events = edge.audited_of("eiam", &person.eiam);
        events.iter().filter(|event| event.kind == Kind::TicketMinted).count()
    };
    eventually(|| minted() == 2, "the log has both tickets");
}

/// Without a repeat, the alarm settles the attempt, although it is killed twice itself.
fn alarms(edge: &mut Edge, people: &[Person]) {
    let way = Way::EiamClient;
    let credential = way.credential(edge, &people[0]);
    for person in &people[..2] {
        die(edge, &way.ask(&credential, person, "k-1"), &At::Halt("4-alarm-set"), "alarm");
        thread::sleep(Duration::from_millis(1_500));
    }
    for place in ["alarm-woken", "alarm-settled"] {
        let before = halts(edge);
        edge.ask(&Ask::post(&format!("/__test/halt-at.{place}")));
        wait_for(Duration::from_secs(16), place, || halts(edge) > before);
        kill(edge);
        edge.stack_mut().restart_worker().unwrap();
    }
    for person in &people[..2] {
        let events = settled(edge, way, person, 2, "alarm");
        assert_eq!(events[1].outcome.as_deref(), Some("unknown"));
        assert_eq!(edge.ask(&way.ask(&credential, person, "k-1")).status, 504);
    }
}

fn eiam_ticket(action: &str, person: &Person) -> Value {
    json!({ "product": "eiam", "action": action, "user_id": person.eiam })
}

/// Sends a request, kills the Worker at that place, and restarts it.
fn die(edge: &mut Edge, ask: &Ask, at: &At, name: &str) {
    let halted = halts(edge);
    let arrived = |edge: &Edge| match at {
        At::Vendor(call, _) => edge.arrived(call),
        At::Halt(_) => 0,
    };
    let arrived_before = arrived(edge);
    if let At::Halt(place) = at {
        assert_eq!(edge.ask(&Ask::post(&format!("/__test/halt-at.{place}"))).status, 200);
    }
    thread::scope(|scope| {
        let edge = &*edge;
        let asked = scope.spawn(|| edge.try_ask(ask));
        wait_for(Duration::from_secs(10), name, || match at {
            At::Halt(_) => halts(edge) > halted,
            At::Vendor(_, many) => arrived(edge) >= arrived_before + many,
        });
        kill(edge);
        // An answer that was sent before the kill must be true.
        if let Ok(told) = asked.join().unwrap() {
            assert_eq!(told.status, 200, "{name}: {}", told.text);
        }
    });
    edge.stack_mut().restart_worker().unwrap();
}

/// How often the Worker has stopped at a failpoint so far.
fn halts(edge: &Edge) -> usize {
    fs::read_to_string(edge.stack().worker_log()).unwrap_or_default().matches("\"halted\":").count()
}

fn kill(edge: &Edge) {
    // Waits for the writes of the stopped execution to reach the disk.
    thread::sleep(Duration::from_millis(60));
    let process = edge.stack().worker_process_id().unwrap();
    let status = std::process::Command::new("kill").args(["-9", &process.to_string()]).status();
    assert!(status.is_ok_and(|status| status.success()));
}

fn eventually(done: impl Fn() -> bool, what: &str) {
    wait_for(Duration::from_secs(14), what, done);
}

/// The intents and outcomes of an account, once there are that many.
fn settled(edge: &Edge, way: Way, person: &Person, many: usize, name: &str) -> Vec<Event> {
    let attempts = || {
        let mut events = edge.audited_of(way.product(), way.id(person));
        events.retain(|event| matches!(event.kind, Kind::Intent | Kind::Outcome));
        events
    };
    eventually(|| attempts().len() >= many, name);
    attempts()
}
