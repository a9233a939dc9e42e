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

/// The simulator of both vendors, on one port.
pub struct Simulator {
    process: Process,
    ready: Ready,
    app_secret: String,
    client_secret: String,
    agent: ureq::Agent,
}

/// The line that the simulator prints when it is ready.
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
        let mut process = Process::start("the simulator", command, log, None)?;
        let ready = process.wait_for(START_DEADLINE, || ready_line(log))?;
        Ok(Self { process, ready, app_secret, client_secret, agent: http::agent(REQUEST_DEADLINE) })
    }

    /// The base URL: `http://127.0.0.1:PORT`.
    pub fn base(&self) -> String {
        format!("http://{}", self.ready.address)
    }

    /// The address: `127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.ready.address
    }

    /// The OIDC issuer of the simulated EIAM.
    pub fn issuer(&self) -> &str {
        &self.ready.issuer
    }

    /// The app of the simulated Feishu: id and secret, which only the Worker should have.
    pub fn app(&self) -> (&str, &str) {
        (&self.ready.app_id, &self.app_secret)
    }

    /// The client of the simulated EIAM: id and secret, which only the Worker should have.
    pub fn client(&self) -> (&str, &str) {
        (&self.ready.client_id, &self.client_secret)
    }

    /// The process id.
    pub fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// Reads a path of the control API, such as `/_sim/calls`.
    ///
    /// # Errors
    /// When it does not answer 2xx with JSON.
    pub fn get(&self, path: &str) -> Result<Value, StackError> {
        self.control("GET", path, None)
    }

    /// Sends a POST request to the control API.
    ///
    /// # Errors
    /// When it does not answer 2xx with JSON.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, StackError> {
        self.control("POST", path, Some(body))
    }

    /// Sends a request with any other method to the control API.
    ///
    /// # Errors
    /// When it does not answer 2xx with JSON.
    pub fn control(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, StackError> {
        let address = format!("{}{path}", self.base());
        http::json(&self.agent, method, &address, body)
    }
}

/// The ready line in the log. Standard error goes to the same file, so other lines are skipped.
fn ready_line(log: &Path) -> Option<Ready> {
    let text = fs::read_to_string(log).ok()?;
    text.split_inclusive('\n')
        .filter(|line| line.ends_with('\n'))
        .find_map(|line| serde_json::from_str(line).ok())
}
