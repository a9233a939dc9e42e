//! Two deployments on one machine: two programs with two configurations share nothing but the release.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use passgate_edge_tests::{Edge, wait_for};
use serde_json::json;

use super::deployment::{Deployment, PATIENCE, Served, failed, printed, program, run, succeeded};

/// The files that the program and its runtime have open.
fn open_files(served: &Served) -> Vec<PathBuf> {
    let processes = served.runtime().into_iter().chain([served.child.id()]);
    let of_process = |id: u32| fs::read_dir(format!("/proc/{id}/fd")).unwrap().flatten();
    let files = processes.flat_map(of_process).filter_map(|entry| fs::read_link(entry.path()).ok());
    files.collect()
}

/// The audit log of the deployment, as lines.
fn audit_log(deployment: &Deployment) -> String {
    let output = Command::new(program())
        .args(["audit", "export"])
        .arg(deployment.config())
        .args(["--product", "eiam"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", printed(&output));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn two_programs_on_one_machine_share_nothing() {
    let (edge, other_edge) = (Edge::start(), Edge::start());
    let (one, other) = (Deployment::new(&edge), Deployment::new(&other_edge));
    let folders: [&Path; 2] = [one.folder.path(), other.folder.path()];
    let (served, other_served) = (one.start(), other.start());
    let wang = edge.person("wangxiaoming").eiam;
    assert_eq!(one.change_password(&wang, "Tz~5820kQ"), 200);
    wait_for(PATIENCE, "the log has the outcome", || audit_log(&one).contains(r#""outcome":"done""#));

    // Neither has a file of the other's folder open, and no other user may enter the folders of the states.
    for (served, own, others) in [(&served, folders[0], folders[1]), (&other_served, folders[1], folders[0])]
    {
        let open = open_files(served);
        assert!(open.iter().any(|path| path.starts_with(own)), "{open:?}");
        assert!(!open.iter().any(|path| path.starts_with(others)), "{open:?}");
        assert_eq!(fs::metadata(own.join("state")).unwrap().permissions().mode() & 0o777, 0o700);
    }
    // What happened at one is not in the log of the other, and a token of one is nothing at the other.
    assert!(audit_log(&other).contains(r#""rows":0"#));
    let foreign = other.change_password_as(&one.token(), &wang, "Wk~4917mR");
    assert_eq!(foreign, Some(400), "`invalid_token`");
    assert!(edge.is_password("eiam", &wang, "Tz~5820kQ"));

    // A third program with the state or the address of a running one refuses, and says why.
    let third = other.elsewhere("state");
    third.change(|document| document["state"] = json!(folders[0].join("state")));
    failed(&run(&["serve"], &third.config()), "another process uses the state");
    third.change(|document| {
        document["state"] = json!("state");
        document["listen"] = json!(one.base.strip_prefix("http://").unwrap());
    });
    failed(&run(&["serve"], &third.config()), "could not listen at");

    // The end of one is not the end of the other.
    drop(served);
    succeeded(&run(&["health"], &other.config()));
}
