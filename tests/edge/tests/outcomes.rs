//! Each outcome on the real runtime: the outcome and the status of the answer, and the same outcome in
//! the audit log and in the Worker's log.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::collections::BTreeSet;
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use passgate_audit::Kind;
use passgate_edge_tests::{Ask, Edge, IdToken, Person, Told};
use passgate_wire::Outcome;
use serde_json::{Value, json};

const GOOD: &str = "Tide*Lamp72";

/// The observed outcomes, and the expected ones.
struct Seen<'e> {
    edge: &'e Edge,
    words: BTreeSet<&'static str>,
}

impl Seen<'_> {
    /// Checks that the answer and the Worker's log have that outcome.
    fn is(&mut self, told: &Told, outcome: Outcome) {
        self.is_logged_as(told, outcome, outcome);
    }

    /// The same for an answer that hides a part of the result.
    fn is_logged_as(&mut self, told: &Told, outcome: Outcome, logged_as: Outcome) {
        let word = outcome.name();
        assert_eq!(told.outcome(), word, "{} {}", told.status, told.text);
        assert_eq!(told.status == 504, outcome == Outcome::Unknown, "{} {}", told.status, told.text);
        let answer = told.json();
        let is_its_own = answer["request_id"] == told.header("X-Request-Id");
        assert_eq!(is_its_own, told.header("Idempotency-Replayed").is_empty(), "{}", told.text);
        let is_vendors = answer.get("type").is_none();
        assert_eq!(answer["violations"].is_array(), is_vendors, "{}", told.text);
        assert_eq!(logged(self.edge, told)["outcome"], logged_as.name(), "{}", told.text);
        self.words.insert(word);
    }

    /// The same for an attempt, whose outcome the audit log has too.
    fn is_told(&mut self, told: &Told, product: &str, user_id: &str, outcome: Outcome) {
        self.is(told, outcome);
        assert_eq!(audited(self.edge, told, product, user_id), outcome.name());
    }
}

