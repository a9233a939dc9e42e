//! A child process that ends with its parent, however the parent ends.

use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use rustix::process::{Pid, Signal, getpid, getppid, kill_process, set_parent_process_death_signal};

/// A running child that the kernel kills (SIGKILL) when this process ends. Dropping it kills the child
/// too, because `workerd` would wait forever for a request that hangs.
pub struct Guarded {
    child: Child,
    /// Dropped last: it ends the thread that started the child.
    _starter: Sender<()>,
}

impl Guarded {
    /// Starts the command without standard input and in a process group of its own, so that Ctrl-C reaches
    /// only this process.
    ///
    /// # Errors
    /// When the child cannot be started. Then no child runs.
    pub fn start(mut command: Command) -> io::Result<Self> {
        command.stdin(Stdio::null()).process_group(0);
        die_with(&mut command, getpid());
        let (send, started) = channel();
        let (starter, end) = channel::<()>();
        // The kernel kills the child when the thread that started it ends, so this thread lives as long as
        // the child may.
        thread::Builder::new().name("starter".to_owned()).spawn(move || {
            if send.send(command.spawn()).is_ok() {
                let _ = end.recv();
            }
        })?;
        let child = started.recv().map_err(io::Error::other)??;
        Ok(Self { child, _starter: starter })
    }

    /// The child.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// The id of the child's process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

/// Kills a process (SIGKILL).
///
/// # Errors
/// When there is no such process.
pub fn kill(id: u32) -> io::Result<()> {
    let id = i32::try_from(id).ok().and_then(Pid::from_raw);
    let id = id.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    Ok(kill_process(id, Signal::KILL)?)
}

impl Drop for Guarded {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The kernel kills the command's process when its parent ends. No helper process is needed that could itself
/// be killed.
#[expect(unsafe_code, reason = "only the child itself can ask the kernel for this, between fork and exec")]
fn die_with(command: &mut Command, parent: Pid) {
    let ask = move || {
        set_parent_process_death_signal(Some(Signal::KILL))?;
        // A parent that ended before the call above sends no signal.
        if getppid() == Some(parent) { Ok(()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
    };
    // SAFETY: between fork and exec only async-signal-safe functions are allowed. `ask` makes two system
    // calls, and neither allocates nor locks.
    unsafe { command.pre_exec(ask) };
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::{Duration, Instant};

    use super::*;

    fn sleeping() -> Command {
        let mut command = Command::new("sleep");
        command.arg("60");
        command
    }

    /// Whether the process exists and is not a zombie. The state follows the name, which may itself
    /// contain brackets.
    fn is_alive(process: u32) -> bool {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        stat.rsplit_once(") ").is_some_and(|(_, state)| !state.starts_with('Z'))
    }

    #[test]
    fn dropping_ends_the_child() {
        let guarded = Guarded::start(sleeping()).unwrap();
        let id = guarded.id();
        assert!(is_alive(id));
        drop(guarded);
        assert!(!is_alive(id));
    }

    #[test]
    fn the_child_outlives_the_thread_that_asked_for_it() {
        let guarded = thread::spawn(|| Guarded::start(sleeping()).unwrap()).join().unwrap();
        thread::sleep(Duration::from_millis(200));
        assert!(is_alive(guarded.id()));
    }

    #[test]
    fn a_program_that_does_not_exist_is_an_error() {
        let error = Guarded::start(Command::new("/none")).err().unwrap();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }

    /// This test starts itself as the parent, and kills it.
    #[test]
    fn the_kernel_ends_the_child_of_a_killed_parent() {
        const AS_PARENT: &str = "PASSGATE_TEST_AS_PARENT";
        if let Some(file) = std::env::var_os(AS_PARENT) {
            let guarded = Guarded::start(sleeping()).unwrap();
            fs::write(file, format!("{}\n", guarded.id())).unwrap();
            thread::sleep(Duration::from_secs(60));
        }
        let file = std::env::temp_dir().join(format!("passgate-guarded-{}", std::process::id()));
        let mut parent = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "guarded::tests::the_kernel_ends_the_child_of_a_killed_parent"])
            .env(AS_PARENT, &file)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let within = |what: &str, mut done: Box<dyn FnMut() -> bool + '_>| {
            let started = Instant::now();
            while !done() {
                assert!(started.elapsed() < Duration::from_secs(20), "{what}");
                thread::sleep(Duration::from_millis(10));
            }
        };
        let mut child = None;
        within(
            "the parent starts its child",
            Box::new(|| {
                let written = fs::read_to_string(&file).unwrap_or_default();
                child = written.strip_suffix('\n').and_then(|id| id.parse::<u32>().ok());
                child.is_some()
            }),
        );
        fs::remove_file(&file).unwrap();
        let child = child.unwrap();
        assert!(is_alive(child));
        parent.kill().unwrap();
        parent.wait().unwrap();
        within("the child ends", Box::new(|| !is_alive(child)));
    }
}
