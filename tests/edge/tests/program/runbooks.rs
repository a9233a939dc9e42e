//! The commands of docs/operate.md, run as they are written there.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use passgate_edge_tests::{Edge, wait_for};
use serde_json::json;

use super::deployment::{Deployment, PATIENCE, Served, printed, program, succeeded};

const PASSWORDS: [&str; 3] = ["Tz~5820kQ", "Wk~4917mR", "Bd~7351xT"];

/// A deployment that is served, and the operator who follows its runbooks.
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
        self.served = Some(self.deployment.start());
    }

    fn stop(&mut self) {
        self.served.take().unwrap().stop();
    }

    /// Runs the commands of that runbook. The test itself stops and starts the service.
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
                Some(other) => panic!("{other}: the test does not support this command"),
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

/// The commands of the runbook, without comments.
fn commands(name: &str) -> Vec<String> {
    let page = include_str!("../../../../docs/operate.md");
    let (_, block) = page.split_once(&format!("<!-- runbook: {name} -->\n```sh\n")).expect(name);
    let (block, _) = block.split_once("```").unwrap();
    block.lines().map(|line| line.split("  #").next().unwrap_or(line).trim().to_owned()).collect()
}

#[test]
fn every_runbook_with_commands_is_tested() {
    let page = include_str!("../../../../docs/operate.md");
    let named: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix("<!-- runbook: ")?.strip_suffix(" -->")).collect();
    assert!(named.len() >= 10, "{named:?}");
    for name in named {
        assert!(include_str!("runbooks.rs").contains(&format!("follow(\"{name}\")")), "{name} is not tested");
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

    // The vendor's secret: the doctor detects a wrong one before the edge uses it.
    let good = fs::read_to_string(&secret_file).unwrap();
    fs::write(&secret_file, "mistyped\n").unwrap();
    let refused = operator.follow("vendor secret");
    assert!(
        !refused.status.success() && printed(&refused).contains("refused the token"),
        "{}",
        printed(&refused)
    );
    assert_eq!(deployment.change_password(&wang, third), 200, "the edge still uses the old secret");
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
    assert_eq!(deployment.change_password_as(&token, &wang, first), Some(403), "the client was removed");
}

#[test]
fn failures_are_diagnosed_and_a_lost_state_is_restored() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming").eiam;
    let deployment = Deployment::new(&edge);
    let mut operator = Operator::of(&deployment);
    let [first, second, third] = PASSWORDS;
    let told = succeeded(&operator.follow("first"));
    assert!(told.contains("products.eiam"), "{told}");
    assert!(!succeeded(&operator.follow("clock")).contains("clock"), "a correct clock is not reported");
    assert!(succeeded(&operator.follow("disk")).contains("space"));
    succeeded(&operator.follow("drift"));

    assert_eq!(deployment.change_password(&wang, first), 200);
    let latest = operator.backups.join("latest");
    let copied = operator.shell(&format!("passgate backup {} --config \"$CONFIG\"", latest.display()));
    succeeded(&copied);
    edge.fault("eiam.change-password", &json!({ "kind": "reset-after" }));
    assert_eq!(deployment.change_password(&wang, second), 504);
    // The account's object delivers the outcome to the log after the answer.
    wait_for(PATIENCE, "a row has the outcome", || operator.follow("unknown").status.success());
    assert_eq!(succeeded(&operator.follow("unknown")).lines().count(), 1, "one row has that outcome");

    let told = succeeded(&operator.follow("restore"));
    assert!(told.contains("0 findings"), "{told}");
    assert_eq!(deployment.change_password(&wang, third), 200);

    edge.fault("eiam.token", &json!({ "kind": "status", "status": 503 }));
    let down = operator.follow("vendor down");
    assert!(!down.status.success() && printed(&down).contains("503"), "{}", printed(&down));
}
