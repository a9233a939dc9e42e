//! The release on a bare machine: a root file system with only the release and the libraries that it is linked
//! with, without a shell, Rust, Node or npm. `cargo xtask dist` must run first, and bubblewrap (`bwrap`) must be
//! installed. As in the container of `deploy/Containerfile`, the root is read-only, the user is not root, and the
//! program is the first process.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use passgate_edge_tests::{Edge, wait_for};
use serde_json::json;
use tempfile::TempDir;

use super::deployment::{
    Deployment, PATIENCE, Served, children, is_running, kill, root, succeeded, write_secret,
};

const CONFIG: &str = "/etc/passgate/passgate.json";

/// A root file system with the release in `/opt/passgate`.
struct Machine {
    root: TempDir,
    /// `/etc/passgate`.
    configuration: PathBuf,
    /// `/var/lib/passgate`.
    state: TempDir,
    /// `/var/backups`.
    backups: TempDir,
}

impl Machine {
    fn new(configuration: &Path) -> Self {
        let root = TempDir::new().unwrap();
        let opt = root.path().join("opt/passgate");
        fs::create_dir_all(&opt).unwrap();
        let unpacked = Command::new("tar")
            .args(["--strip-components=1", "-xzf"])
            .arg(archive())
            .arg("-C")
            .arg(&opt)
            .status();
        assert!(unpacked.unwrap().success());
        for program in ["bin/passgate", "libexec/workerd"] {
            for library in libraries(&opt.join(program)) {
                let to = root.path().join(library.strip_prefix("/").unwrap());
                fs::create_dir_all(to.parent().unwrap()).unwrap();
                fs::copy(&library, &to).unwrap();
            }
        }
        for folder in ["proc", "dev", "tmp", "etc/passgate", "var/lib/passgate", "var/backups"] {
            fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        let [state, backups] = [(), ()].map(|()| TempDir::new().unwrap());
        Self { root, configuration: configuration.to_owned(), state, backups }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("bwrap");
        command
            .args(["--unshare-user", "--unshare-pid", "--unshare-ipc", "--die-with-parent", "--as-pid-1"])
            .args(["--uid", "10001", "--gid", "10001", "--cap-drop", "ALL", "--clearenv"])
            .args(["--ro-bind", self.root.path().to_str().unwrap(), "/"])
            .args(["--ro-bind", self.configuration.to_str().unwrap(), "/etc/passgate"])
            .args(["--bind", self.state.path().to_str().unwrap(), "/var/lib/passgate"])
            .args(["--bind", self.backups.path().to_str().unwrap(), "/var/backups"])
            .args(["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"])
            .arg("/opt/passgate/bin/passgate")
            .args(arguments);
        command
    }

    fn succeeds(&self, arguments: &[&str]) -> String {
        succeeded(&self.command(arguments).output().unwrap())
    }

    fn serve(&self) -> Served {
        Served::of(self.command(&["serve", CONFIG]).stdout(Stdio::piped()).spawn().unwrap())
    }
}

fn archive() -> PathBuf {
    let dist = fs::read_dir(root().join("dist")).unwrap().flatten().map(|entry| entry.path());
    let name = format!("-linux-{}.tar.gz", std::env::consts::ARCH);
    dist.into_iter().find(|path| path.to_str().unwrap().ends_with(&name)).expect("run `cargo xtask dist`")
}

/// The shared libraries of a program, with the loader.
fn libraries(program: &Path) -> Vec<PathBuf> {
    let output = Command::new("ldd").arg(program).output().unwrap();
    assert!(output.status.success(), "{}", program.display());
    let text = String::from_utf8(output.stdout).unwrap();
    let words = text.split_whitespace().filter(|word| word.starts_with('/'));
    words.map(PathBuf::from).collect()
}

#[test]
fn from_the_tarball_to_a_reset_killed_restarted_backed_up_and_restored() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let deployment = Deployment::new(&edge);
    deployment.change(|document| {
        let document = document.as_object_mut().unwrap();
        document.insert("state".to_owned(), json!("/var/lib/passgate"));
        // A release finds its own parts.
        document.remove("workerd");
        document.remove("share");
    });
    let begun = Instant::now();
    let step = |what: &str| println!("{:>6.2} s  {what}", begun.elapsed().as_secs_f64());
    let machine = Machine::new(deployment.folder.path());
    step("unpacked the release");
    write_secret(&deployment.folder.path().join("signing.key"), &machine.succeeds(&["key"]));
    assert!(machine.succeeds(&["secret"]).contains("sha256:"));
    assert!(machine.succeeds(&["check", CONFIG]).contains("no mistakes"));
    step("made a signing key, checked the configuration");
    println!("{}", machine.succeeds(&["doctor", CONFIG]));
    step("asked the doctor");
    let mut served = machine.serve();
    served.wait_for("ready");
    step("the edge is ready");
    machine.succeeds(&["health", CONFIG]);
    assert_eq!(deployment.change_password(&wang.eiam, "Tz~5820kQ"), 200);
    step("a password is set");
    assert!(edge.is_password("eiam", &wang.eiam, "Tz~5820kQ"));
    // `link` reaches the running edge from another process of the same machine.
    let link = machine.succeeds(&["link", CONFIG, "--product", "eiam", "--account", &wang.eiam]);
    assert!(link.contains("/eiam/#rt1."), "no link");
    step("a link is minted");

    served.signal("-KILL");
    served.child.wait().unwrap();
    // The kernel ends workerd with the program. Until then workerd has the address.
    let address = deployment.base.strip_prefix("http://").unwrap();
    wait_for(PATIENCE, "workerd ends with the program", || TcpListener::bind(address).is_ok());
    step("killed, with workerd");
    let mut served = machine.serve();
    served.wait_for("ready");
    step("ready again");
    assert_eq!(deployment.change_password(&wang.eiam, "Tz~5820kR"), 200);
    let printed = machine.succeeds(&["backup", "/var/backups/monday", "--config", CONFIG]);
    step("backed up while it runs");
    print!("{printed}");
    // The first process of the container, as a container runtime stops it.
    let first = children(served.child.id());
    assert_eq!(first.len(), 1);
    kill("-TERM", first[0]);
    served.has_stopped();
    step("stopped");
    assert!(!is_running(served.child.id()));

    // Another machine, which has only the configuration, the secrets and the backup.
    let standby = Machine { backups: machine.backups, ..Machine::new(deployment.folder.path()) };
    print!("{}", standby.succeeds(&["restore", "/var/backups/monday", "--config", CONFIG]));
    let log = ["audit", "export", CONFIG, "--product", "eiam", "--output", "/var/backups/eiam.ndjson"];
    standby.succeeds(&log);
    let verified = standby.succeeds(&["audit", "verify", "/var/backups/eiam.ndjson"]);
    assert!(verified.contains("5 rows, 0 findings"), "{verified}");
    step("restored elsewhere and verified");
    let served = standby.serve();
    served.wait_for("ready");
    assert_eq!(deployment.change_password(&wang.eiam, "Tz~5820kS"), 200);
    step("a password is set there");
}
