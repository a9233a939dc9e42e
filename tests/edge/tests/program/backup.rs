//! `passgate backup` and `passgate restore`: a backup under load is restored elsewhere; damaged backups
//! are refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use passgate_edge_tests::{Edge, wait_for};
use serde_json::{Value, json};

use super::deployment::{Deployment, PATIENCE, failed, run, succeeded};

/// The characters of the passwords; no combination of them contains a sequence.
const CHARACTERS: &[u8] = b"bdgkmrtwz2479";

fn password() -> String {
    let middle: String = (0..6).map(|_| CHARACTERS[fastrand::usize(..CHARACTERS.len())] as char).collect();
    format!("T~{middle}7q")
}

fn backup(deployment: &Deployment, name: &str) -> Output {
    let folder = deployment.folder.path().join(name);
    run(&["backup", folder.to_str().unwrap(), "--config"], &deployment.config())
}

fn restore(backup: &Path, into: &Deployment) -> Output {
    run(&["restore", backup.to_str().unwrap(), "--config"], &into.config())
}

/// Exports EIAM's log and verifies it. Returns the number of rows, and of attempts in progress.
fn verified(deployment: &Deployment, head: Option<&str>) -> (u64, u64) {
    let file = deployment.folder.path().join("eiam.ndjson");
    let file = file.to_str().unwrap();
    let config = deployment.config();
    let export = ["audit", "export", config.to_str().unwrap(), "--product", "eiam", "--output"];
    succeeded(&run(&export, Path::new(file)));
    let mut verify = vec!["audit", "verify"];
    if let Some(head) = head {
        verify.extend(["--head", head]);
    }
    let told = succeeded(&run(&verify, Path::new(file)));
    let line = told.lines().find(|line| line.ends_with("0 findings")).unwrap();
    let number = |before: &str| {
        let (number, _) = line.split_once(before)?;
        number.rsplit(' ').next()?.parse().ok()
    };
    (number(" rows").unwrap(), number(" in progress").unwrap_or(0))
}

fn manifest(backup: &Path) -> Value {
    serde_json::from_slice(&fs::read(backup.join("manifest.json")).unwrap()).unwrap()
}

/// The requests without an outcome in the ledgers of a state that nothing serves.
fn open_attempts(objects: &Path) -> Vec<String> {
    let script = r#"
import json, pathlib, sqlite3, sys
found = []
for path in pathlib.Path(sys.argv[1]).glob("reset-subject-v1/*.sqlite"):
    if path.name != "metadata.sqlite":
        query = "SELECT request_id FROM ledger WHERE outcome IS NULL"
        found += [request for (request,) in sqlite3.connect(path).execute(query)]
print(json.dumps(found))
"#;
    let output = Command::new("python3").args(["-c", script]).arg(objects).output().unwrap();
    serde_json::from_str(&succeeded(&output)).unwrap()
}

