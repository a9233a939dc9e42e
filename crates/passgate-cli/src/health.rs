//! `passgate health`: asks the edge whether it answers. A container image needs no other program for its health
//! check.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use ureq::tls::TlsConfig;

use crate::config::{File, Machine};
use crate::http;

/// How long the answer may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// Prints the answer, and succeeds if it is 200.
pub fn run(config: &Path, ready: bool) -> Result<ExitCode> {
    let machine = File::read(config)?.machine;
    let path = if ready { "/readyz" } else { "/healthz" };
    let (status, body) = ask(&machine, path).map_err(|error| http::unanswered(&base(&machine), error))?;
    println!("{status} {body}");
    Ok(if status == 200 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The status and the body of the edge's answer on this machine. The certificate is for the public name, so it is
/// not verified here.
///
/// # Errors
/// When the edge does not answer.
pub fn ask(machine: &Machine, path: &str) -> Result<(u16, String), ureq::Error> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .proxy(None)
        .tls_config(TlsConfig::builder().disable_verification(true).build())
        .build()
        .into();
    let mut answer = agent.get(format!("{}{path}", base(machine))).call()?;
    Ok((answer.status().as_u16(), answer.body_mut().read_to_string()?))
}

/// The address of the edge on this machine.
fn base(machine: &Machine) -> String {
    let scheme = if machine.tls.is_some() { "https" } else { "http" };
    format!("{scheme}://{}", machine.address())
}
