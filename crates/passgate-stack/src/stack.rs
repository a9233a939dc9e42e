//! Both processes together.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::config::{self, Config};
use crate::error::StackError;
use crate::layout::{self, Layout};
use crate::port;
use crate::secrets::Credential;
use crate::simulator::Simulator;
use crate::worker::Worker;

/// How often another free port is tried when somebody was quicker.
const ATTEMPTS: usize = 3;

/// Which build of the Worker runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Build {
    /// The one that ships.
    #[default]
    Shipping,
    /// The one that can be made to fail, to stand still, and to live in another time.
    ForTests,
}

/// What may be asked of a stack; the default is a plain one on a free port.
#[derive(Clone, Debug, Default)]
pub struct StackOptions {
    /// The checkout; the one around the working directory when not given.
    pub root: Option<PathBuf>,
    /// What the run directory is called; `stack` when empty.
    pub name: String,
    /// The build of the Worker.
    pub build: Build,
    /// The Worker's port; a free one when not given.
    pub port: Option<u16>,
    /// Whether the products are Lark and OneAccess, which speak the APIs of Feishu and EIAM.
    pub are_siblings: bool,
    /// An RFC 7396 merge patch over the generated `PASSGATE_CONFIG`.
    pub config: Value,
    /// Whether the Worker is bound to the configuration as JSON, as `wrangler.jsonc` writes it, and not
    /// as text. It cannot be given another one then.
    pub is_config_json: bool,
    /// Further environment bindings, for secrets the patch names.
    pub secrets: BTreeMap<String, String>,
    /// Further services on this machine that the Worker is bound to: the binding's name, and
    /// `127.0.0.1:PORT`.
    pub services: BTreeMap<String, String>,
    /// Numbered accounts besides the named ones.
    pub numbered_users: usize,
    /// Whether the Durable Objects live on a file system in memory, where the machine has one: for
    /// a measurement in which the disk of a shared machine has no part.
    pub in_memory: bool,
    /// How many files and connections the Worker's process may have open; as many as the system
    /// allows when not given.
    pub open_files: Option<u64>,
    /// Flags for V8, such as a limit on its heap.
    pub v8_flags: Vec<String>,
}

/// The demo clients of the Worker.
#[derive(Clone, Debug)]
pub struct Clients {
    /// May reset Feishu passwords.
    pub feishu: Credential,
    /// May change and reset EIAM passwords.
    pub eiam: Credential,
    /// May mint tickets for both.
    pub tickets: Credential,
    /// May read the metrics and nothing else.
    pub metrics: Credential,
    /// May see and clear EIAM's learned limits and nothing else.
    pub limits: Credential,
}

/// A running simulator and a running Worker.
pub struct Stack {
    worker: Worker,
    simulator: Simulator,
    clients: Clients,
    config: Value,
    run: PathBuf,
    keep_logs: bool,
}

impl Stack {
    /// Starts the simulator, then the Worker, and returns when both answer.
    ///
    /// # Errors
    /// When something is not built or installed (the error says what to run), or does not
    /// come up (the error shows the end of its log).
    pub fn start(options: StackOptions) -> Result<Self, StackError> {
        let layout = Layout::new(options.root.clone())?;
        let name = if options.name.is_empty() { "stack" } else { &options.name };
        let run = layout.run_directory(name)?;
        let simulator = Simulator::start(&run.join("simulator.log"), options.numbered_users)?;
        let clients = Clients {
            feishu: Credential::generate("demo-feishu")?,
            eiam: Credential::generate("demo-eiam")?,
            tickets: Credential::generate("demo-tickets")?,
            metrics: Credential::generate("demo-metrics")?,
            limits: Credential::generate("demo-limits")?,
        };
        let (worker, config) = start_worker(&layout, &run, &simulator, &clients, &options)?;
        Ok(Self { worker, simulator, clients, config, run, keep_logs: false })
    }

    /// The Worker's address, without a slash at its end.
    pub fn base(&self) -> &str {
        self.worker.base()
    }

    /// The simulated vendors.
    pub fn simulator(&self) -> &Simulator {
        &self.simulator
    }

    /// The Worker's demo clients.
    pub fn clients(&self) -> &Clients {
        &self.clients
    }

    /// `PASSGATE_CONFIG` as the Worker reads it.
    pub fn config(&self) -> &Value {
        &self.config
    }

    /// Whom ID tokens must be issued for.
    pub fn audience(&self) -> &'static str {
        config::AUDIENCE
    }

    /// Kills the Worker as a power cut would, and starts it again with the same data, port
    /// and secrets.
    ///
    /// # Errors
    /// When it does not come up again.
    pub fn restart_worker(&mut self) -> Result<(), StackError> {
        self.worker.start()
    }

    /// The same with `patch` over its configuration (RFC 7396).
    ///
    /// # Errors
    /// When it does not come up again.
    pub fn reconfigure_worker(&mut self, patch: &Value) -> Result<(), StackError> {
        config::merge(&mut self.config, patch);
        self.worker.set_config(&self.config);
        self.worker.start()
    }

    /// Kills the Worker as a power cut would.
    pub fn kill_worker(&mut self) {
        self.worker.stop();
    }

    /// The Worker's process id, while it runs.
    pub fn worker_process_id(&self) -> Option<u32> {
        self.worker.process_id()
    }

    /// Where the Durable Objects are on disk.
    pub fn objects(&self) -> &Path {
        self.worker.objects()
    }

    /// What the Worker has printed.
    pub fn worker_log(&self) -> &Path {
        self.worker.log()
    }

    /// What the simulator has printed.
    pub fn simulator_log(&self) -> PathBuf {
        self.run.join("simulator.log")
    }

    /// Leaves the run directory behind: something went wrong that its logs may explain.
    pub fn keep_logs(&mut self) {
        self.keep_logs = true;
    }

    /// Logs, data and configuration of this run; removed on drop, unless the thread panics or
    /// [`Stack::keep_logs`] was called.
    pub fn run_directory(&self) -> &Path {
        &self.run
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        self.worker.stop();
        if std::thread::panicking() {
            eprintln!("the logs of this run are in {}", layout::shown(&self.run).display());
        } else if !self.keep_logs {
            let _ = fs::remove_dir_all(&self.run);
            let _ = fs::remove_dir_all(self.worker.objects());
        }
    }
}

fn start_worker(
    layout: &Layout,
    run: &Path,
    simulator: &Simulator,
    clients: &Clients,
    options: &StackOptions,
) -> Result<(Worker, Value), StackError> {
    let mut attempt = 1;
    loop {
        let port = match options.port {
            Some(port) => port,
            None => port::free()?,
        };
        let origin = format!("http://127.0.0.1:{port}");
        let mut config = Config::generate(&origin, simulator, clients, options)?;
        config.secrets.extend(options.secrets.clone());
        let mut worker = Worker::prepare(layout, run, port, simulator.address(), &config, options)?;
        match worker.start() {
            Ok(()) => return Ok((worker, config.document)),
            // Whoever asked for a port must be told; a port of our choice can be another.
            Err(_) if options.port.is_none() && attempt < ATTEMPTS && !port::is_free(port) => {
                attempt = attempt.saturating_add(1);
            }
            Err(error) => return Err(error),
        }
    }
}