#[test]
fn a_backup_under_load_is_restored_elsewhere() {
    let edge = Edge::with_people(40);
    let people = edge.numbered_people();
    // Attempts are in progress at any moment.
    let slow = json!({ "kind": "delay", "ms": 150, "when": "before" });
    let fault = json!({ "call": "eiam.change-password", "fault": slow, "times": "always" });
    edge.control("POST", "/_sim/faults", &fault);
    let deployment = Deployment::new(&edge);
    let mut served = deployment.start();
    let token = deployment.token();
    let (done, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let wait_for_resets = |count: usize| {
        wait_for(PATIENCE, &format!("{count} resets"), || done.load(Ordering::Relaxed) >= count);
    };
    thread::scope(|scope| {
        for place in 0..4 {
            let (deployment, token, people, done, is_over) = (&deployment, &token, &people, &done, &is_over);
            scope.spawn(move || {
                for person in people.iter().skip(place).step_by(4).cycle() {
                    if is_over.load(Ordering::Relaxed) {
                        return;
                    }
                    if deployment.change_password_as(token, &person.eiam, &password()) == Some(200) {
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
        wait_for_resets(40);
        succeeded(&backup(&deployment, "one"));
        wait_for_resets(80);
        succeeded(&backup(&deployment, "two"));
        is_over.store(true, Ordering::Relaxed);
    });
    // A later export while the edge runs. After it, the machine is lost.
    let (all, _) = verified(&deployment, None);
    served.signal("-KILL");
    served.child.wait().unwrap();
    let (mut rows, mut in_progress) = (Vec::new(), 0);
    for name in ["one", "two"] {
        let folder = deployment.folder.path().join(name);
        let manifest = manifest(&folder);
        let end = manifest["logs"].as_array().unwrap().iter().find(|log| log["product"] == "eiam").unwrap();
        let kept = end["rows"].as_u64().unwrap();
        rows.push(kept);
        let head = format!("{kept}:{}", end["head"].as_str().unwrap());
        let standby = deployment.elsewhere("standby");
        let told = succeeded(&restore(&folder, &standby));
        let settled: u64 = told
            .lines()
            .find_map(|line| {
                line.strip_suffix(" attempts were in progress: their outcome is recorded as unknown")
            })
            .map_or(0, |many| many.parse().unwrap());
        let (restored, _) = verified(&standby, Some(&head));
        assert_eq!(restored, kept + settled, "{name}: every row, and one for each attempt that was settled");
        let open = open_attempts(&standby.folder.path().join("standby/objects"));
        in_progress += open.len();
        println!("{name}: {kept} rows of {all}, {settled} settled, {} in progress", open.len());
        let _served = standby.start();
        assert_eq!(standby.change_password(&people[0].eiam, &password()), 200);
        // The restored alarms settle each attempt that was in progress, without another request to its
        // account.
        wait_for(PATIENCE, &format!("{name}: every attempt has its outcome"), || {
            let (rows, unsettled) = verified(&standby, Some(&head));
            let log = fs::read_to_string(standby.folder.path().join("eiam.ndjson")).unwrap();
            let has_outcome = |request: &String| log.contains(&format!("\"{request}/outcome\""));
            unsettled == 0 && rows >= restored + 2 && open.iter().all(has_outcome)
        });
    }
    assert!(in_progress > 0, "a backup under load has attempts in progress");
    assert!(rows[0] >= 80 && rows[0] < rows[1] && rows[1] <= all, "{rows:?} of {all}");
}

/// A deployment with one reset, and its backup.
fn kept(edge: &Edge) -> (Deployment, std::path::PathBuf) {
    let deployment = Deployment::new(edge);
    let _served = deployment.start();
    let wang = edge.person("wangxiaoming");
    assert_eq!(deployment.change_password(&wang.eiam, "Tz~5820kQ"), 200);
    wait_for(PATIENCE, "the log has the reset", || verified(&deployment, None).0 >= 2);
    succeeded(&backup(&deployment, "kept"));
    let folder = deployment.folder.path().join("kept");
    (deployment, folder)
}

fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").args([from, to]).status().unwrap().success());
}

/// Changes a row of a database in a backup, and corrects the manifest.
fn forge(backup: &Path, kind: &str, change: &str) {
    let script = r#"
import hashlib, json, pathlib, sqlite3, sys
backup, kind, change = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
manifest = json.loads((backup / "manifest.json").read_text())
for name in manifest["files"]:
    if name.startswith(kind) and "metadata" not in name:
        path = backup / "objects" / name
        database = sqlite3.connect(path)
        for trigger in ("entry_never_changes", "entry_never_goes"):
            database.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        database.execute(change)
        database.commit()
        database.close()
        content = path.read_bytes()
        manifest["files"][name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
(backup / "manifest.json").write_text(json.dumps(manifest))
"#;
    let output =
        Command::new("python3").args(["-c", script]).arg(backup).args([kind, change]).output().unwrap();
    succeeded(&output);
}

#[test]
fn a_damaged_backup_is_refused_and_says_what_is_damaged() {
    let edge = Edge::start();
    let (deployment, folder) = kept(&edge);
    let files = manifest(&folder)["files"].as_object().unwrap().clone();
    let log =
        files.keys().find(|name| name.starts_with("audit-log-v1/") && !name.contains("metadata")).unwrap();
    let path = |backup: &Path| backup.join("objects").join(log);
    type Damage<'a> = (Box<dyn Fn(&Path) + 'a>, &'static str);
    let damages: Vec<Damage<'_>> = vec![
        (
            Box::new(|backup| {
                let mut bytes = fs::read(path(backup)).unwrap();
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
                fs::write(path(backup), bytes).unwrap();
            }),
            "differs from the manifest",
        ),
        (
            Box::new(|backup| {
                let bytes = fs::read(path(backup)).unwrap();
                fs::write(path(backup), &bytes[..bytes.len() - 4096]).unwrap();
            }),
            "differs from the manifest",
        ),
        (Box::new(|backup| fs::remove_file(path(backup)).unwrap()), "is missing"),
        (
            Box::new(|backup| fs::write(backup.join("objects/audit-log-v1/x.sqlite"), "").unwrap()),
            "is not in the manifest",
        ),
        (
            Box::new(|backup| fs::remove_file(backup.join("manifest.json")).unwrap()),
            "is not a complete backup",
        ),
        (Box::new(|backup| fs::write(backup.join("manifest.json"), "{\"format\":1").unwrap()), "is damaged"),
        (
            Box::new(|backup| fs::write(backup.join("manifest.json"), "{\"format\":2}").unwrap()),
            "has format 2",
        ),
        (
            Box::new(|backup| {
                forge(
                    backup,
                    "audit-log-v1",
                    "UPDATE entry SET line = replace(line, 'done', 'refused') WHERE seq = 2",
                );
            }),
            "row 2 was changed",
        ),
        (
            Box::new(|backup| forge(backup, "audit-log-v1", "DELETE FROM entry WHERE seq = 2")),
            "does not end with row 2",
        ),
        (
            Box::new(|backup| {
                forge(backup, "reset-subject-v1", "UPDATE ledger SET request_id = 'another', told = 1");
                forge(
                    backup,
                    "reset-subject-v1",
                    "INSERT INTO ledger (request_id, actor, account, action, intent_at_ms, told) VALUES ('another', 'a', 'b', 'c', 1, 1)",
                );
            }),
            "its ledger has another/intent, and the audit log does not",
        ),
    ];
    for (number, (damage, expected)) in damages.iter().enumerate() {
        let damaged = deployment.folder.path().join(format!("damaged-{number}"));
        copy(&folder, &damaged);
        damage(&damaged);
        let other = deployment.elsewhere("other");
        failed(&restore(&damaged, &other), expected);
        // Nothing of the backup is left in the state.
        let left: Vec<_> =
            fs::read_dir(other.folder.path().join("other")).into_iter().flatten().flatten().collect();
        assert!(left.is_empty(), "{expected}: {left:?}");
    }
    let other = deployment.elsewhere("other");
    succeeded(&restore(&folder, &other));
    assert_eq!(verified(&other, None), (2, 0));
}

#[test]
fn a_backup_is_restored_only_into_an_empty_state_that_nothing_serves() {
    let edge = Edge::start();
    let (deployment, folder) = kept(&edge);
    failed(&restore(&folder, &deployment), "is not empty: stop the edge");
    failed(&backup(&deployment, "kept"), "is not empty: name a new folder");
    let served = deployment.start();
    failed(&restore(&folder, &deployment), "another process uses the state");
    drop(served);
    // With another signing key, every account's object has another name.
    let other = deployment.elsewhere("other");
    fs::write(other.folder.path().join("signing.key"), passgate_stack::signing_key().unwrap()).unwrap();
    failed(&restore(&folder, &other), "was made with another signing key");
    // A backup is also refused if its key cannot be compared.
    other.change(|document| document["secrets"]["SIGNING_KEY"] = json!({ "credential": "signing-key" }));
    failed(&restore(&folder, &other), "the signing key of");
    // A backup does not need the secrets. It needs a valid `state`.
    deployment.change(|document| document["secrets"]["SIGNING_KEY"] = json!({ "credential": "signing-key" }));
    succeeded(&backup(&deployment, "without-secrets"));
    deployment.change(|document| document["state"] = json!(7));
    failed(&backup(&deployment, "none"), "state must be a string");
    deployment.change(|document| document["state"] = json!("elsewhere"));
    failed(&backup(&deployment, "none"), "does not exist: is `state` of the configuration right?");
    let files: BTreeMap<String, Value> = serde_json::from_value(manifest(&folder)["files"].clone()).unwrap();
    assert!(files.keys().any(|name| name.starts_with("reset-subject-v1/")), "{files:?}");
}
