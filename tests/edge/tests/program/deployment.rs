//! A deployment in a folder, and the program that serves it.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use passgate_edge_tests::Edge;
use passgate_stack::{free_port, signing_key, workerd};
use serde_json::{Value, json};
use tempfile::TempDir;

pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// A deployment in a folder: its configuration and its secrets, for the vendors of a stack.
pub(super) struct Deployment {
    pub(super) folder: TempDir,
    pub(super) base: String,
    eiam: (String, String),
}

impl Deployment {
    pub(super) fn new(edge: &Edge) -> Self {
        let folder = TempDir::new().unwrap();
        let stack = edge.stack();
        let port = free_port().unwrap();
        let (app_id, app_secret) = stack.simulator().app();
        let (client_id, client_secret) = stack.simulator().client();
        let write = |name: &str, text: &str| write_secret(&folder.path().join(name), &format!("{text}\n"));
        write("feishu.secret", app_secret);
        write("eiam.secret", client_secret);
        write("signing.key", &signing_key().unwrap());
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
        document["share"] = json!(root().join("dist"));
        document["workerd"] = json!(workerd().unwrap());
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

    pub(super) fn config(&self) -> PathBuf {
        self.folder.path().join("passgate.json")
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut Value)) {
        let mut document: Value = serde_json::from_str(&fs::read_to_string(self.config()).unwrap()).unwrap();
        change(&mut document);
        fs::write(self.config(), document.to_string()).unwrap();
    }

    pub(super) fn serve(&self) -> Served {
        let child = Command::new(program())
            .arg("serve")
            .arg(self.config())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        Served::of(child)
    }

    /// Serves, and waits until the edge is ready.
    pub(super) fn start(&self) -> Served {
        let served = self.serve();
        served.wait_for("ready");
        served
    }

    /// The same deployment with another state folder and address, as on another machine.
    pub(super) fn elsewhere(&self, name: &str) -> Self {
        let folder = TempDir::new().unwrap();
        for file in ["feishu.secret", "eiam.secret", "signing.key", "passgate.json"] {
            fs::copy(self.folder.path().join(file), folder.path().join(file)).unwrap();
        }
        let port = free_port().unwrap();
        let other = Self { folder, base: format!("http://127.0.0.1:{port}"), eiam: self.eiam.clone() };
        other.change(|document| {
            document["state"] = json!(name);
            document["public_origin"] = json!(other.base);
            document["listen"] = json!(format!("127.0.0.1:{port}"));
        });
        other
    }

    /// Changes a password through the edge; the status.
    pub(super) fn change_password(&self, user_id: &str, password: &str) -> u16 {
        self.change_password_as(&self.token(), user_id, password).unwrap()
    }

    /// Changes a password with a token; the status, or `None` without an answer.
    pub(super) fn change_password_as(&self, token: &str, user_id: &str, password: &str) -> Option<u16> {
        let told = agent()
            .put(format!("{}/api/v2/tenant/users/{user_id}/change-password", self.base))
            .header("Authorization", format!("Bearer {token}"))
            .send_json(json!({ "password": password }));
        Some(told.ok()?.status().as_u16())
    }

    /// A token of the client that may change passwords.
    pub(super) fn token(&self) -> String {
        use base64::{Engine as _, engine::general_purpose::STANDARD};
        let (id, secret) = &self.eiam;
        let basic = STANDARD.encode(format!("{id}:{secret}"));
        let token: Value = agent()
            .post(format!("{}/api/v2/tenant/token", self.base))
            .header("Authorization", format!("Basic {basic}"))
            .send_form([("grant_type", "client_credentials")])
            .unwrap()
            .body_mut()
            .read_json()
            .unwrap();
        token["access_token"].as_str().unwrap().to_owned()
    }
}

pub(super) struct Served {
    pub(super) child: Child,
    lines: Receiver<Value>,
}

impl Served {
    /// Follows the log of a program that serves.
    pub(super) fn of(mut child: Child) -> Self {
        let stdout = child.stdout.take().unwrap();
        let (send, lines) = channel();
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if send.send(serde_json::from_str(&line).expect("a line of the log is JSON")).is_err() {
                    return;
                }
            }
        });
        Self { child, lines }
    }

    /// The next line of that event.
    pub(super) fn wait_for(&self, event: &str) -> Value {
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

    pub(super) fn signal(&self, signal: &str) {
        kill(signal, self.child.id());
    }

    /// Stops the program as systemd does.
    pub(super) fn stop(&mut self) {
        self.signal("-TERM");
        self.has_stopped();
    }

    /// Waits until the program has stopped after SIGTERM.
    pub(super) fn has_stopped(&mut self) {
        self.wait_for("stopped");
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }

    pub(super) fn runtime(&self) -> Vec<u32> {
        children(self.child.id()).into_iter().filter(|id| name_of(*id) == "workerd").collect()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build().into()
}

pub(super) fn kill(signal: &str, process: u32) {
    assert!(Command::new("kill").args([signal, &process.to_string()]).status().unwrap().success());
}

fn name_of(process: u32) -> String {
    fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default().trim().to_owned()
}

/// The processes whose parent is this one.
pub(super) fn children(parent: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let is_child = |id: &u32| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let Some((_, rest)) = stat.rsplit_once(')') else { return false };
        rest.split_whitespace().nth(1) == Some(&parent.to_string())
    };
    ids.filter(is_child).collect()
}

pub(super) fn is_running(id: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_some_and(|(_, rest)| !rest.trim_start().starts_with('Z'))
}

pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Writes a file that only its owner can read.
pub(super) fn write_secret(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

/// The program beside the tests' own.
pub(super) fn program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let found = tests.ancestors().skip(1).take(2).map(|folder| folder.join("passgate"));
    found.into_iter().find(|path| path.is_file()).expect("run `cargo xtask build`")
}

pub(super) fn run(args: &[&str], config: &Path) -> Output {
    Command::new(program()).args(args).arg(config).output().unwrap()
}

/// What a command printed to both outputs.
pub(super) fn printed(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Fails the test unless the command succeeded. Returns what it printed.
pub(super) fn succeeded(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", printed(output));
    printed(output)
}

/// Fails the test unless the command failed with this message.
pub(super) fn failed(output: &Output, message: &str) {
    let printed = printed(output);
    assert_eq!(output.status.code(), Some(1), "{message}: {printed}");
    assert!(printed.contains(message), "{message}: {printed}");
}
