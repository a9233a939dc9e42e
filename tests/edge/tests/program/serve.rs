//! `passgate serve`: from the file to a reset, through crashes, to a clean stop.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use passgate_edge_tests::Edge;
use serde_json::json;

use super::deployment::{Deployment, PATIENCE, children, is_running, run};
use super::doctor::{assert_found, examined};

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
    // The runtime is the only other process, and the kernel ends it with the program: there is no third
    // process whose end would leave it alone.
    let runtime = served.runtime();
    assert_eq!(children(served.child.id()), runtime);
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
    // The same state at another address.
    let other = deployment.elsewhere("state");
    other.change(|document| document["state"] = json!(deployment.folder.path().join("state")));
    let is_refused = || {
        for config in [deployment.config(), other.config()] {
            let second = run(&["serve"], &config);
            assert_eq!(second.status.code(), Some(1));
            let said = String::from_utf8(second.stderr).unwrap();
            assert!(said.contains("another process uses the state"), "{said}");
        }
    };
    is_refused();
    // Nothing that can be removed from the folder holds the lock.
    let state = deployment.folder.path().join("state");
    for entry in fs::read_dir(&state).unwrap().flatten().filter(|entry| entry.file_name() != "objects") {
        let path = entry.path();
        if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }
    is_refused();
    assert_eq!(served.runtime().len(), 1);
}

/// A reset that the vendor answers late ends before the program does.
#[test]
fn a_reset_in_progress_ends_before_the_stop() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let deployment = Deployment::new(&edge);
    let mut served = deployment.serve();
    served.wait_for("ready");
    edge.fault("eiam.change-password", &json!({ "kind": "delay", "ms": 4_000, "when": "before" }));
    let token = deployment.token();
    let status = thread::scope(|scope| {
        let reset = scope.spawn(|| deployment.change_password_as(&token, &wang.eiam, "Tz~5820kQ"));
        let started = Instant::now();
        while edge.arrived("eiam.change-password") == 0 {
            assert!(started.elapsed() < PATIENCE, "the vendor was not called");
            thread::sleep(Duration::from_millis(20));
        }
        served.signal("-TERM");
        reset.join().unwrap()
    });
    assert_eq!(status, Some(200));
    served.wait_for("stopped");
    assert_eq!(served.child.wait().unwrap().code(), Some(0));
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