/// The line of the Worker's log for that request.
fn logged(edge: &Edge, told: &Told) -> Value {
    let id = told.header("X-Request-Id");
    let started = Instant::now();
    loop {
        let log = fs::read_to_string(edge.stack().worker_log()).unwrap_or_default();
        if let Some(line) = log.lines().find(|line| line.contains(id) && line.contains("\"route\"")) {
            let from = line.find('{').unwrap();
            return serde_json::from_str(&line[from..]).unwrap_or_else(|_| panic!("{line}"));
        }
        assert!(started.elapsed() < Duration::from_secs(5), "no line of {id}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// The outcome in the audit log for that request.
fn audited(edge: &Edge, told: &Told, product: &str, user_id: &str) -> String {
    let is_its = |event: &passgate_audit::Event| {
        event.kind == Kind::Outcome && event.request_id == told.header("X-Request-Id")
    };
    let events = edge.audited_once(product, user_id, |events| events.iter().any(is_its));
    events.iter().find(|event| is_its(event)).and_then(|event| event.outcome.clone()).unwrap_or_default()
}

fn refuse(edge: &Edge, call: &str, code: &str) {
    edge.fault(call, &json!({ "kind": "answer", "status": 400, "code": code, "message": "no" }));
}

#[test]
fn each_outcome_is_the_same_in_the_answer_the_log_and_the_audit_log() {
    let edge = Edge::unshaped();
    let mut seen = Seen { edge: &edge, words: BTreeSet::new() };
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    vendors(&edge, &mut seen, &wang);
    edges(&edge, &mut seen, &wang, &lv);
    at_once(&edge, &mut seen, &lv);
    silent(&edge, &mut seen);
    let every: BTreeSet<&str> = Outcome::ALL.into_iter().map(Outcome::name).collect();
    assert_eq!(seen.words, every);
}

/// The outcomes of the vendor's answers, including the unknown ones.
fn vendors(edge: &Edge, seen: &mut Seen<'_>, wang: &Person) {
    let clients = edge.stack().clients();
    let (feishu, eiam) = (edge.feishu_token(&clients.feishu), edge.eiam_token(&clients.eiam));
    for (code, outcome) in [
        ("1050022", Outcome::RefusedPassword),
        ("1050023", Outcome::DailyLimit),
        ("1050024", Outcome::NotEligible),
        ("99992351", Outcome::UserNotFound),
        ("99992402", Outcome::BadRequest),
        ("1050099", Outcome::Refused),
        ("99991403", Outcome::Misconfigured),
    ] {
        refuse(edge, "feishu.reset", code);
        let told = edge.ask(&Edge::reset(&feishu, &wang.feishu, GOOD));
        seen.is_told(&told, "feishu", &wang.feishu, outcome);
    }
    for (code, outcome) in [
        ("USER.0001", Outcome::UserNotFound),
        ("USER.0011", Outcome::MissingMobile),
        ("USER.0012", Outcome::MissingEmail),
        ("MSG.0001", Outcome::DeliveryFailed),
        ("MSG.0004", Outcome::SendMode),
        ("USER.0099", Outcome::Refused),
    ] {
        refuse(edge, "eiam.rest-password", code);
        let told = edge.ask(&Edge::rest(&eiam, &wang.eiam, "SMS"));
        seen.is_told(&told, "eiam", &wang.eiam, outcome);
    }
    refuse(edge, "eiam.change-password", "PWD.0007");
    let told = edge.ask(&Edge::change(&eiam, &wang.eiam, GOOD));
    seen.is_told(&told, "eiam", &wang.eiam, Outcome::RefusedPassword);
    // The answer does not tell the owner which accounts exist; the logs do.
    refuse(edge, "eiam.change-password", "USER.0001");
    let owner = IdToken::of(edge, "wangxiaoming").issue(edge);
    let told = edge.ask(&Edge::change(&owner, &wang.eiam, GOOD));
    seen.is_logged_as(&told, Outcome::Forbidden, Outcome::UserNotFound);
    assert_eq!(audited(edge, &told, "eiam", &wang.eiam), "user-not-found");

    for fault in [
        json!({ "kind": "reset-after" }),
        json!({ "kind": "status", "status": 502 }),
        json!({ "kind": "not-json" }),
        json!({ "kind": "wrong-shape" }),
    ] {
        edge.fault("feishu.reset", &fault);
        let told = edge.ask(&Edge::reset(&feishu, &wang.feishu, GOOD));
        seen.is_told(&told, "feishu", &wang.feishu, Outcome::Unknown);
    }
    let told = edge.ask(&Edge::reset(&feishu, &wang.feishu, "Tide*Lamp73"));
    seen.is_told(&told, "feishu", &wang.feishu, Outcome::Done);
}

/// The outcomes that the edge determines before it calls a vendor.
fn edges(edge: &Edge, seen: &mut Seen<'_>, wang: &Person, lv: &Person) {
    let clients = edge.stack().clients();
    let eiam = edge.eiam_token(&clients.eiam);
    seen.is(&edge.ask(&Edge::eiam_exchange(&clients.eiam.id, &clients.eiam.secret)), Outcome::Granted);
    seen.is(&edge.ask(&Edge::eiam_exchange("nobody", "cs1.x")), Outcome::Unauthenticated);
    let form = |body: &str| {
        Ask::post("/api/v2/tenant/token")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .raw(body)
    };
    seen.is(&edge.ask(&form("grant_type=client_credentials")), Outcome::NoCredential);
    let app = json!({ "app_id": clients.feishu.id, "app_secret": clients.feishu.secret });
    let token = |body: &Value| Ask::post("/open-apis/auth/v3/tenant_access_token/internal").json(body);
    seen.is(&edge.ask(&token(&app)), Outcome::Granted);
    seen.is(&edge.ask(&token(&json!({ "app_id": "nobody", "app_secret": "x" }))), Outcome::Unauthenticated);
    seen.is(&edge.ask(&token(&json!({}))), Outcome::BadRequest);

    seen.is(&edge.ask(&Edge::change(&eiam, &wang.eiam, "short")), Outcome::RefusedPassword);
    seen.is(&edge.ask(&Edge::change("nobody", &wang.eiam, GOOD)), Outcome::Unauthenticated);
    let bare = Ask::put(&format!("/api/v2/tenant/users/{}/change-password", wang.eiam));
    seen.is(&edge.ask(&bare.json(&json!({ "password": GOOD }))), Outcome::NoCredential);
    let owner = IdToken::of(edge, "wangxiaoming").issue(edge);
    seen.is(&edge.ask(&Edge::change(&owner, &lv.eiam, GOOD)), Outcome::Forbidden);
    let long_ago = IdToken::of(edge, "wangxiaoming")
        .with("claims", json!({ "roles": ["password-operator"], "auth_time": 1_600_000_000 }))
        .issue(edge);
    let told = edge.ask(&Edge::rest(&long_ago, &lv.eiam, "SMS"));
    seen.is(&told, Outcome::SignInTooOld);
    assert!(told.header("WWW-Authenticate").contains("insufficient_user_authentication"), "{told:?}");
    seen.is(&edge.ask(&Edge::rest(&eiam, &wang.eiam, "PIGEON")), Outcome::BadRequest);
    seen.is(&edge.ask(&Ask::get("/api/v2/tenant/nothing")), Outcome::NotFound);
    seen.is(&edge.ask(&Ask::get("/open-apis/nothing")), Outcome::NotFound);
    seen.is(&edge.ask(&Ask::get("/v1/nothing")), Outcome::NotFound);
    seen.is(&edge.ask(&Ask::get("/api/v2/tenant/token")), Outcome::MethodNotAllowed);
    seen.is(&edge.shown("rt1.x.y"), Outcome::Unauthenticated);
}

/// The outcomes that need two concurrent requests.
fn at_once(edge: &Edge, seen: &mut Seen<'_>, lv: &Person) {
    let late = json!({ "kind": "delay", "ms": 1_500, "when": "after" });
    let first_and_second = |first: &Ask, second: &Ask| {
        let arrived = edge.arrived("eiam.change-password");
        edge.fault("eiam.change-password", &late);
        thread::scope(|scope| {
            let asked = scope.spawn(|| edge.ask(first));
            let started = Instant::now();
            while edge.arrived("eiam.change-password") == arrived {
                assert!(started.elapsed() < Duration::from_secs(5), "the first does not reach the vendor");
                thread::sleep(Duration::from_millis(10));
            }
            let told = edge.ask(second);
            (asked.join().unwrap(), told)
        })
    };
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    let keyed = || Edge::change(&client, &lv.eiam, "Tide*Lamp74").header("Idempotency-Key", "one-key");
    let (first, second) = first_and_second(&keyed(), &keyed());
    seen.is(&first, Outcome::Done);
    seen.is(&second, Outcome::Conflict);
    let again = edge.ask(&keyed());
    seen.is(&again, Outcome::Done);
    assert_eq!(logged(edge, &again)["cause"], "replayed");

    let ticket = edge.ticket(&Edge::change_ticket(&lv.eiam));
    let (first, second) = first_and_second(
        &Edge::change(&ticket, &lv.eiam, "Tide*Lamp75"),
        &Edge::change(&ticket, &lv.eiam, "Tide*Lamp76"),
    );
    seen.is(&first, Outcome::Done);
    seen.is(&second, Outcome::TicketSpent);
    // Later the ticket is like any invalid ticket.
    seen.is(&edge.ask(&Edge::change(&ticket, &lv.eiam, GOOD)), Outcome::Unauthenticated);
}

/// The outcomes when a part of the edge does not answer.
fn silent(edge: &Edge, seen: &mut Seen<'_>) {
    let auditor = IdToken::of(edge, "lvmeili").auditor().issue(edge);
    let eiam = edge.eiam_token(&edge.stack().clients().eiam);
    let user = edge.person("wangxiaoming").eiam;
    assert_eq!(edge.ask(&Ask::post("/__test/halt-at.gate")).status, 200);
    seen.is(&edge.ask(&Ask::get("/v1/drift").bearer(&auditor)), Outcome::Unavailable);
    let told = edge.ask(&Edge::change(&eiam, &user, "Tide*Lamp77"));
    seen.is(&told, Outcome::NotSent);
    assert_eq!(edge.ask(&Ask::post("/__test/halt-at.nowhere")).status, 200);
    assert_eq!(audited(edge, &told, "eiam", &user), "not-sent");
    // Finally, the vendor throttles all calls.
    edge.fault("eiam.change-password", &json!({ "kind": "throttle", "status": 429, "retry_after": 30 }));
    let told = edge.ask(&Edge::change(&eiam, &user, "Tide*Lamp78"));
    seen.is_told(&told, "eiam", &user, Outcome::TooOften);
}
