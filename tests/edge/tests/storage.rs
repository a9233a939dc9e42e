//! The data on disk, and its deletion: attempts that the log has, and objects without state.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::fs;
use std::process::Command;
use std::time::Duration;

use passgate_edge_tests::{Ask, Edge, IdToken, wait_for};
use serde_json::{Value, json};

const GOOD: &str = "Tide*Lamp72";
/// The alarm fires after eight seconds; the rest is for a slow machine.
const PATIENCE: Duration = Duration::from_secs(40);

/// The size of the databases of that class and their journals, in bytes. It excludes the journals'
/// indexes, which this test leaves behind where it reads, and the list of alarms.
fn bytes(edge: &Edge, class: &str) -> u64 {
    let files = fs::read_dir(edge.stack().objects().join(class)).into_iter().flatten().flatten();
    let own = files.filter(|file| {
        let name = file.file_name().to_string_lossy().into_owned();
        !name.ends_with("-shm") && !name.starts_with("metadata.sqlite")
    });
    own.filter_map(|file| Some(file.metadata().ok()?.len())).sum()
}

#[test]
fn an_attempt_is_kept_until_the_log_has_it_and_no_repeat_needs_it() {
    // Accounts that keep their objects because of their rate limits.
    let slow = json!({ "burst": 20, "per_minute": 1 });
    let edge = Edge::configured(&json!({ "rates": { "account": slow } }));
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    let own = |username: &str| IdToken::of(&edge, username).issue(&edge);
    let plain = Edge::change(&own("wangxiaoming"), &wang.eiam, GOOD);
    let repeatable = Edge::change(&own("lvmeili"), &lv.eiam, GOOD).header("Idempotency-Key", "k-1");
    assert_eq!((edge.ask(&plain).status, edge.ask(&repeatable).status), (200, 200));
    let before = edge.tables("reset-subject-v1");
    let many = |rows: &Value, table: &str| rows[table].as_array().unwrap().len();
    assert_eq!(before.iter().map(|rows| many(rows, "ledger")).sum::<usize>(), 2, "{before:?}");
    // The log names a person who changes the own password only by the account's tag.
    for id in [&wang.eiam, &lv.eiam] {
        let ledgers: Vec<&Value> = before.iter().map(|rows| &rows["ledger"]).collect();
        let outboxes: Vec<&Value> = before.iter().map(|rows| &rows["outbox"]).collect();
        let kept = json!([ledgers, outboxes]).to_string();
        assert!(!kept.contains(id.as_str()), "{kept}");
        assert!(!edge.audit_log("eiam").contains(id.as_str()));
    }
    assert!(edge.audited("eiam").iter().all(|event| event.actor == "user"));

    wait_for(PATIENCE, "the alarm", || {
        let after = edge.tables("reset-subject-v1");
        let of = |keyed: usize| {
            let rows = after.iter().find(|rows| many(rows, "replay") == keyed).unwrap();
            (many(rows, "ledger"), many(rows, "outbox"), many(rows, "rate"))
        };
        // The attempt that can be repeated is kept for a day.
        of(0) == (0, 0, 1) && of(1) == (1, 0, 1)
    });
    // The log contains what the ledger has removed, and the repeat is answered as before.
    assert_eq!(edge.ask(&repeatable).header("Idempotency-Replayed"), "true");
    assert_eq!(edge.audited("eiam").len(), 4);
}

