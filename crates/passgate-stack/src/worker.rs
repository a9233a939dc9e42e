//! The Worker on `workerd`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use passgate_runtime::{Host, Service, Transport};
use serde_json::Value;

use crate::config::Config;
use crate::error::StackError;
use crate::http;
use crate::layout::{self, Layout};
use crate::process::Process;
use crate::program;
use crate::stack::StackOptions;

const CONFIG: &str = "PASSGATE_CONFIG";
const START_DEADLINE: Duration = Duration::from_secs(20);
const HEALTH_DEADLINE: Duration = Duration::from_secs(2);

/// What a Worker is made from.
#[derive(Clone, Copy)]
pub(crate) struct Setup<'a> {
    /// The built files.
    pub(crate) layout: &'a Layout,
    /// The run directory.
    pub(crate) run: &'a Path,
    /// The port of the Worker.
    pub(crate) port: u16,
    /// The address of the simulated vendors.
    pub(crate) vendors: &'a str,
    pub(crate) config: &'a Config,
    pub(crate) options: &'a StackOptions,
}

/// Everything that a Worker needs to start, any number of times, on the same port with the same data.
pub(crate) struct Worker {
    command: Recipe,
    base: String,
    objects: PathBuf,
    log: PathBuf,
    open_files: Option<u64>,
    is_under_program: bool,
    process: Option<Process>,
}

struct Recipe {
    program: PathBuf,
    arguments: Vec<OsString>,
    environment: Vec<(String, String)>,
}

impl Worker {
    /// Prepares the files in the run directory, without starting a process.
    pub(crate) fn prepare(setup: &Setup<'_>) -> Result<Self, StackError> {
        let Setup { layout, run, port, vendors, config, options } = *setup;
        if options.under_program {
            return Self::prepare_program(setup);
        }
        let objects = if options.in_memory { layout::memory_folder(run) } else { run.join("objects") };
        create_folder(&objects)?;
        // Copies of the modules, so that a build in the meantime does not change what a restart runs.
        let built = layout.worker(options.build)?;
        for module in ["index.js", "index_bg.wasm"] {
            copy(&built.join(module), &run.join(module))?;
        }
        let document = (CONFIG, config.document.to_string());
        let mut environment: Vec<(String, String)> = config.secrets.clone().into_iter().collect();
        let mut json = Vec::new();
        if options.is_config_json {
            json.push(document);
        } else {
            environment.push((document.0.to_owned(), document.1));
        }
        let names: Vec<&str> = environment.iter().map(|(name, _)| name.as_str()).collect();
        let products = config.document.get("products").and_then(Value::as_object);
        let of_products =
            products.into_iter().flat_map(|all| all.keys()).map(|name| (name.to_uppercase(), vendors));
        let further = options.services.iter().map(|(name, address)| (name.clone(), address.as_str()));
        let bound: Vec<(String, &str)> = of_products.chain(further).collect();
        let services: Vec<Service<'_>> = bound
            .iter()
            .map(|(binding, address)| Service { binding, address, transport: Transport::Http })
            .collect();
        let text = passgate_runtime::text(&Host {
            listen: &format!("127.0.0.1:{port}"),
            tls: None,
            services: &services,
            trusted_certificates: &[],
            is_internet_open: false,
            www: &files(layout, run, options)?.to_string_lossy(),
            objects: &objects.to_string_lossy(),
            environment: &names,
            json: &json,
            v8_flags: &options.v8_flags,
        });
        let capnp = run.join("workerd.capnp");
        fs::write(&capnp, text).map_err(|error| StackError::io("could not write workerd.capnp", error))?;
        Ok(Self {
            command: Recipe {
                program: layout.workerd()?,
                arguments: ["serve".into(), capnp.into(), "config".into()].into(),
                environment,
            },
            base: format!("http://127.0.0.1:{port}"),
            objects,
            log: run.join("worker.log"),
            open_files: options.open_files,
            is_under_program: false,
            process: None,
        })
    }

    fn prepare_program(setup: &Setup<'_>) -> Result<Self, StackError> {
        let file = program::configure(setup)?;
        Ok(Self {
            command: Recipe {
                program: layout::program()?,
                arguments: ["serve".into(), file.into()].into(),
                environment: Vec::new(),
            },
            base: format!("http://127.0.0.1:{}", setup.port),
            objects: program::objects(setup.run),
            log: setup.run.join("worker.log"),
            open_files: setup.options.open_files,
            is_under_program: true,
            process: None,
        })
    }

