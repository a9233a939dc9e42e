//! The state of version 0.1, taken over by this version.
//!
//! `tests/edge/fixtures/state-0.1.sql` was written by 0.1 itself, and this test writes it again:
//!
//! ```sh
//! git worktree add /tmp/passgate-0.1 c701f54
//! (cd /tmp/passgate-0.1 && npm ci --ignore-scripts && cargo xtask build)
//! PASSGATE_OLD=/tmp/passgate-0.1 PASSGATE_STATE=write cargo test -p passgate-edge-tests --test edge upgrade::
//! ```
//!
//! With `PASSGATE_OLD` alone, the test of the upgrade then goes back to 0.1 on the same state.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "all of it is test code; clippy.toml knows only the functions marked so"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use passgate_edge_tests::{Edge, verified, wait_for};
use passgate_stack::{Build, Credential, Stack, StackOptions};
use serde_json::{Value, json};
use tempfile::TempDir;

/// When the state was written, by its own clock, which the tests set: tickets and answers end soon after.
const WRITTEN_MS: u64 = 1_893_456_000_000;
/// A key of both versions, for the tests only.
const SIGNING_KEY: &str = "sk1.kH3PzX0vW6yQm1cT9aLrBn2dGfJs7uE4oIiKpVtYxQw";
const PATIENCE: Duration = Duration::from_secs(20);
/// The browser that claimed the ticket.
const BROWSER: &str = "dGhlIGJyb3dzZXIgdGhhdCB0aGUgdGVzdHMgdXNlISE";

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/state-0.1.sql")
}

fn client() -> Credential {
    Credential { id: "back-end".to_owned(), secret: SIGNING_KEY.replace("sk1.", "cs1.") }
}

/// The configuration that both versions read.
fn config() -> Value {
    json!({
        "clients": [{
            "id": client().id,
            "secret_hashes": [client().secret_hash()],
            "products": ["feishu", "eiam"],
            "actions": ["reset", "change-password"],
            "mints_tickets": true,
        }],
    })
}

fn options(root: Option<PathBuf>, config: Value) -> StackOptions {
    StackOptions {
        name: "upgrade".to_owned(),
        // Version 0.1 has one build, with test routes that its configuration switches on.
        build: if root.is_some() { Build::Shipping } else { Build::ForTests },
        root,
        config,
        secrets: BTreeMap::from([("EDGE_SIGNING_KEY".to_owned(), SIGNING_KEY.to_owned())]),
        ..StackOptions::default()
    }
}

fn start_old(root: &str) -> Stack {
    let mut config = config();
    config["test_routes"] = json!(true);
    config["rates"] = json!({ "refused": null });
    config["products"] = json!({ "eiam": { "policy": null, "sign_in_url": null } });
    Stack::start(options(Some(root.into()), config)).unwrap_or_else(|error| panic!("{error}"))
}

/// A request to either version: the status, whether the answer was a replay, and the body.
fn ask(
    base: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &Value,
) -> Option<(u16, bool, Value)> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .proxy(None)
        .build()
        .into();
    let mut request = ureq::http::Request::builder().method(method).uri(format!("{base}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request =
        request.header("Content-Type", "application/json; charset=utf-8").body(body.to_string()).unwrap();
    let mut reply = agent.run(request).ok()?;
    let is_replay = reply.headers().get("Idempotency-Replayed").is_some();
    let text = reply.body_mut().read_to_string().unwrap_or_default();
    Some((reply.status().as_u16(), is_replay, serde_json::from_str(&text).unwrap_or_default()))
}

fn token(base: &str) -> String {
    let body = json!({ "app_id": client().id, "app_secret": client().secret });
    let told = ask(base, "POST", "/open-apis/auth/v3/tenant_access_token/internal", &[], &body).unwrap();
    format!("Bearer {}", told.2["tenant_access_token"].as_str().unwrap_or_else(|| panic!("{told:?}")))
}

fn reset(base: &str, token: &str, person: &str, password: &str, key: &str) -> Option<(u16, bool, Value)> {
    let body = json!({ "password": { "ent_email_password": password }, "user_id": person });
    let path = "/open-apis/admin/v1/password/reset?user_id_type=user_id";
    ask(base, "POST", path, &[("Authorization", token), ("Idempotency-Key", key)], &body)
}

/// Moves the Worker's clock to this long after the state was written.
fn set_clock(base: &str, after: Duration) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let ahead = Duration::from_millis(WRITTEN_MS) + after - now;
    let told = ask(base, "POST", &format!("/__test/ahead.{}", ahead.as_millis()), &[], &Value::Null);
    assert_eq!(told.unwrap().0, 200);
}

