//! `passgate serve` and `passgate check` on a configuration file, with the Worker that ships.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "all of it is test code; clippy.toml knows only the functions marked so"
)]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use passgate_edge_tests::Edge;
use passgate_stack::signing_key;
use serde_json::{Value, json};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(30);

/// A deployment in a folder: its configuration and its secrets, for the vendors of a stack.
struct Deployment {
    folder: TempDir,
    base: String,
    eiam: (String, String),
}

impl Deployment {
    fn new(edge: &Edge) -> Self {
        let folder = TempDir::new().unwrap();
        let stack = edge.stack();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let (app_id, app_secret) = stack.simulator().app();
        let (client_id, client_secret) = stack.simulator().client();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, format!("{text}\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        };
        write("feishu.secret", app_secret);
        write("eiam.secret", client_secret);
        write("signing.key", &signing_key().unwrap());
        let root = root();
        let vendor = format!("http://{}", stack.simulator().address());
        let mut document = stack.config().clone();
        document["public_origin"] = json!(format!("http://127.0.0.1:{port}"));
        document["products"] = json!({
            "feishu": { "app_id": app_id, "app_secret": { "env": "FEISHU_APP_SECRET" }, "base_url": vendor },
            "eiam": {
                "client_id": client_id, "client_secret": { "env": "EIAM_CLIENT_SECRET" }, "base_url": vendor,
                "policy": "shipped",
            },
        });
        document["issuers"] = json!([]);
        document["signing_key"] = json!({ "env": "SIGNING_KEY" });
        document["listen"] = json!(format!("127.0.0.1:{port}"));
        document["state"] = json!("state");
        document["share"] = json!(root.join("dist"));
        document["workerd"] = json!(workerd(&root));
        document["secrets"] = json!({
            "FEISHU_APP_SECRET": { "file": "feishu.secret" },
            "EIAM_CLIENT_SECRET": { "file": "eiam.secret" },
            "SIGNING_KEY": { "file": "signing.key" },
        });
        fs::write(folder.path().join("passgate.json"), document.to_string()).unwrap();
        let client = &stack.clients().eiam;
        let eiam = (client.id.clone(), client.secret.clone());
        Self { folder, base: format!("http://127.0.0.1:{port}"), eiam }
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("passgate.json")
    }

    fn change(&self, change: impl FnOnce(&mut Value)) {
        let mut document: Value = serde_json::from_str(&fs::read_to_string(self.config()).unwrap()).unwrap();
        change(&mut document);
        fs::write(self.config(), document.to_string()).unwrap();
    }

    fn serve(&self) -> Served {
        let mut child = Command::new(program())
            .arg("serve")
            .arg(self.config())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let stdout = child.stdout.take().unwrap();
        let (send, lines) = channel();
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if send.send(serde_json::from_str(&line).expect("a line of the log is JSON")).is_err() {
                    return;
                }
            }
        });
        Served { child, lines }
    }

    /// Changes a password through the edge; the status.
    fn change_password(&self, user_id: &str, password: &str) -> u16 {
        use base64::{Engine as _, engine::general_purpose::STANDARD};
        let (id, secret) = &self.eiam;
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build().into();
        let basic = STANDARD.encode(format!("{id}:{secret}"));
        let token: Value = agent
            .post(format!("{}/api/v2/tenant/token", self.base))
            .header("Authorization", format!("Basic {basic}"))
            .send_form([("grant_type", "client_credentials")])
            .unwrap()
            .body_mut()
            .read_json()
            .unwrap();
        let told = agent
            .put(format!("{}/api/v2/tenant/users/{user_id}/change-password", self.base))
            .header("Authorization", format!("Bearer {}", token["access_token"].as_str().unwrap()))
            .send_json(json!({ "password": password }));
        told.unwrap().status().as_u16()
    }
}

struct Served {
    child: Child,
    lines: Receiver<Value>,
}

