//! The commands and their help.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Password resets that can be trusted, for Feishu, Lark, 竹云 EIAM and OneAccess.
#[derive(Parser)]
#[command(name = "passgate", version, after_help = EXAMPLES)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub task: Task,
}

const EXAMPLES: &str = "\
Examples:
  passgate key > signing.key              make the signing key of a new deployment
  passgate check /etc/passgate.toml       name every mistake of a configuration
  passgate serve /etc/passgate.toml       run the edge; systemd stops it with SIGTERM

Exit codes: 0 success, 1 mistakes or failure, 2 wrong usage.";

/// The commands.
#[derive(Subcommand)]
pub enum Task {
    /// Run the edge on this machine.
    ///
    /// Starts workerd, restarts it after a crash, and stops it on SIGTERM or Ctrl-C after the requests in
    /// progress. Logs JSON lines to standard output.
    Serve {
        /// The configuration: JSON with comments, or TOML (docs/configuration.md).
        config: PathBuf,
    },
    /// Name every mistake of a configuration, without starting anything.
    Check {
        /// The configuration: JSON with comments, or TOML (docs/configuration.md).
        config: PathBuf,
        /// How to print the result.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
        /// Also check what Cloudflare Workers limits.
        #[arg(long)]
        cloudflare: bool,
    },
    /// Make a client secret, and its hash for the configuration.
    Secret,
    /// Make a signing key.
    Key,
    /// Print shell completions.
    #[command(hide = true)]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    #[command(hide = true)]
    Man,
}

/// How a command prints its result.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}
