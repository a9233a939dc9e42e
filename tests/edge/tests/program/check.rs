//! `passgate check`.

use std::process::Command;

use passgate_edge_tests::Edge;
use serde_json::{Value, json};

use super::deployment::{Deployment, failed, program, run, succeeded};

#[test]
fn a_configuration_is_checked_without_starting_anything() {
    let edge = Edge::start();
    let deployment = Deployment::new(&edge);
    assert!(succeeded(&run(&["check"], &deployment.config())).contains("no mistakes"));
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
    // `serve` refuses and reports the same mistakes.
    failed(&run(&["serve"], &deployment.config()), "2 mistakes");
    assert!(!deployment.folder.path().join("state").exists());
}

#[test]
fn cloudflare_limits_a_variable() {
    let edge = Edge::start();
    let deployment = Deployment::new(&edge);
    deployment.change(|document| document["allowed_origins"] = json!(origins()));
    succeeded(&run(&["check"], &deployment.config()));
    failed(&run(&["check", "--cloudflare"], &deployment.config()), "Cloudflare takes 5120");
}

fn origins() -> Vec<String> {
    (0..20).map(|number| format!("https://{}{number}.example.com", "a-very-long-name-".repeat(15))).collect()
}

/// As in `passgate check FILE | head -1`.
#[test]
fn a_closed_pipe_ends_the_command_without_an_error() {
    let command = format!("{} completions bash | head -1", program().display());
    let output = Command::new("bash").args(["-c", &command]).output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 1);
}
