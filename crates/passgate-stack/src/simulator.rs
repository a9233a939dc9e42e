//! The simulated vendors: the process, and its control API.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use crate::error::StackError;
use crate::http;
use crate::layout;
use crate::process::Process;
use crate::secrets;

const START_DEADLINE: Duration = Duration::from_secs(15);
const REQUEST_DEADLINE: Duration = Duration::from_secs(10);

/// Both vendors, on one port.
pub struct Simulator {
    process: Process,
    ready: Ready,
    app_secret: String,
    client_secret: String,
    agent: ureq::Agent,
}

/// The one line it prints when it listens.
#[derive(Deserialize)]
struct Ready {
    address: String,
    app_id: String,
    client_id: String,
    issuer: String,
}

impl Simulator {
    pub(crate) fn start(log: &Path, numbered_users: usize) -> Result<Self, StackError> {
        let app_secret = secrets::random()?;
        let client_secret = secrets::random()?;
        let mut command = Command::new(layout::simulator_binary()?);
        command
            .args(["--listen", "127.0.0.1:0"])
            .args(["--users", &numbered_users.to_string()])
            .env("PASSGATE_SIMULATOR_APP_SECRET", &app_secret)
            .env("PASSGATE_SIMULATOR_CLIENT_SECRET", &client_secret);
        let mut process = Process::start("the simulator", &mut command, log, None)?;
        let ready = process.wait_for(START_DEADLINE, || ready_line(log))?;
        Ok(Self { process, ready, app_secret, client_secret, agent: http::agent(REQUEST_DEADLINE) })
    }

    /// `http://127.0.0.1:PORT`.
    pub fn base(&self) -> String {
        format!("http://{}", self.ready.address)
    }

    /// `127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.ready.address
    }

    /// The OIDC issuer of the simulated EIAM.
    pub fn issuer(&self) -> &str {
        &self.ready.issuer
    }

    /// The app of the simulated Feishu: id and secret, as only the Worker should hold them.
    pub fn app(&self) -> (&str, &str) {
        (&self.ready.app_id, &self.app_secret)
    }

    /// The client of the simulated EIAM, likewise.
    pub fn client(&self) -> (&str, &str) {
        (&self.ready.client_id, &self.client_secret)
    }

    /// The process id.
    pub fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// Asks the control API, say `/_sim/calls`.
    ///
    /// # Errors
    /// When it does not answer 2xx with JSON.
    pub fn get(&self, path: &str) -> Result<Value, StackError> {
        self.control("GET", path, None)
    }

    /// Tells the control API.
    ///
    /// # Errors
    /// When it does not answer 2xx with JSON.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, StackError> {
        self.control("POST", path, Some(body))
    }

    /// Any other method of the control API.
    ///
    /// # Errors
    /// When it does not answer 2xx with JSON.
    pub fn control(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, StackError> {
        let address = format!("{}{path}", self.base());
        http::json(&self.agent, method, &address, body)
    }
}

/// The first line of the log that is the line we wait for: stderr shares the file.
fn ready_line(log: &Path) -> Option<Ready> {
    let text = fs::read_to_string(log).ok()?;
    text.split_inclusive('\n')
        .filter(|line| line.ends_with('\n'))
        .find_map(|line| serde_json::from_str(line).ok())
}