impl Served {
    /// The next line of that event.
    fn wait_for(&self, event: &str) -> Value {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if let Ok(line) = self.lines.recv_timeout(Duration::from_millis(100)) {
                assert!(line["time"].is_string() && line["level"].is_string(), "{line}");
                if line["event"] == event {
                    return line;
                }
            }
        }
        panic!("no line of {event}");
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    }

    fn runtime(&self) -> Vec<u32> {
        children(self.child.id(), "workerd")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The processes of that name whose parent is this one.
fn children(parent: u32, name: &str) -> Vec<u32> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let is_child = |id: &u32| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let Some((_, rest)) = stat.rsplit_once(')') else { return false };
        stat.contains(&format!("({name})")) && rest.split_whitespace().nth(1) == Some(&parent.to_string())
    };
    ids.filter(is_child).collect()
}

fn is_running(id: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_some_and(|(_, rest)| !rest.trim_start().starts_with('Z'))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn workerd(root: &Path) -> PathBuf {
    let packages = fs::read_dir(root.join("node_modules/@cloudflare")).unwrap().flatten();
    packages.map(|entry| entry.path().join("bin/workerd")).find(|program| program.is_file()).unwrap()
}

/// The program beside the tests' own.
fn program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let found = tests.ancestors().skip(1).take(2).map(|folder| folder.join("passgate"));
    found.into_iter().find(|path| path.is_file()).expect("run `cargo xtask build`")
}

fn run(args: &[&str], config: &Path) -> Output {
    Command::new(program()).args(args).arg(config).output().unwrap()
}

#[test]
fn from_the_file_to_a_reset_and_a_clean_stop() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let deployment = Deployment::new(&edge);
    let mut served = deployment.serve();
    assert_eq!(served.wait_for("policy-assumed")["level"], "warn");
    served.wait_for("ready");
    assert_eq!(deployment.change_password(&wang.eiam, "Tz~5820kQ"), 200);
    assert!(edge.is_password("eiam", &wang.eiam, "Tz~5820kQ"));
    // Nobody else may read the state, and no secret stands in a command line.
    let state = deployment.folder.path().join("state");
    let mode = fs::metadata(&state).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    let runtime = served.runtime();
    assert_eq!(runtime.len(), 1);
    let command = fs::read_to_string(format!("/proc/{}/cmdline", runtime[0])).unwrap();
    assert!(!command.contains(edge.stack().simulator().client().1));
    served.signal("-TERM");
    served.wait_for("stopped");
    assert_eq!(served.child.wait().unwrap().code(), Some(0));
    assert!(!is_running(runtime[0]));
}

#[test]
fn what_was_kept_is_there_after_a_crash_of_the_runtime_and_after_its_own() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let deployment = Deployment::new(&edge);
    let served = deployment.serve();
    served.wait_for("ready");
    let runtime = served.runtime();
    assert!(Command::new("kill").args(["-9", &runtime[0].to_string()]).status().unwrap().success());
    assert_eq!(served.wait_for("ended")["level"], "error");
    served.wait_for("ready");
    assert_eq!(deployment.change_password(&wang.eiam, "Tz~5820kQ"), 200);
    // The runtime ends with the program, however it ends.
    let runtime = served.runtime();
    served.signal("-KILL");
    let started = Instant::now();
    while is_running(runtime[0]) {
        assert!(started.elapsed() < PATIENCE, "workerd goes on alone");
        thread::sleep(Duration::from_millis(50));
    }
    drop(served);
    let served = deployment.serve();
    served.wait_for("ready");
    assert_eq!(deployment.change_password(&wang.eiam, "Tz~5820kR"), 200);
}

#[test]
fn a_state_is_served_once() {
    let edge = Edge::start();
    let deployment = Deployment::new(&edge);
    let served = deployment.serve();
    served.wait_for("ready");
    let second = run(&["serve"], &deployment.config());
    assert_eq!(second.status.code(), Some(1));
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(said.contains("another process serves"), "{said}");
    assert_eq!(served.runtime().len(), 1);
}