/// Accounts with the same ids in every run: their `user_id`.
fn people(stack: &Stack) -> [&'static str; 3] {
    let ids = ["old-repeat", "old-link", "old-cut"];
    for id in ids {
        let email = format!("{id}@example.com");
        let account = json!({ "username": id, "email": email, "feishu": { "user_id": id } });
        stack.simulator().post("/_sim/users", &account).unwrap();
    }
    ids
}

fn python(script: &str, arguments: &[&Path]) -> String {
    let output = Command::new("python3").args(["-c", script]).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Writes a state as SQL: each database begins with a line that names its file.
const DUMP: &str = r#"
import pathlib, sqlite3, sys
objects, out = pathlib.Path(sys.argv[1]), open(sys.argv[2], "w")
for path in sorted(objects.glob("**/*.sqlite")):
    lines = [line for line in sqlite3.connect(path).iterdump()]
    out.write("-- file: %s\n%s\n" % (path.relative_to(objects), "\n".join(lines)))
"#;

/// Makes a state from SQL. Its alarms come in a minute, once the test has set the clock.
const LOAD: &str = r#"
import pathlib, shutil, sqlite3, sys, time
objects, text = pathlib.Path(sys.argv[1]), open(sys.argv[2]).read()
shutil.rmtree(objects)
for part in text.split("-- file: ")[1:]:
    name, sql = part.split("\n", 1)
    path = objects / name
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path)
    database.executescript(sql)
    at = [int((time.time() + 60) * 1e9)]
    if path.name == "metadata.sqlite":
        database.execute("UPDATE _cf_ALARM SET scheduled_time = ?", at)
    elif database.execute("SELECT 1 FROM sqlite_master WHERE name = '_cf_METADATA'").fetchone():
        database.execute("UPDATE _cf_METADATA SET value = ? WHERE key = 1 AND value IS NOT NULL", at)
    database.commit()
    database.close()
"#;

/// Counts attempts, tickets and rows in a state.
const COUNT: &str = r#"
import json, pathlib, sqlite3, sys
counts = {}
for path in pathlib.Path(sys.argv[1]).glob("**/*.sqlite"):
    database = sqlite3.connect(path)
    for table in ("ledger", "ticket", "replay", "outbox", "entry"):
        if database.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [table]).fetchone():
            counts[table] = counts.get(table, 0) + database.execute("SELECT COUNT(*) FROM " + table).fetchone()[0]
print(json.dumps(counts))
"#;

fn counts(objects: &Path) -> Value {
    serde_json::from_str(&python(COUNT, &[objects])).unwrap()
}

/// Writes the fixture with version 0.1: an attempt that is done and can be repeated, one that the vendor
/// refused, one that was interrupted, and a ticket that is not used.
fn write(root: &str) {
    let mut stack = start_old(root);
    let base = stack.base().to_owned();
    set_clock(&base, Duration::ZERO);
    let token = token(&base);
    let [repeat, link, cut] = people(&stack);
    let told = reset(&base, &token, repeat, "Tide*Lamp72", "k-done").unwrap();
    assert_eq!(told.0, 200, "{told:?}");
    stack.simulator().control("PATCH", "/_sim/policy/feishu", Some(&json!({ "min": 14 }))).unwrap();
    assert_eq!(reset(&base, &token, repeat, "Tide*Lamp73", "k-refused").unwrap().0, 400);
    stack.simulator().control("PATCH", "/_sim/policy/feishu", Some(&json!({ "min": 8 }))).unwrap();
    let request =
        json!({ "product": "feishu", "action": "reset", "user_id": link, "user_id_type": "user_id" });
    let minted = ask(&base, "POST", "/v1/tickets", &[("Authorization", &token)], &request).unwrap();
    let ticket = minted.2["ticket"].as_str().unwrap_or_else(|| panic!("{minted:?}")).to_owned();
    let fault = json!({ "call": "feishu.reset", "fault": { "kind": "delay", "ms": 3_000, "when": "after" } });
    stack.simulator().post("/_sim/faults", &fault).unwrap();
    let arrived = |stack: &Stack| {
        stack.simulator().get("/_sim/calls").unwrap()["counts"]["feishu.reset"]["arrived"].as_u64()
    };
    let before = arrived(&stack);
    thread::scope(|scope| {
        let asked = scope.spawn(|| reset(&base, &token, cut, "Tide*Lamp72", "k-cut"));
        wait_for(PATIENCE, "the call arrives", || arrived(&stack) > before);
        thread::sleep(Duration::from_secs(1));
        let process = stack.worker_process_id().unwrap();
        assert!(Command::new("kill").args(["-9", &process.to_string()]).status().unwrap().success());
        assert!(asked.join().unwrap().is_none());
    });
    stack.kill_worker();
    fs::create_dir_all(fixture().parent().unwrap()).unwrap();
    python(DUMP, &[stack.objects(), &fixture()]);
    let dump = fs::read_to_string(fixture()).unwrap();
    fs::write(fixture(), format!("-- ticket: {ticket}\n{dump}")).unwrap();
    panic!("written: {} {}", fixture().display(), counts(stack.objects()));
}

