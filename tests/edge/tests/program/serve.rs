//! `passgate serve`: from the configuration file to a reset, through crashes, to a clean stop.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::thread;

use passgate_edge_tests::{Edge, Receiver, WEBHOOK_SECRET, wait_for};
use serde_json::json;

use super::deployment::{Deployment, PATIENCE, children, failed, is_running, kill, run, write_secret};
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
    // No other user may read the state, and no command line contains a secret.
    let state = deployment.folder.path().join("state");
    let mode = fs::metadata(&state).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    let runtime = served.runtime();
    assert_eq!(runtime.len(), 1);
    let command = fs::read_to_string(format!("/proc/{}/cmdline", runtime[0])).unwrap();
    assert!(!command.contains(edge.stack().simulator().client().1));
    served.stop();
    assert!(!is_running(runtime[0]));
}

#[test]
fn the_edge_serves_again_after_a_crash_of_the_runtime_and_of_the_program() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let deployment = Deployment::new(&edge);
    let served = deployment.start();
    let runtime = served.runtime();
    kill("-KILL", runtime[0]);
    assert_eq!(served.wait_for("ended")["level"], "error");
    served.wait_for("ready");
    assert_eq!(deployment.change_password(&wang.eiam, "Tz~5820kQ"), 200);
    // The runtime is the only other process, and the kernel ends it with the program. No third process is
    // needed for that.
    let runtime = served.runtime();
    assert_eq!(children(served.child.id()), runtime);
    served.signal("-KILL");
    wait_for(PATIENCE, "workerd ends with the program", || !is_running(runtime[0]));
    drop(served);
    let _served = deployment.start();
    assert_eq!(deployment.change_password(&wang.eiam, "Tz~5820kR"), 200);
}

/// The program opens the network to the receiver of a webhook, and to nothing else.
#[test]
fn a_webhook_is_reached_at_its_own_address() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let deployment = Deployment::new(&edge);
    let receiver = Receiver::start();
    write_secret(&deployment.folder.path().join("hook.secret"), WEBHOOK_SECRET);
    deployment.change(|document| {
        let url = format!("http://{}/in", receiver.address());
        document["webhooks"] = json!([{ "url": url, "secret": { "env": "HOOK" } }]);
        document["secrets"]["HOOK"] = json!({ "file": "hook.secret" });
    });
    let mut served = deployment.start();
    assert_eq!(deployment.change_password(&wang.eiam, "Tz~5820kQ"), 200);
    wait_for(PATIENCE, "the rows", || receiver.rows("eiam") == [1, 2]);
    let capnp = fs::read_to_string(deployment.folder.path().join("state/run/workerd.capnp")).unwrap();
    assert!(capnp.contains(receiver.address()) && capnp.contains("network = (allow = [])"), "{capnp}");
    served.stop();
}

#[test]
fn a_state_is_served_once() {
    let edge = Edge::start();
    let deployment = Deployment::new(&edge);
    let served = deployment.start();
    // The same state at another address.
    let other = deployment.elsewhere("state");
    other.change(|document| document["state"] = json!(deployment.folder.path().join("state")));
    let is_refused = || {
        for config in [deployment.config(), other.config()] {
            failed(&run(&["serve"], &config), "another process uses the state");
        }
    };
    is_refused();
    // The lock survives the removal of every file in the folder.
    let state = deployment.folder.path().join("state");
    for entry in fs::read_dir(&state).unwrap().flatten().filter(|entry| entry.file_name() != "objects") {
        let path = entry.path();
        if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }
    is_refused();
    assert_eq!(served.runtime().len(), 1);
}

/// A reset in progress ends before the program stops.
#[test]
fn a_reset_in_progress_ends_before_the_stop() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let deployment = Deployment::new(&edge);
    let mut served = deployment.start();
    edge.fault("eiam.change-password", &json!({ "kind": "delay", "ms": 4_000, "when": "before" }));
    let token = deployment.token();
    let status = thread::scope(|scope| {
        let reset = scope.spawn(|| deployment.change_password_as(&token, &wang.eiam, "Tz~5820kQ"));
        wait_for(PATIENCE, "the vendor is called", || edge.arrived("eiam.change-password") > 0);
        served.signal("-TERM");
        reset.join().unwrap()
    });
    assert_eq!(status, Some(200));
    served.has_stopped();
}

/// Nothing is started or reported as ready if another process listens at the address, because it would
/// answer in place of the Worker.
#[test]
fn an_address_that_is_taken_is_refused() {
    let edge = Edge::start();
    let deployment = Deployment::new(&edge);
    let listen = deployment.base.strip_prefix("http://").unwrap();
    let _taken = TcpListener::bind(listen).unwrap();
    let refused = run(&["serve"], &deployment.config());
    failed(&refused, "could not listen at");
    assert!(!String::from_utf8(refused.stdout).unwrap().contains("ready"));
    let (ok, found) = examined(&deployment);
    assert!(!ok);
    assert_found(&found, "listen", "failure", "could not listen at");
}

/// A folder with other files keeps its permissions.
#[test]
fn a_folder_with_other_files_is_refused_as_state() {
    let edge = Edge::start();
    let deployment = Deployment::new(&edge);
    let folder = deployment.folder.path().join("others");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("file"), "theirs").unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    for state in ["others", ".", "/"] {
        deployment.change(|document| document["state"] = json!(state));
        failed(&run(&["serve"], &deployment.config()), "has files that are not passgate's");
    }
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o755);
}
