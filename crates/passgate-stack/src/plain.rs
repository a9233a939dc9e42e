//! Another Worker on the same `workerd`: a plain JavaScript module, for comparison.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::error::StackError;
use crate::http;
use crate::layout::Layout;
use crate::port;
use crate::process::Process;

const START_DEADLINE: Duration = Duration::from_secs(20);
const HEALTH_DEADLINE: Duration = Duration::from_secs(2);

/// A running Worker of one module, which reaches the vendors by its binding `VENDOR`, and the Durable Objects
/// of each of its classes by a binding of the same name in capital letters.
pub struct PlainWorker {
    process: Process,
    base: String,
    run: PathBuf,
}

impl PlainWorker {
    /// Starts the module; it must answer `/healthz` with JSON.
    ///
    /// # Errors
    /// When `workerd` is not installed or the module does not come up.
    pub fn start(root: &Path, module: &Path, classes: &[&str], vendors: &str) -> Result<Self, StackError> {
        let layout = Layout::new(Some(root.to_owned()))?;
        let run = layout.run_directory("plain")?;
        let copied = fs::copy(module, run.join("plain.mjs"));
        copied.map_err(|error| StackError::io(format!("could not copy {}", module.display()), error))?;
        let port = port::free()?;
        let objects = run.join("objects");
        fs::create_dir_all(&objects)
            .map_err(|error| StackError::io(format!("could not make {}", objects.display()), error))?;
        let (listen, objects) = (format!("127.0.0.1:{port}"), objects.to_string_lossy());
        let configuration = run.join("plain.capnp");
        fs::write(&configuration, passgate_runtime::plain(&listen, vendors, &objects, classes))
            .map_err(|error| StackError::io("could not write plain.capnp", error))?;
        let mut command = Command::new(layout.workerd()?);
        command.arg("serve").arg(&configuration).arg("config").env_clear();
        let mut process = Process::start("the plain Worker", command, &run.join("plain.log"), None)?;
        let base = format!("http://127.0.0.1:{port}");
        let (agent, health) = (http::agent(HEALTH_DEADLINE), format!("{base}/healthz"));
        process.wait_for(START_DEADLINE, || http::json(&agent, "GET", &health, None).ok())?;
        Ok(Self { process, base, run })
    }

    /// Its base URL, without a final slash.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The process id.
    pub fn process_id(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for PlainWorker {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.run);
    }
}