#[test]
fn this_version_takes_the_state_of_0_1_over() {
    let old = std::env::var("PASSGATE_OLD").ok();
    if std::env::var("PASSGATE_STATE").is_ok_and(|value| value == "write") {
        write(old.as_deref().unwrap());
    }
    let mut edge = Edge::with_options(options(None, config()));
    edge.stack_mut().kill_worker();
    let objects = edge.stack().objects().to_owned();
    python(LOAD, &[&objects, &fixture()]);
    let before = counts(&objects);
    assert_eq!(before, json!({ "ledger": 3, "ticket": 1, "replay": 3, "outbox": 6, "entry": 5 }), "{before}");
    edge.stack_mut().restart_worker().unwrap();
    let base = edge.stack().base().to_owned();
    set_clock(&base, Duration::from_secs(30));
    let [repeat, link, cut] = people(edge.stack());

    // A repeat gets the answer that 0.1 gave. The vendor is not called.
    let token = token(&base);
    let (status, is_replay, _) = reset(&base, &token, repeat, "Tide*Lamp72", "k-done").unwrap();
    assert_eq!((status, is_replay, edge.arrived("feishu.reset")), (200, true, 0));
    // The interrupted attempt becomes unknown, for a repeat and in the log.
    let (status, is_replay, _) = reset(&base, &token, cut, "Tide*Lamp72", "k-cut").unwrap();
    assert_eq!((status, is_replay, edge.arrived("feishu.reset")), (504, true, 0));
    // The ticket of 0.1 sets a password, once.
    let text = fs::read_to_string(fixture()).unwrap();
    let ticket = text.lines().next().unwrap().trim_start_matches("-- ticket: ").to_owned();
    let bearer = format!("Bearer {ticket}");
    let by_link = |password: &str| {
        let body = json!({ "password": { "ent_email_password": password }, "user_id": link });
        let headers = [("Authorization", bearer.as_str()), ("Passgate-Browser", BROWSER)];
        ask(&base, "POST", "/open-apis/admin/v1/password/reset?user_id_type=user_id", &headers, &body)
            .unwrap()
    };
    assert_eq!(by_link("Tide*Lamp72").0, 200);
    assert!(edge.is_password("feishu", link, "Tide*Lamp72"));
    assert_eq!(by_link("Tide*Lamp73").2["outcome"], "unauthenticated");
    // The log continues the chain of 0.1 without a gap.
    wait_for(PATIENCE, "the log is complete", || counts(&objects)["entry"] == 10);
    // The auditor signs in by the machine's clock.
    assert_eq!(ask(&base, "POST", "/__test/ahead.0", &[], &Value::Null).unwrap().0, 200);
    let log = edge.audit_log("feishu");
    let report = verified(&log);
    assert_eq!((report.findings, report.rows), (Vec::new(), 10));
    let kept: Vec<&str> =
        text.lines().filter(|line| line.contains("\"entry\"") && line.contains("INSERT")).collect();
    assert_eq!(kept.len(), 5);
    for (row, line) in log.lines().zip(kept) {
        assert!(line.contains(row), "{row} is not a row of 0.1: {line}");
    }
    let after = counts(&objects);
    println!("before {before}, after {after}");
    if let Some(old) = old {
        roll_back(&old, edge, &after);
    }
}