#[test]
fn an_object_without_state_deletes_its_storage() {
    let edge = Edge::start();
    assert_eq!(edge.ask(&Ask::post("/__test/rest.1000")).status, 200);
    let wang = edge.person("wangxiaoming");
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    let minting = edge.eiam_token(&edge.stack().clients().tickets);
    assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, GOOD)).status, 200);
    // Tickets for invented accounts, and a repeat of a request that was never made.
    for index in 0..20 {
        let mut request = Edge::change_ticket(&format!("made-up-{index}"));
        request["expires_in"] = json!(15);
        assert_eq!(edge.ask(&Ask::post("/v1/tickets").bearer(&minting).json(&request)).status, 201);
        let refused =
            Edge::change(&client, &format!("nobody-{index}"), "short").header("Idempotency-Key", "k");
        assert_eq!(edge.ask(&refused).status, 400);
    }
    let subjects = bytes(&edge, "reset-subject-v1");
    assert_eq!(edge.tables("reset-subject-v1").len(), 41);
    wait_for(PATIENCE, "the end of every account", || edge.tables("reset-subject-v1").is_empty());
    wait_for(PATIENCE, "the end of every rate", || edge.tables("caller-rate-v1").is_empty());
    // The runtime keeps one page of an empty database.
    let left = bytes(&edge, "reset-subject-v1");
    println!("41 accounts had {subjects} bytes on the disk, and have {left}");
    assert!(left <= 41 * 4096, "{left}");
    // A returning caller can continue, and no logged event is lost.
    assert_eq!(edge.audited_of("eiam", &wang.eiam).len(), 2);
    assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, "Tide*Lamp73")).status, 200);
    let events = edge.audited_once("eiam", &wang.eiam, |events| events.len() == 4);
    assert_eq!(events.len(), 4);
}

/// Gives each account the ledger of version 0.1, with an attempt that was interrupted.
const OF_VERSION_0_1: &str = r#"
import pathlib, sqlite3, sys
for path in pathlib.Path(sys.argv[1]).glob("*.sqlite"):
    object = sqlite3.connect(path)
    if not object.execute("SELECT 1 FROM sqlite_master WHERE name = 'ledger'").fetchone():
        continue
    object.executescript("""
        CREATE TABLE earlier (
            attempt INTEGER PRIMARY KEY AUTOINCREMENT, request_id TEXT NOT NULL, actor TEXT NOT NULL,
            account TEXT NOT NULL, action TEXT NOT NULL, intent_at_ms INTEGER NOT NULL, outcome TEXT,
            detail TEXT, outcome_at_ms INTEGER, product TEXT
        );
        INSERT INTO earlier SELECT attempt, request_id, actor, account, action, intent_at_ms, outcome, detail,
            outcome_at_ms, product FROM ledger;
        INSERT INTO earlier (request_id, actor, account, action, intent_at_ms)
            SELECT 'interrupted', actor, account, action, intent_at_ms FROM ledger;
        DROP TABLE ledger;
        ALTER TABLE earlier RENAME TO ledger;
        CREATE INDEX intent_without_outcome ON ledger (intent_at_ms) WHERE outcome IS NULL;
        ALTER TABLE outbox DROP COLUMN link;
        DELETE FROM migrations WHERE step >= 6;
    """)
    object.commit()
    print(path)
"#;

#[test]
fn an_account_of_version_0_1_is_continued() {
    let mut edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    let repeatable = Edge::change(&client, &wang.eiam, GOOD).header("Idempotency-Key", "k-1");
    assert_eq!(edge.ask(&repeatable).status, 200);
    assert_eq!(edge.audited_once("eiam", &wang.eiam, |events| events.len() == 2).len(), 2);
    let process = edge.stack().worker_process_id().unwrap().to_string();
    assert!(Command::new("kill").args(["-9", &process]).status().unwrap().success());
    let subjects = edge.stack().objects().join("reset-subject-v1");
    let changed = Command::new("python3").args(["-c", OF_VERSION_0_1, subjects.to_str().unwrap()]).output();
    let changed = changed.unwrap();
    assert_eq!(
        String::from_utf8_lossy(&changed.stdout).lines().count(),
        1,
        "{}",
        String::from_utf8_lossy(&changed.stderr)
    );
    edge.stack_mut().restart_worker().unwrap();
    let again = edge.ask(&repeatable);
    assert_eq!((again.status, again.header("Idempotency-Replayed")), (200, "true"), "{}", again.text);
    assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, "Tide*Lamp73")).status, 200);
    // The log has each event once, and the interrupted attempt ends as unknown.
    let events = edge.audited_once("eiam", &wang.eiam, |events| events.len() == 6);
    let outcomes: Vec<&str> = events.iter().filter_map(|event| event.outcome.as_deref()).collect();
    assert_eq!(outcomes, ["done", "unknown", "done"]);
    assert_eq!(events[2].request_id, "interrupted");
}
