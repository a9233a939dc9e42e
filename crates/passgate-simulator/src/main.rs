//! The simulator as a program. It prints one line of JSON with its address on standard output.

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

use lexopt::prelude::{Long, Short, ValueExt as _};
use passgate_simulator::{Hidden, Options, Simulator};
use serde::Serialize;
use tokio::signal::unix::{SignalKind, signal};

const APP_SECRET: &str = "PASSGATE_SIMULATOR_APP_SECRET";
const CLIENT_SECRET: &str = "PASSGATE_SIMULATOR_CLIENT_SECRET";

/// How long calls in progress may take after SIGTERM.
const GRACE: Duration = Duration::from_secs(2);

const HELP: &str = "\
passgate-simulator: Feishu's and the EIAM's password calls on this machine

  --listen ADDRESS     where to listen, loopback only       127.0.0.1:0 (a free port)
  --app-id ID          the Feishu app                       cli_passgate_demo
  --client-id ID       the EIAM client                      passgate-demo
  --issuer URL         the issuer of id tokens              http://ADDRESS/api/v1/oauth2
  --users NUMBER       numbered accounts beside the demo's  0
  --help

The secrets of the app and of the client come from the environment variables
PASSGATE_SIMULATOR_APP_SECRET and PASSGATE_SIMULATOR_CLIENT_SECRET. When it is ready, one
line of JSON with the address is printed; calls are logged on standard error.
";

#[derive(Serialize)]
struct Ready<'a> {
    address: String,
    app_id: &'a str,
    client_id: &'a str,
    issuer: &'a str,
}

fn main() -> ExitCode {
    match run(env::args_os().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("passgate-simulator: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: impl Iterator<Item = OsString> + 'static) -> Result<(), Box<dyn Error>> {
    let Some(options) = options(arguments)? else {
        print!("{HELP}");
        return Ok(());
    };
    let (app_id, client_id) = (options.app_id.clone(), options.client_id.clone());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // Before the ready line is printed, so that no signal can come too early.
    let _context = runtime.enter();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let simulator = Simulator::start(options)?;
    let ready = Ready {
        address: simulator.address().to_string(),
        app_id: &app_id,
        client_id: &client_id,
        issuer: simulator.issuer(),
    };
    println!("{}", serde_json::to_string(&ready)?);
    runtime.block_on(async {
        tokio::select! {
            _ = terminate.recv() => (),
            _ = interrupt.recv() => (),
        }
    });
    simulator.stop(GRACE);
    Ok(())
}

/// `None` when only help was requested.
fn options(arguments: impl Iterator<Item = OsString> + 'static) -> Result<Option<Options>, Box<dyn Error>> {
    let mut options = Options { log: true, ..Options::generated() };
    let mut parser = lexopt::Parser::from_args(arguments);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("listen") => options.listen = parser.value()?.parse()?,
            Long("app-id") => options.app_id = parser.value()?.string()?,
            Long("client-id") => options.client_id = parser.value()?.string()?,
            Long("issuer") => options.issuer = Some(parser.value()?.string()?),
            Long("users") => options.numbered_users = parser.value()?.parse()?,
            Long("help") | Short('h') => return Ok(None),
            other => return Err(other.unexpected().into()),
        }
    }
    options.app_secret = secret(APP_SECRET)?;
    options.client_secret = secret(CLIENT_SECRET)?;
    Ok(Some(options))
}

fn secret(variable: &str) -> Result<Hidden, String> {
    match env::var(variable) {
        Ok(text) if !text.is_empty() => Ok(Hidden::new(text)),
        _ => Err(format!("the environment variable {variable} is not set")),
    }
}
