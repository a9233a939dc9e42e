//! The runtime's process: started, watched, started again after a crash, stopped.

use std::net::TcpListener;
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use passgate_runtime::Guarded;
use passgate_worker::reset::budget::{GRACE_MS, SUBMISSION_MS};
use rustix::process::{Pid, Signal, kill_process};
use sd_notify::NotifyState;
use signal_hook::consts::{SIGINT, SIGTERM};

use super::{log, render};
use crate::config::Machine;
use crate::health;

/// How long requests in progress may take after SIGTERM: the longest submission, and a moment to send its
/// answer.
pub const DRAIN: Duration = Duration::from_millis(SUBMISSION_MS.saturating_add(GRACE_MS));
/// How long the Worker may take to answer for the first time.
const START: Duration = Duration::from_secs(30);
/// After a run of this length, the restart delay is the shortest again.
const STEADY: Duration = Duration::from_secs(60);
const SHORTEST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(50);

/// Runs `workerd`, and starts it again after a crash, until SIGTERM or SIGINT.
pub fn run(command: &render::Command, machine: &Machine) -> Result<ExitCode> {
    let listen = machine.listen.as_str();
    let is_stopping = Arc::new(AtomicBool::new(false));
    for signal in [SIGTERM, SIGINT] {
        signal_hook::flag::register(signal, Arc::clone(&is_stopping))
            .context("could not wait for signals")?;
    }
    let mut wait = SHORTEST_WAIT;
    loop {
        let started = Instant::now();
        // After a crash another process may have taken the address.
        if let Err(error) = is_free(listen) {
            log::say("error", "not-free", &format!("{error:#}"));
        }
        let mut running = Running::start(command)?;
        let ended = running.until_ready(machine, &is_stopping).or_else(|| {
            if !is_stopping.load(Ordering::Relaxed) {
                log::say("info", "ready", &format!("serving at {listen}"));
                notify(&[NotifyState::Ready]);
            }
            running.until_end(&is_stopping)
        });
        let Some(status) = ended else {
            notify(&[NotifyState::Stopping]);
            log::say("info", "stopping", "no new connections; requests in progress end first");
            running.drain();
            log::say("info", "stopped", "");
            return Ok(ExitCode::SUCCESS);
        };
        wait = if started.elapsed() >= STEADY { SHORTEST_WAIT } else { wait };
        log::say("error", "ended", &format!("workerd ended ({status}); it starts again in {wait:?}"));
        drop(running);
        let until = Instant::now();
        while until.elapsed() < wait {
            if is_stopping.load(Ordering::Relaxed) {
                return Ok(ExitCode::SUCCESS);
            }
            thread::sleep(POLL);
        }
        wait = wait.saturating_mul(2).min(LONGEST_WAIT);
    }
}

/// Tells systemd; without systemd this does nothing.
fn notify(state: &[NotifyState<'_>]) {
    let _ = sd_notify::notify(false, state);
}

struct Running {
    process: Guarded,
}

impl Running {
    fn start(command: &render::Command) -> Result<Self> {
        let mut workerd = Command::new(&command.program);
        workerd
            .arg("serve")
            .arg(&command.capnp)
            .arg("config")
            .env_clear()
            .envs(command.environment.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut process = Guarded::start(workerd)
            .with_context(|| format!("could not start {}", command.program.display()))?;
        let child = process.child();
        if let Err(error) = passgate_runtime::allow(child.id(), None) {
            log::say("warn", "open-files", &format!("the limit of open files stays as it is: {error}"));
        }
        // The Worker logs to standard output; what comes by standard error is the runtime's.
        child.stdout.take().map(|stream| log::follow(stream, "info"));
        child.stderr.take().map(|stream| log::follow(stream, "warn"));
        Ok(Self { process })
    }

    /// Waits for the first answer. Returns how the process ended, if it did.
    fn until_ready(&mut self, machine: &Machine, is_stopping: &AtomicBool) -> Option<ExitStatus> {
        let started = Instant::now();
        while !is_stopping.load(Ordering::Relaxed) {
            if let Ok(Some(status)) = self.process.child().try_wait() {
                return Some(status);
            }
            if answers(machine) {
                return None;
            }
            if started.elapsed() > START {
                log::say("error", "silent", &format!("no answer at {} within {START:?}", machine.listen));
                let child = self.process.child();
                return child.kill().and_then(|()| child.wait()).ok();
            }
            thread::sleep(POLL);
        }
        None
    }

    /// Waits until the process exits: its status, or `None` on SIGTERM or SIGINT.
    fn until_end(&mut self, is_stopping: &AtomicBool) -> Option<ExitStatus> {
        while !is_stopping.load(Ordering::Relaxed) {
            if let Ok(Some(status)) = self.process.child().try_wait() {
                return Some(status);
            }
            thread::sleep(POLL);
        }
        None
    }

    /// SIGTERM, and SIGKILL if the process still runs after [`DRAIN`]: a request that hangs would keep it for
    /// ever.
    fn drain(&mut self) {
        let pid = i32::try_from(self.process.child().id()).ok().and_then(Pid::from_raw);
        if let Some(pid) = pid {
            let _ = kill_process(pid, Signal::TERM);
        }
        let asked = Instant::now();
        while asked.elapsed() < DRAIN {
            if let Ok(Some(_)) = self.process.child().try_wait() {
                return;
            }
            thread::sleep(POLL);
        }
        log::say("warn", "killed", &format!("requests did not end within {DRAIN:?}"));
    }
}

/// Whether the address can be bound: another process there would answer in the place of the Worker.
///
/// # Errors
/// Why it cannot.
pub fn is_free(listen: &str) -> Result<()> {
    TcpListener::bind(listen).map(drop).with_context(|| format!("could not listen at {listen}"))
}

/// Whether the Worker answers.
fn answers(machine: &Machine) -> bool {
    health::ask(machine, "/healthz").is_ok_and(|(status, _)| status == 200)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// systemd and compose wait longer than [`DRAIN`], and the proxy waits longer than the longest request.
    #[test]
    fn the_samples_wait_longer_than_the_longest_request() {
        let seconds = |sample: &str, name: &str| -> u64 {
            let (_, after) = sample.split_once(name).unwrap();
            let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().unwrap()
        };
        let unit = seconds(include_str!("../../../../deploy/passgate.service"), "\nTimeoutStopSec=");
        let compose = seconds(include_str!("../../../../deploy/compose.yaml"), "stop_grace_period: ");
        let proxy = seconds(include_str!("../../../../docs/nginx.conf"), "proxy_read_timeout ");
        let longest = Duration::from_millis(SUBMISSION_MS);
        assert!(DRAIN > longest);
        for waits in [unit, compose] {
            assert!(Duration::from_secs(waits) >= DRAIN + Duration::from_secs(5), "{waits} s and {DRAIN:?}");
        }
        assert!(Duration::from_secs(proxy) > longest, "{proxy} s and {longest:?}");
        let pages = [
            include_str!("../../../../docs/program.md"),
            include_str!("../../../../deploy/passgate.service"),
        ];
        for page in pages {
            assert!(page.contains(&format!("{} seconds", DRAIN.as_secs())), "{DRAIN:?}");
        }
    }
}
