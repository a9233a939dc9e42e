//! This machine: the folder of the state, and the runtime.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use super::Finding;
use crate::config::Machine;
use crate::health;
use crate::serve::is_free;
use crate::serve::places::Places;

/// The free space below which a warning is printed, in MiB.
const LITTLE_SPACE_MIB: u64 = 512;
/// How long writing to the disk may take: every reset waits for it twice.
const SLOW_SYNC: Duration = Duration::from_millis(100);

/// A finding for each part.
pub fn look(machine: &Machine) -> Vec<Finding> {
    let mut findings = state(&machine.state);
    findings.push(runtime(machine));
    findings.push(listen(machine));
    findings
}

fn state(state: &Path) -> Vec<Finding> {
    let shown = state.display();
    let Ok(metadata) = fs::metadata(state) else {
        // `serve` creates it, if it can.
        let parent = state.ancestors().skip(1).find(|folder| folder.is_dir()).unwrap_or(Path::new("/"));
        return vec![match probe(parent) {
            Ok(_) => Finding::ok("state", format!("{shown} does not exist yet; serve will create it")),
            Err(error) => Finding::failure(
                "state",
                format!("{shown} does not exist, and {} cannot be written: {error}", parent.display()),
                "make the folder and give it to the user of the service (systemd: StateDirectory=)",
            ),
        }];
    };
    if !metadata.is_dir() {
        return vec![Finding::failure(
            "state",
            format!("{shown} is not a folder"),
            "name a folder as `state`",
        )];
    }
    let mut findings = Vec::new();
    if metadata.permissions().mode() & 0o077 != 0 {
        findings.push(Finding::warning(
            "state",
            format!("{shown} can be read by other users"),
            format!("chmod 700 {shown}"),
        ));
    }
    findings.push(match probe(state) {
        Ok(took) if took > SLOW_SYNC => Finding::warning(
            "disk",
            format!("a write to {shown} took {} ms", took.as_millis()),
            "use a local disk: every reset waits for the disk twice",
        ),
        Ok(took) => Finding::ok("disk", format!("a write to {shown} took {} ms", took.as_millis())),
        Err(error) => Finding::failure(
            "disk",
            format!("{shown} cannot be written: {error}"),
            "free space, or mount it for writing, and give it to the user of the service",
        ),
    });
    if let Ok(space) = rustix::fs::statvfs(state) {
        let free = space.f_bavail.saturating_mul(space.f_frsize) / (1024 * 1024);
        findings.push(if free < LITTLE_SPACE_MIB {
            Finding::warning("space", format!("{free} MiB are free"), "free space before the disk is full")
        } else {
            Finding::ok("space", format!("{free} MiB are free"))
        });
    }
    findings
}

/// How long a small file takes to be on the disk.
fn probe(folder: &Path) -> std::io::Result<Duration> {
    let path = folder.join(format!(".passgate-doctor-{}", std::process::id()));
    let started = Instant::now();
    let written = fs::File::options().create_new(true).write(true).open(&path).and_then(|mut file| {
        file.write_all(b"x")?;
        file.sync_all()
    });
    let took = started.elapsed();
    let _ = fs::remove_file(&path);
    written.map(|()| took)
}

/// Whether the address is free, or an edge answers there already.
fn listen(machine: &Machine) -> Finding {
    let at = &machine.listen;
    match is_free(at) {
        Ok(()) => Finding::ok("listen", format!("{at} is free")),
        Err(_) if is_edge(machine) => Finding::ok("listen", format!("an edge answers at {at}")),
        Err(error) => Finding::failure(
            "listen",
            format!("{error:#}"),
            "stop the process that listens there, or name an address of this machine",
        ),
    }
}

fn is_edge(machine: &Machine) -> bool {
    health::ask(machine, "/healthz").is_ok_and(|(_, body)| body == r#"{"status":"ok"}"#)
}

fn runtime(machine: &Machine) -> Finding {
    let places = match Places::find(machine) {
        Ok(places) => places,
        Err(error) => return Finding::failure("runtime", format!("{error:#}"), "install the release again"),
    };
    match Command::new(&places.workerd).arg("--version").output() {
        Ok(output) if output.status.success() && output.stdout.starts_with(b"workerd ") => {
            Finding::ok("runtime", String::from_utf8_lossy(&output.stdout).trim().to_owned())
        }
        Ok(output) if output.status.success() => Finding::failure(
            "runtime",
            format!("{} is not workerd", places.workerd.display()),
            "name the workerd of the release",
        ),
        Ok(output) => Finding::failure(
            "runtime",
            format!("{} ended ({})", places.workerd.display(), output.status),
            "install the release for this machine's processor",
        ),
        Err(error) => Finding::failure(
            "runtime",
            format!("{} cannot be started: {error}", places.workerd.display()),
            "install the release for this machine's processor",
        ),
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::super::State;
    use super::*;

    fn states(state: &Path) -> Vec<(String, State)> {
        super::state(state).into_iter().map(|finding| (finding.part, finding.state)).collect()
    }

    #[test]
    fn a_missing_folder_can_be_created() {
        let folder = TempDir::new().unwrap();
        assert_eq!(states(&folder.path().join("a/b")), [("state".to_owned(), State::Ok)]);
        // Not even the administrator can write there.
        assert_eq!(states(Path::new("/proc/none/state")), [("state".to_owned(), State::Failure)]);
    }

    #[test]
    fn a_state_that_is_a_file_is_called_one() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("state");
        fs::write(&path, "").unwrap();
        let found = super::state(&path);
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(finding.state, State::Failure);
        assert!(finding.seen.ends_with("is not a folder"), "{finding:?}");
    }

    #[test]
    fn others_may_not_read_the_state() {
        let folder = TempDir::new().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        assert!(states(folder.path()).contains(&("state".to_owned(), State::Warning)));
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        assert!(!states(folder.path()).iter().any(|(part, _)| part == "state"));
        // It leaves nothing behind.
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
