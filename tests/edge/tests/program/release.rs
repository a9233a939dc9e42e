//! The release, as a newcomer starts it: in a root file system with the release, the libraries that it is linked
//! with, and nothing else: no shell, no Rust, no Node, no npm. `cargo xtask dist` must run first, and bubblewrap
//! be installed (`bwrap`). The root is read-only, the user is not root, and the program is the first process, as
//! in the container of `deploy/Containerfile`.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use passgate_edge_tests::Edge;
use serde_json::json;
use tempfile::TempDir;

use super::deployment::{Deployment, PATIENCE, Served, children, is_running, root};

const CONFIG: &str = "/etc/passgate/passgate.json";

/// A root file system with the release in `/opt/passgate`.
struct Newcomer {
    root: TempDir,
    /// `/etc/passgate`.
    configuration: PathBuf,
    /// `/var/lib/passgate`.
    state: TempDir,
    /// `/var/backups`.
    backups: TempDir,
}

impl Newcomer {
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

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn succeeds(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said =
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        said
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

fn write_secret(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
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
    let newcomer = Newcomer::new(deployment.folder.path());
    step("unpacked the release");
    write_secret(&deployment.folder.path().join("signing.key"), &newcomer.succeeds(&["key"]));
    assert!(newcomer.succeeds(&["secret"]).contains("sha256:"));
    assert!(newcomer.succeeds(&["check", CONFIG]).contains("no mistakes"));
    step("made a signing key, checked the configuration");
    println!("{}", newcomer.succeeds(&["doctor", CONFIG]));
    step("asked the doctor");
    let mut served = newcomer.serve();
    served.wait_for("ready");
    step("the edge is ready");
    newcomer.succeeds(&["health", CONFIG]);
    assert_eq!(deployment.change_password(&wang.eiam, "Tz~5820kQ"), 200);
    step("a password is set");
    assert!(edge.is_password("eiam", &wang.eiam, "Tz~5820kQ"));
    // `link` reaches the running edge from another process of the same machine.
    let link = newcomer.succeeds(&["link", CONFIG, "--product", "eiam", "--account", &wang.eiam]);
    assert!(link.contains("/eiam/#rt1."), "no link");
    step("a link is minted");

    served.signal("-KILL");
    served.child.wait().unwrap();
    // The kernel ends workerd with the program; until then it has the address.
    let address = deployment.base.strip_prefix("http://").unwrap();
    while TcpListener::bind(address).is_err() {
        assert!(begun.elapsed() < 10 * PATIENCE, "workerd goes on alone");
        thread::sleep(Duration::from_millis(20));
    }
    step("killed, with workerd");
    let mut served = newcomer.serve();
    served.wait_for("ready");
    step("ready again");
    assert_eq!(deployment.change_password(&wang.eiam, "Tz~5820kR"), 200);
    let said = newcomer.succeeds(&["backup", "/var/backups/monday", "--config", CONFIG]);
    step("backed up while it runs");
    print!("{said}");
    // The first process of the container, as a container runtime stops it.
    let first = children(served.child.id());
    assert_eq!(first.len(), 1);
    assert!(Command::new("kill").args(["-TERM", &first[0].to_string()]).status().unwrap().success());
    served.wait_for("stopped");
    assert_eq!(served.child.wait().unwrap().code(), Some(0));
    step("stopped");
    assert!(!is_running(served.child.id()));

    // Another machine: only the configuration, the secrets and the backup are there.
    let standby = Newcomer { backups: newcomer.backups, ..Newcomer::new(deployment.folder.path()) };
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
