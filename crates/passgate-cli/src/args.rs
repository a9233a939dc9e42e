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
    /// Ask the vendors, the issuers and this machine whether a deployment can work.
    ///
    /// Asks each vendor for a token, reads each issuer's keys, and looks at the clock, the state folder and
    /// the runtime. Changes nothing. One line for each: ok, warning or failure, and what to do.
    Doctor {
        /// The configuration: JSON with comments, or TOML (docs/configuration.md).
        config: PathBuf,
        /// How to print the result.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Mint a link, or a file of them, through the running edge.
    ///
    /// Uses the signing key of the configuration, in the name of a configured client that may mint tickets.
    #[command(after_help = LINK_EXAMPLES)]
    Link {
        /// The configuration of the running edge.
        config: PathBuf,
        /// What for.
        #[command(flatten)]
        request: LinkRequest,
    },
    /// Lint a policy document, compare two, or show what one admits.
    #[command(subcommand)]
    Policy(crate::policy::Task),
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

const LINK_EXAMPLES: &str = "\
Examples:
  passgate link /etc/passgate.toml --product eiam --account 20201028102749564-9082-DC8CD2722
  passgate link /etc/passgate.toml --product feishu --account ou_1 --id-type open_id
  passgate link /etc/passgate.toml --product eiam --csv people.csv > links.csv

A CSV file has a line for each account: its id, and its kind of id where the product has several.";

/// Which links to mint.
#[derive(clap::Args)]
pub struct LinkRequest {
    /// The product of the account.
    #[arg(long)]
    pub product: String,
    /// The account's id at the vendor.
    #[arg(long, required_unless_present = "csv", conflicts_with = "csv")]
    pub account: Option<String>,
    /// Which kind of id that is, where the product has several.
    #[arg(long)]
    pub id_type: Option<String>,
    /// A file with an account on each line; links go to standard output in its order.
    #[arg(long)]
    pub csv: Option<PathBuf>,
    /// What the link is for; the product's first action without.
    #[arg(long)]
    pub action: Option<String>,
    /// How long the link works, in seconds; the edge's default without.
    #[arg(long)]
    pub expires_in: Option<u64>,
}

/// How a command prints its result.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}
