//! The stack for the Node, browser and SDK tests, which run one after another.

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use anyhow::Result;
use passgate_stack::{Stack, StackOptions};
use serde_json::json;

use crate::dev::{self, Demo};
use crate::prepare;
use crate::progress;
use crate::project::Project;

/// The number of links per product that the tests can use up.
const LINKS: usize = 8;

/// A new stack for each kind of test, because a Worker learns limits from refusals.
pub struct Shared<'a> {
    project: &'a Project,
    stack: Option<Stack>,
    siblings: Option<Stack>,
}

impl<'a> Shared<'a> {
    /// The state before any stack runs.
    pub fn new(project: &'a Project) -> Self {
        Self { project, stack: None, siblings: None }
    }

    /// The environment variables for the tests: `PASSGATE_STACK` with the line of `cargo xtask dev
    /// --json`, and `PASSGATE_CHROMIUM`.
    pub fn environment(&mut self) -> Result<Vec<(String, String)>> {
        (self.stack, self.siblings) = (None, None);
        let chromium = prepare::chromium()?;
        progress::say("starting", "the simulated vendors and the Worker");
        // The simulator is also the host of the range search; no password is breached at the start.
        let config = json!({ "allowed_origins": [free_origin()?], "breaches": { "service": "FEISHU" } });
        let options = dev::options(self.project, "test", LINKS);
        let stack = Stack::start(StackOptions { config, ..options })?;
        let demo = Demo::prepare(&stack, LINKS)?;
        let environment = vec![
            ("PASSGATE_STACK".to_owned(), demo.to_json().to_string()),
            ("PASSGATE_CHROMIUM".to_owned(), chromium.to_string_lossy().into_owned()),
        ];
        self.stack = Some(stack);
        Ok(environment)
    }

    /// The variables for tests that open forms: `PASSGATE_SIBLINGS` is a stack of Lark and OneAccess.
    pub fn with_siblings(&mut self) -> Result<Vec<(String, String)>> {
        let mut environment = self.environment()?;
        let stack = Stack::start(StackOptions {
            root: Some(self.project.root().to_owned()),
            name: "siblings".to_owned(),
            are_siblings: true,
            ..StackOptions::default()
        })?;
        let minter = &stack.clients().tickets;
        let found = json!({
            "base": stack.base(),
            "simulator": stack.simulator().base(),
            "clients": { "tickets": { "id": minter.id, "secret": minter.secret } },
        });
        environment.push(("PASSGATE_SIBLINGS".to_owned(), found.to_string()));
        self.siblings = Some(stack);
        Ok(environment)
    }

    /// Keeps the logs after a failure, and prints their path.
    pub fn keep_logs(&mut self) {
        for stack in [&mut self.stack, &mut self.siblings].into_iter().flatten() {
            stack.keep_logs();
            say_where(self.project, stack.run_directory());
        }
    }
}

/// An origin on a free port, which a test will serve.
fn free_origin() -> Result<String> {
    let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
    Ok(format!("http://{address}"))
}

fn say_where(project: &Project, run: &Path) {
    progress::say("kept", format_args!("the logs of the shared stack: {}", project.shown(run)));
}