#[test]
fn a_configuration_is_checked_without_starting_anything() {
    let edge = Edge::start();
    let deployment = Deployment::new(&edge);
    let good = run(&["check"], &deployment.config());
    assert_eq!(good.status.code(), Some(0));
    assert!(String::from_utf8(good.stdout).unwrap().contains("no mistakes"));
    deployment.change(|document| {
        document["products"]["eiam"]["client_id"] = json!(7);
        document["secrets"]["FEISHU_APP_SECRET"]["file"] = json!("none");
    });
    let bad = run(&["check", "--format", "json"], &deployment.config());
    assert_eq!(bad.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&bad.stdout).unwrap();
    let paths: Vec<&str> =
        told["mistakes"].as_array().unwrap().iter().map(|wrong| wrong["path"].as_str().unwrap()).collect();
    assert_eq!(
        (&told["ok"], paths),
        (&json!(false), vec!["secrets.FEISHU_APP_SECRET", "products.eiam.client_id"])
    );
    // The same keeps it from being served, with the same words.
    let refused = run(&["serve"], &deployment.config());
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8(refused.stdout).unwrap().contains("2 mistakes"));
    assert!(!deployment.folder.path().join("state").exists());
}

#[test]
fn cloudflare_limits_a_variable() {
    let edge = Edge::start();
    let deployment = Deployment::new(&edge);
    deployment.change(|document| document["allowed_origins"] = json!(origins()));
    assert_eq!(run(&["check"], &deployment.config()).status.code(), Some(0));
    let limited = run(&["check", "--cloudflare"], &deployment.config());
    assert_eq!(limited.status.code(), Some(1));
    assert!(String::from_utf8(limited.stdout).unwrap().contains("Cloudflare takes 5120"));
}

fn origins() -> Vec<String> {
    (0..20).map(|number| format!("https://{}{number}.example.com", "a-very-long-name-".repeat(15))).collect()
}

/// `passgate doctor --format json`: whether it works, and the findings by their parts.
fn examined(deployment: &Deployment) -> (bool, Vec<(String, String, String)>) {
    let output = run(&["doctor", "--format", "json"], &deployment.config());
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let ok = told["ok"].as_bool().unwrap();
    assert_eq!(output.status.code(), Some(i32::from(!ok)));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let finding = |finding: &Value| (text(&finding["part"]), text(&finding["state"]), text(&finding["seen"]));
    (ok, told["findings"].as_array().unwrap().iter().map(finding).collect())
}

/// The part has that state, and what was seen contains the words.
fn assert_found(found: &[(String, String, String)], part: &str, state: &str, words: &str) {
    let is = |(at, how, seen): &&(String, String, String)| at == part && how == state && seen.contains(words);
    assert!(found.iter().any(|finding| is(&finding)), "{part} {state} {words}: {found:?}");
}

#[test]
fn the_doctor_finds_nothing_wrong_with_a_good_deployment() {
    let edge = Edge::start();
    let deployment = Deployment::new(&edge);
    deployment.change(|document| {
        document["issuers"] = json!([{
            "product": "eiam", "issuer": edge.stack().simulator().issuer(), "audience": "passgate",
            "algorithm": "RS256", "account_claim": "sub",
        }]);
    });
    let (ok, found) = examined(&deployment);
    assert!(ok, "{found:?}");
    assert_found(&found, "products.feishu", "ok", "gave a token");
    assert_found(&found, "products.eiam", "ok", "gave a token");
    assert_found(&found, "runtime", "ok", "workerd");
    let issuer = format!("issuer {}", edge.stack().simulator().issuer());
    assert_found(&found, &issuer, "ok", "key");
    // It has changed no password and kept nothing.
    assert_eq!(edge.password_calls(), 0);
}

