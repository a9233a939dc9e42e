//! The program: one line when it is ready, secrets from the environment, graceful shutdown.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use ureq::Agent;

const PROGRAM: &str = env!("CARGO_BIN_EXE_passgate-simulator");

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .args(arguments)
        .env("PASSGATE_SIMULATOR_APP_SECRET", "app-secret-of-the-test")
        .env("PASSGATE_SIMULATOR_CLIENT_SECRET", "client-secret-of-the-test")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn terminate(child: &Child) {
    let status = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(status.unwrap().success());
}

#[test]
fn the_program_prints_its_address_serves_and_stops_gracefully() {
    let mut child =
        program(&["--users", "2", "--app-id", "cli_x", "--issuer", "https://i.example"]).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let ready: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(ready["app_id"], "cli_x");
    assert_eq!(ready["client_id"], "passgate-demo");
    assert_eq!(ready["issuer"], "https://i.example");
    let address = ready["address"].as_str().unwrap();
    let agent = Agent::new_with_defaults();
    let url = format!("http://{address}/open-apis/auth/v3/tenant_access_token/internal");
    let body = r#"{"app_id":"cli_x","app_secret":"app-secret-of-the-test"}"#;
    let mut response = agent.post(&url).send(body).unwrap();
    let text = response.body_mut().read_to_string().unwrap();
    assert!(text.contains("tenant_access_token"), "{text}");
    let url = format!("http://{address}/_sim/users");
    let users = agent.get(&url).call().unwrap().body_mut().read_to_string();
    assert!(users.unwrap().contains("user0002"));

    terminate(&child);
    let status = child.wait().unwrap();
    assert!(status.success(), "{status}");
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "", "one line and no more");
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(log.contains("feishu.token status=200 code=0"), "{log}");
    assert!(!log.contains("secret-of-the-test"), "{log}");
}

#[test]
fn the_program_reports_a_missing_variable() {
    let output = program(&[]).env_remove("PASSGATE_SIMULATOR_APP_SECRET").output().unwrap();
    assert!(!output.status.success());
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("PASSGATE_SIMULATOR_APP_SECRET"), "{message}");
    assert!(output.stdout.is_empty());
    let output = program(&["--app-secret", "x"]).output().unwrap();
    assert!(!output.status.success());
    let output = program(&["--listen", "0.0.0.0:0"]).output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("loopback"), "{message}");
}
