//! `passgate check`.

use std::process::Command;

use passgate_edge_tests::Edge;
use serde_json::{Value, json};

use super::deployment::{Deployment, program, run};

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

/// The reader of the output may end first, as in `passgate check FILE | head -1`.
#[test]
fn a_reader_that_ends_ends_the_command_quietly() {
    let command = format!("{} completions bash | head -1", program().display());
    let output = Command::new("bash").args(["-c", &command]).output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 1);
}