    /// Sets the configuration of the next start.
    pub(crate) fn set_config(&mut self, document: &Value) {
        for (name, value) in &mut self.command.environment {
            if name == CONFIG {
                *value = document.to_string();
            }
        }
    }

    /// Starts the Worker and waits for `/healthz`.
    pub(crate) fn start(&mut self) -> Result<(), StackError> {
        self.stop();
        let mut command = Command::new(&self.command.program);
        command
            .args(&self.command.arguments)
            // The Worker gets only its own variables, none of our environment.
            .env_clear()
            .envs(self.command.environment.iter().cloned());
        self.process = Some(Process::start("the Worker", command, &self.log, self.open_files)?);
        let ready = self.wait_until_ready();
        if ready.is_err() {
            self.stop();
        }
        ready
    }

    fn wait_until_ready(&mut self) -> Result<(), StackError> {
        let agent = http::agent(HEALTH_DEADLINE);
        let health = format!("{}/healthz", self.base);
        match &mut self.process {
            Some(process) => {
                process.wait_for(START_DEADLINE, || http::json(&agent, "GET", &health, None).ok()).map(drop)
            }
            None => Ok(()),
        }
    }

    /// SIGKILL for the runtime alone, which the program starts again.
    pub(crate) fn crash_runtime(&mut self) -> Result<(), StackError> {
        if let Some(runtime) = self.runtime_process_id() {
            passgate_runtime::kill(runtime)
                .map_err(|error| StackError::io("could not kill the runtime", error))?;
        }
        self.wait_until_ready()
    }

    /// What `passgate audit export` writes; `None` without the program.
    pub(crate) fn exported_log(&self, product: &str) -> Result<Option<String>, StackError> {
        let Some(config) = self.command.arguments.get(1).filter(|_| self.is_under_program) else {
            return Ok(None);
        };
        let mut export = Command::new(&self.command.program);
        export.args(["audit", "export"]).arg(config).args(["--product", product]);
        let failed = |source| StackError::io("could not export the audit log", source);
        let output = export.output().map_err(failed)?;
        if !output.status.success() {
            return Err(failed(std::io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned())));
        }
        Ok(Some(String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    /// The process id of the runtime, also under the program, whose only child it is.
    pub(crate) fn runtime_process_id(&self) -> Option<u32> {
        let id = self.process_id()?;
        if !self.is_under_program {
            return Some(id);
        }
        // One file for each thread that started a child.
        let threads = fs::read_dir(format!("/proc/{id}/task")).ok()?.flatten();
        let children = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
        children
            .flat_map(|ids| ids.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>())
            .next()
    }

    /// SIGKILL, like a power failure.
    pub(crate) fn stop(&mut self) {
        self.process = None;
    }

    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    pub(crate) fn objects(&self) -> &Path {
        &self.objects
    }

    pub(crate) fn log(&self) -> &Path {
        &self.log
    }

    pub(crate) fn process_id(&self) -> Option<u32> {
        self.process.as_ref().map(Process::id)
    }
}

/// The folder that the Worker serves. With the playground it is a copy in the run directory.
fn files(layout: &Layout, run: &Path, options: &StackOptions) -> Result<PathBuf, StackError> {
    let www = layout.www()?;
    if !options.serves_examples {
        return Ok(www);
    }
    let served = run.join("www");
    copy_folder(&www, &served)?;
    copy_folder(&layout.examples()?, &served.join("examples"))?;
    Ok(served)
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), StackError> {
    create_folder(to)?;
    let unreadable = |error| StackError::io(format!("could not read {}", from.display()), error);
    for entry in fs::read_dir(from).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let (path, copied) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_folder(&path, &copied)?;
        } else {
            copy(&path, &copied)?;
        }
    }
    Ok(())
}

fn create_folder(path: &Path) -> Result<(), StackError> {
    fs::create_dir_all(path)
        .map_err(|error| StackError::io(format!("could not make {}", path.display()), error))
}

fn copy(from: &Path, to: &Path) -> Result<(), StackError> {
    fs::copy(from, to)
        .map(drop)
        .map_err(|error| StackError::io(format!("could not copy {}", from.display()), error))
}