/// Version 0.1 on the state of this version.
fn roll_back(old: &str, mut edge: Edge, after: &Value) {
    edge.stack_mut().kill_worker();
    let mut stack = start_old(old);
    stack.kill_worker();
    let objects = stack.objects().to_owned();
    fs::remove_dir_all(&objects).unwrap();
    let copied = Command::new("cp").arg("-r").arg(edge.stack().objects()).arg(&objects).status().unwrap();
    assert!(copied.success());
    stack.restart_worker().unwrap();
    let base = stack.base().to_owned();
    set_clock(&base, Duration::from_secs(60));
    let token = token(&base);
    let [repeat, ..] = people(&stack);
    let replayed = reset(&base, &token, repeat, "Tide*Lamp72", "k-done");
    let again = reset(&base, &token, repeat, "Tide*Lamp74", "k-back");
    println!("rolled back: {after} to {}, repeat {replayed:?}, a further reset {again:?}", counts(&objects));
}

/// Runs an example of docs/install.md. Returns whether it succeeded, and what it printed.
fn documented(name: &str, [old, state, backups]: [&Path; 3]) -> (bool, String) {
    let page = include_str!("../../../docs/install.md");
    let (_, script) = page.split_once(&format!("<!-- example: {name} -->\n```sh\n")).unwrap();
    let (script, _) = script.split_once("```").unwrap();
    let mut bash = Command::new("bash");
    bash.args(["-e", "-o", "pipefail", "-c", script]);
    let output = bash.env("OLD", old).env("STATE", state).env("BACKUPS", backups).output().unwrap();
    let printed = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(printed).unwrap())
}

#[test]
fn the_way_back_to_0_1_is_the_folder_that_0_1_wrote() {
    let folder = TempDir::new().unwrap();
    let places = ["old", "state", "backups"].map(|name| folder.path().join(name));
    let [old, state, backups] = [&places[0], &places[1], &places[2]].map(PathBuf::as_path);
    fs::create_dir_all(old).unwrap();
    fs::create_dir_all(backups).unwrap();
    python(LOAD, &[old, &fixture()]);
    let way = [old, state, backups];
    assert_eq!(documented("copy-0.1", way), (true, String::new()));

    // This version uses the copy.
    let mut edge = Edge::with_options(options(None, config()));
    edge.stack_mut().kill_worker();
    let objects = edge.stack().objects().to_owned();
    fs::remove_dir_all(&objects).unwrap();
    fs::rename(state.join("objects"), &objects).unwrap();
    edge.stack_mut().restart_worker().unwrap();
    let base = edge.stack().base().to_owned();
    set_clock(&base, Duration::from_secs(30));
    let [repeat, ..] = people(edge.stack());
    assert_eq!(reset(&base, &token(&base), repeat, "Tide*Lamp75", "k-new").unwrap().0, 200);
    wait_for(PATIENCE, "the log grows", || counts(&objects)["entry"].as_u64() > Some(5));
    edge.stack_mut().kill_worker();

    // The folder of 0.1 has what it had.
    assert_eq!(documented("back-to-0.1", way), (true, String::new()));
    let had = json!({ "ledger": 3, "ticket": 1, "replay": 3, "outbox": 6, "entry": 5 });
    assert_eq!(counts(old), had);
    // Otherwise the command says which file differs.
    let migrated = documented("back-to-0.1", [&objects, state, backups]);
    assert!(!migrated.0 && migrated.1.contains(".sqlite"), "{}", migrated.1);
    let file =
        fs::read_dir(old.join("audit-log-v1")).unwrap().flatten().map(|entry| entry.path()).max().unwrap();
    let bytes = fs::read(&file).unwrap();
    let name = file.file_name().unwrap().to_str().unwrap();
    let mut changed = bytes.clone();
    *changed.last_mut().unwrap() ^= 1;
    fs::write(&file, changed).unwrap();
    assert!(documented("back-to-0.1", way).1.contains(name));
    fs::remove_file(&file).unwrap();
    assert!(documented("back-to-0.1", way).1.contains(name));
    fs::write(&file, bytes).unwrap();
    fs::write(old.join("further"), "").unwrap();
    assert!(documented("back-to-0.1", way).1.contains("./further"));
}
