//! The stack: the simulator and the Worker together.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::config::{self, Config};
use crate::error::StackError;
use crate::layout::{self, Layout};
use crate::port;
use crate::secrets::Credential;
use crate::simulator::Simulator;
use crate::worker::{Setup, Worker};

/// The number of attempts to start on a free port, because another process may take the port first.
const ATTEMPTS: usize = 3;

/// The build of the Worker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Build {
    /// The production build.
    #[default]
    Shipping,
    /// The build for tests: with deliberate failures, failpoints and a clock that can be moved.
    ForTests,
}

/// The options of a stack. The default is a plain stack on a free port.
#[derive(Clone, Debug, Default)]
pub struct StackOptions {
    /// The checkout; by default the one that contains the working directory.
    pub root: Option<PathBuf>,
    /// The prefix of the run directory's name; `stack` when empty.
    pub name: String,
    /// The build of the Worker.
    pub build: Build,
    /// The Worker's port; by default a free one.
    pub port: Option<u16>,
    /// Whether the products are Lark and OneAccess, which have the APIs of Feishu and EIAM; the simulated EIAM
    /// then answers as OneAccess does.
    pub are_siblings: bool,
    /// Whether the Worker also serves the playground, which no deployment does, at `/examples/`.
    pub serves_examples: bool,
    /// An RFC 7396 merge patch over the generated `PASSGATE_CONFIG`.
    pub config: Value,
    /// Whether the Worker's configuration is bound as JSON, as in `wrangler.jsonc`, and not as text. It
    /// cannot be changed then.
    pub is_config_json: bool,
    /// Additional environment bindings, for secrets that the patch names.
    pub secrets: BTreeMap<String, String>,
    /// Additional services on this machine that the Worker is bound to: the binding's name, and
    /// `127.0.0.1:PORT`.
    pub services: BTreeMap<String, String>,
    /// The number of numbered accounts, in addition to the named ones.
    pub numbered_users: usize,
    /// Whether the Durable Objects are stored on a memory file system, if the machine has one: for a
    /// measurement that the disk of a shared machine must not affect.
    pub in_memory: bool,
    /// The limit of open files and connections of the Worker's process; by default the maximum of the
    /// system.
    pub open_files: Option<u64>,
    /// Flags for V8, such as a limit on its heap. The program `passgate` has none.
    pub v8_flags: Vec<String>,
    /// Whether the Worker runs under `passgate serve`. It then has no issuers and no further services, and
    /// its configuration cannot be changed.
    pub under_program: bool,
}

/// The demo clients of the Worker.
#[derive(Clone, Debug)]
pub struct Clients {
    /// The client that may reset Feishu passwords.
    pub feishu: Credential,
    /// The client that may change and reset EIAM passwords.
    pub eiam: Credential,
    /// The client that may mint tickets for both products.
    pub tickets: Credential,
    /// The client that may only read the metrics.
    pub metrics: Credential,
    /// The client that may only read and clear EIAM's learned limits.
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
    /// Starts the simulator, then the Worker, and returns when both are ready.
    ///
    /// # Errors
    /// When a part is not built or installed (the error names the command to run), or does not become
    /// ready (the error shows the end of its log).
    pub fn start(options: StackOptions) -> Result<Self, StackError> {
        let layout = Layout::new(options.root.clone())?;
        let name = if options.name.is_empty() { "stack" } else { &options.name };
        let run = layout.run_directory(name)?;
        let simulator = Simulator::start(&run.join("simulator.log"), options.numbered_users)?;
        if options.are_siblings {
            let oneaccess = json!({ "product": "oneaccess", "must_modify_accepts": "boolean" });
            simulator.control("PATCH", "/_sim/policy/eiam", Some(&oneaccess))?;
        }
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

    /// The Worker's base URL, without a final slash.
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

    /// `PASSGATE_CONFIG` as the Worker reads it, without secrets.
    pub fn config(&self) -> &Value {
        &self.config
    }

    /// The audience for which ID tokens must be issued.
    pub fn audience(&self) -> &'static str {
        config::AUDIENCE
    }

    /// Kills the Worker like a power failure, and starts it again with the same data, port and secrets.
    ///
    /// # Errors
    /// When it does not become ready again.
    pub fn restart_worker(&mut self) -> Result<(), StackError> {
        self.worker.start()
    }

    /// Restarts the Worker with `patch` applied to its configuration (RFC 7396).
    ///
    /// # Errors
    /// When it does not become ready again.
    pub fn reconfigure_worker(&mut self, patch: &Value) -> Result<(), StackError> {
        config::merge(&mut self.config, patch);
        self.worker.set_config(&self.config);
        self.worker.start()
    }

    /// Kills the Worker like a power failure.
    pub fn kill_worker(&mut self) {
        self.worker.stop();
    }

    /// Kills only the runtime of a Worker under `passgate serve`, which starts it again, and waits until the
    /// Worker is ready.
    ///
    /// # Errors
    /// When it does not become ready again.
    pub fn crash_runtime(&mut self) -> Result<(), StackError> {
        self.worker.crash_runtime()
    }

    /// A product's audit log as `passgate audit export` writes it; `None` if the Worker does not run under the
    /// program.
    ///
    /// # Errors
    /// When the program fails.
    pub fn exported_log(&self, product: &str) -> Result<Option<String>, StackError> {
        self.worker.exported_log(product)
    }

    /// The process id of the runtime, while it runs: of `workerd` also under `passgate serve`.
    pub fn runtime_process_id(&self) -> Option<u32> {
        self.worker.runtime_process_id()
    }

    /// The Worker's process id, while it runs.
    pub fn worker_process_id(&self) -> Option<u32> {
        self.worker.process_id()
    }

    /// The folder of the Durable Objects on disk.
    pub fn objects(&self) -> &Path {
        self.worker.objects()
    }

    /// The Worker's output.
    pub fn worker_log(&self) -> &Path {
        self.worker.log()
    }

    /// The simulator's output.
    pub fn simulator_log(&self) -> PathBuf {
        self.run.join("simulator.log")
    }

    /// Keeps the run directory, because its logs may explain a failure.
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
        let vendors = simulator.address();
        let mut worker = Worker::prepare(&Setup { layout, run, port, vendors, config: &config, options })?;
        match worker.start() {
            Ok(()) => return Ok((worker, config.document)),
            // A requested port that is taken is an error; a port of our own choice is replaced.
            Err(_) if options.port.is_none() && attempt < ATTEMPTS && !port::is_free(port) => {
                attempt = attempt.saturating_add(1);
            }
            Err(error) => return Err(error),
        }
    }
}
