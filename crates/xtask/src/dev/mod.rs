//! `cargo xtask dev`: runs the whole stack on this machine, with links to open.

mod demo;
mod edge_api;
mod origins;
mod page;

use std::net::{Ipv4Addr, TcpListener};
use std::sync::mpsc;

use anyhow::{Context, Result};
use passgate_stack::{Build, Stack, StackOptions};
use serde_json::json;

use crate::build::{self, Workers};
use crate::progress;
use crate::project::Project;
use crate::runs;

pub use demo::Demo;
pub use edge_api::{EdgeApi, Product};

/// The port in the README.
const PORT: u16 = 8787;

/// The number of the simulator's named accounts that can be reset; more links need numbered accounts.
const NAMED_ACCOUNTS: usize = 6;

/// The options of `dev`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DevOptions {
    /// Whether to print one line of JSON instead of a page.
    pub json: bool,
    /// Links per product.
    pub links: usize,
    /// The Worker's port; zero for any free one.
    pub port: Option<u16>,
    /// Whether to run the Worker for tests.
    pub test_routes: bool,
    /// Origins whose pages may call the Worker, in addition to those of development servers on this machine.
    pub allow_origins: Vec<String>,
}

impl Default for DevOptions {
    fn default() -> Self {
        Self { json: false, links: 1, port: None, test_routes: false, allow_origins: Vec::new() }
    }
}

/// Builds, starts, prints, and waits for Ctrl-C.
pub fn run(project: &Project, options: &DevOptions) -> Result<()> {
    let build = if options.test_routes { Build::ForTests } else { Build::Shipping };
    build::all_with_simulator(project, workers(build))?;
    runs::clear(project, "dev-")?;
    let (stop, stopped) = mpsc::channel();
    ctrlc::set_handler(move || {
        let _ = stop.send(());
    })
    .context("could not listen for Ctrl-C")?;
    progress::say("starting", "the simulated vendors and the Worker");
    let stack = Stack::start(StackOptions {
        port: port(options.port),
        build,
        config: json!({ "allowed_origins": origins::allowed(&options.allow_origins) }),
        serves_examples: true,
        ..self::options(project, "dev", options.links)
    })?;
    let demo = Demo::prepare(&stack, options.links)?;
    if options.json {
        println!("{}", demo.to_json());
    } else {
        println!("{}", page::text(&demo));
    }
    stopped.recv().context("no signal handler is left to stop the program")?;
    progress::say("stopping", "the simulated vendors and the Worker");
    Ok(())
}

/// The options of a stack with enough accounts for that many links.
pub fn options(project: &Project, name: &str, links: usize) -> StackOptions {
    StackOptions {
        root: Some(project.root().to_owned()),
        name: name.to_owned(),
        numbered_users: links.saturating_sub(NAMED_ACCOUNTS),
        ..StackOptions::default()
    }
}

const fn workers(build: Build) -> Workers {
    match build {
        Build::Shipping => Workers::Shipping,
        Build::ForTests => Workers::ForTests,
    }
}

/// The requested port; without one the usual port, if it is free.
fn port(wish: Option<u16>) -> Option<u16> {
    match wish {
        Some(0) => None,
        Some(port) => Some(port),
        None => TcpListener::bind((Ipv4Addr::LOCALHOST, PORT)).is_ok().then_some(PORT),
    }
}