#[test]
fn the_doctor_names_what_the_edge_would_only_meet_later() {
    let edge = Edge::start();
    let deployment = Deployment::new(&edge);
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    fs::write(deployment.folder.path().join("eiam.secret"), "another secret\n").unwrap();
    deployment.change(|document| {
        document["products"]["feishu"]["base_url"] = json!(format!("http://{nobody}"));
        document["issuers"] = json!([{
            "product": "eiam", "issuer": format!("http://{nobody}"), "audience": "passgate",
            "algorithm": "RS256", "account_claim": "sub",
        }]);
        document["workerd"] = json!("none");
        document["state"] = json!("/proc/none/state");
    });
    let (ok, found) = examined(&deployment);
    assert!(!ok);
    assert_found(&found, "products.feishu", "failure", "does not answer");
    assert_found(&found, "products.eiam", "failure", "refused the token: HTTP 401, code invalid_client");
    assert_found(&found, &format!("issuer http://{nobody}"), "failure", "does not answer");
    assert_found(&found, "runtime", "failure", "is not there");
    assert_found(&found, "state", "failure", "cannot be written");
    // The secret stands in no line.
    let output = run(&["doctor"], &deployment.config());
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("check client_id and client_secret") && !said.contains("another secret"), "{said}");
}

#[test]
fn links_are_minted_through_the_running_edge() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let deployment = Deployment::new(&edge);
    let not_running = run(&["link", "--product", "eiam", "--account", &wang.eiam], &deployment.config());
    assert_eq!(not_running.status.code(), Some(1));
    assert!(String::from_utf8(not_running.stderr).unwrap().contains("is it running?"));
    let served = deployment.serve();
    served.wait_for("ready");
    let one = run(&["link", "--product", "eiam", "--account", &wang.eiam], &deployment.config());
    assert_eq!(one.status.code(), Some(0), "{}", String::from_utf8_lossy(&one.stderr));
    let link = String::from_utf8(one.stdout).unwrap();
    assert!(link.starts_with(&format!("{}/eiam/#rt1.", deployment.base)), "no link");
    let csv = deployment.folder.path().join("people.csv");
    fs::write(&csv, format!("{},user_id\n{},open_id\n,\n", wang.feishu, wang.open_id)).unwrap();
    let file = csv.to_str().unwrap();
    let many = run(&["link", "--product", "feishu", "--csv", file], &deployment.config());
    // Two links, and a line that is no account: the others are minted all the same.
    assert_eq!(many.status.code(), Some(1));
    assert_eq!(String::from_utf8(many.stdout).unwrap().lines().count(), 2);
    assert!(String::from_utf8(many.stderr).unwrap().contains("1 of 3 links were not minted"));
    for (wrong, says) in [
        (vec!["link", "--product", "lark", "--account", "x"], "is not configured; these are: feishu, eiam"),
        (
            vec!["link", "--product", "eiam", "--action", "reset", "--account", "x"],
            "must be one of change-password, rest-password",
        ),
    ] {
        let refused = run(&wrong, &deployment.config());
        assert_eq!(refused.status.code(), Some(1));
        assert!(String::from_utf8(refused.stderr).unwrap().contains(says));
    }
}

/// Another process at the address would answer in the Worker's place: nothing is started, and nothing is
/// called ready.
#[test]
fn an_address_that_is_taken_is_refused() {
    let edge = Edge::start();
    let deployment = Deployment::new(&edge);
    let listen = deployment.base.strip_prefix("http://").unwrap();
    let _taken = TcpListener::bind(listen).unwrap();
    let refused = run(&["serve"], &deployment.config());
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("could not listen at"));
    assert!(!String::from_utf8(refused.stdout).unwrap().contains("ready"));
    let (ok, found) = examined(&deployment);
    assert!(!ok);
    assert_found(&found, "listen", "failure", "could not listen at");
}

/// A folder that holds somebody's files keeps its rights.
#[test]
fn a_folder_of_others_is_no_state() {
    let edge = Edge::start();
    let deployment = Deployment::new(&edge);
    let folder = deployment.folder.path().join("others");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("file"), "theirs").unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    for state in ["others", ".", "/"] {
        deployment.change(|document| document["state"] = json!(state));
        let refused = run(&["serve"], &deployment.config());
        assert_eq!(refused.status.code(), Some(1), "{state}");
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(said.contains("has files that are not passgate's"), "{said}");
    }
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o755);
}
