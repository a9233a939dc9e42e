//! The commands of docs/operate.md, run as they are written there.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

use passgate_edge_tests::Edge;
use serde_json::json;

use super::deployment::{Deployment, PATIENCE, Served, program};

const PASSWORDS: [&str; 3] = ["Tz~5820kQ", "Wk~4917mR", "Bd~7351xT"];

/// A served deployment, and the commands of one runbook at a time.
struct Operator<'a> {
    deployment: &'a Deployment,
    served: Option<Served>,
    backups: PathBuf,
}

impl<'a> Operator<'a> {
    fn of(deployment: &'a Deployment) -> Self {
        let backups = deployment.folder.path().join("backups");
        fs::create_dir_all(&backups).unwrap();
        let mut operator = Self { deployment, served: None, backups };
        operator.start();
        operator
    }

    fn start(&mut self) {
        let served = self.deployment.serve();
        served.wait_for("ready");
        self.served = Some(served);
    }

    fn stop(&mut self) {
        let mut served = self.served.take().unwrap();
        served.signal("-TERM");
        served.wait_for("stopped");
        assert_eq!(served.child.wait().unwrap().code(), Some(0));
    }

    /// Runs the commands of that name. The service is this test's own.
    fn follow(&mut self, name: &str) -> Output {
        let mut last = None;
        for line in commands(name) {
            match line.strip_prefix("systemctl ") {
                Some("stop passgate") => self.stop(),
                Some("start passgate") => self.start(),
                Some("restart passgate") => {
                    self.stop();
                    self.start();
                }
                Some(other) => panic!("{other}: not a command that this test knows"),
                None => last = Some(self.shell(&line)),
            }
            if let Some(failed) = last.as_ref().filter(|output| !output.status.success()) {
                return failed.clone();
            }
        }
        last.unwrap()
    }

    fn shell(&self, line: &str) -> Output {
        let folder = self.deployment.folder.path();
        let path = std::env::var("PATH").unwrap();
        let programs = program().parent().unwrap().to_owned();
        Command::new("bash")
            .args(["-c", line])
            .current_dir(folder)
            .env("PATH", format!("{}:{path}", programs.display()))
            .env("CONFIG", self.deployment.config())
            .env("EDGE", &self.deployment.base)
            .env("STATE", folder.join("state"))
            .env("BACKUPS", &self.backups)
            .env("KEY", folder.join("signing.key"))
            .env("no_proxy", "*")
            .output()
            .unwrap()
    }
}

/// The lines of the runbook's commands, without comments.
fn commands(name: &str) -> Vec<String> {
    let page = include_str!("../../../../docs/operate.md");
    let (_, block) = page.split_once(&format!("<!-- runbook: {name} -->\n```sh\n")).expect(name);
    let (block, _) = block.split_once("```").unwrap();
    block.lines().map(|line| line.split("  #").next().unwrap_or(line).trim().to_owned()).collect()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn succeeded(output: &Output) -> String {
    assert!(output.status.success(), "{}", said(output));
    said(output)
}

#[test]
fn every_runbook_with_commands_is_followed_here() {
    let page = include_str!("../../../../docs/operate.md");
    let named: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix("<!-- runbook: ")?.strip_suffix(" -->")).collect();
    assert!(named.len() >= 10, "{named:?}");
    for name in named {
        assert!(include_str!("runbooks.rs").contains(&format!("follow(\"{name}\")")), "{name} is not tried");
    }
}

#[test]
fn leaked_secrets_are_replaced() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming").eiam;
    let deployment = Deployment::new(&edge);
    let secret_file = deployment.folder.path().join("eiam.secret");
    let mut operator = Operator::of(&deployment);
    let [first, second, third] = PASSWORDS;
    assert_eq!(deployment.change_password(&wang, first), 200);

    // The signing key: tokens end, and the client exchanges its secret again.
    let token = deployment.token();
    let told = succeeded(&operator.follow("signing key"));
    assert!(told.contains("no mistakes"), "{told}");
    assert_eq!(deployment.change_password_as(&token, &wang, second), Some(400), "`invalid_token`");
    assert_eq!(deployment.change_password(&wang, second), 200);

    // The vendor's secret: the doctor knows a wrong one before the edge has it.
    let good = fs::read_to_string(&secret_file).unwrap();
    fs::write(&secret_file, "mistyped\n").unwrap();
    let refused = operator.follow("vendor secret");
    assert!(!refused.status.success() && said(&refused).contains("refused the token"), "{}", said(&refused));
    assert_eq!(deployment.change_password(&wang, third), 200, "the edge goes on with the old secret");
    fs::write(&secret_file, good).unwrap();
    succeeded(&operator.follow("vendor secret"));

    // A client's secret: its tokens end with the hash.
    let token = deployment.token();
    let made = Command::new(program()).arg("secret").output().unwrap();
    let made = String::from_utf8(made.stdout).unwrap();
    let hash = made.split_whitespace().find(|word| word.starts_with("sha256:")).unwrap();
    deployment.change(|document| {
        for client in document["clients"].as_array_mut().unwrap() {
            client["secret_hashes"] = json!([hash]);
        }
    });
    succeeded(&operator.follow("client secret"));
    assert_eq!(deployment.change_password_as(&token, &wang, first), Some(403), "the client has ended");
}

#[test]
fn what_is_wrong_is_found_and_a_lost_state_restored() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming").eiam;
    let deployment = Deployment::new(&edge);
    let mut operator = Operator::of(&deployment);
    let [first, second, third] = PASSWORDS;
    let told = succeeded(&operator.follow("first"));
    assert!(told.contains("products.eiam"), "{told}");
    assert!(!succeeded(&operator.follow("clock")).contains("clock"), "it is named only if it is wrong");
    assert!(succeeded(&operator.follow("disk")).contains("space"));
    succeeded(&operator.follow("drift"));

    assert_eq!(deployment.change_password(&wang, first), 200);
    let latest = operator.backups.join("latest");
    let copied = operator.shell(&format!("passgate backup {} --config \"$CONFIG\"", latest.display()));
    succeeded(&copied);
    edge.fault("eiam.change-password", &json!({ "kind": "reset-after" }));
    assert_eq!(deployment.change_password(&wang, second), 504);
    // The account's object delivers the outcome to the log a moment later.
    let started = Instant::now();
    let mut found = operator.follow("unknown");
    while !found.status.success() && started.elapsed() < PATIENCE {
        thread::sleep(Duration::from_millis(250));
        found = operator.follow("unknown");
    }
    assert_eq!(succeeded(&found).lines().count(), 1, "one row has that outcome");

    let told = succeeded(&operator.follow("restore"));
    assert!(told.contains("0 findings"), "{told}");
    assert_eq!(deployment.change_password(&wang, third), 200);

    edge.fault("eiam.token", &json!({ "kind": "status", "status": 503 }));
    let down = operator.follow("vendor down");
    assert!(!down.status.success() && said(&down).contains("503"), "{}", said(&down));
}
