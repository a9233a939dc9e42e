//! The commands and their help.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use passgate_audit::Anchor;

use crate::audit::anchor;
use crate::person::Person;

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
  passgate key > signing.key                      make the signing key of a new deployment
  passgate check /etc/passgate/passgate.toml      name every mistake of a configuration
  passgate serve /etc/passgate/passgate.toml      run the edge; systemd stops it with SIGTERM
  passgate backup /var/backups/passgate/monday    copy the state while the edge runs

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
    /// Check the vendors, the issuers and this machine for a deployment.
    ///
    /// Asks each vendor for a token, reads each issuer's keys, and looks at the clock, the state folder and
    /// the runtime. Changes nothing. Prints a line for each: ok, warning or failure, and what to do.
    Doctor {
        /// The configuration: JSON with comments, or TOML (docs/configuration.md).
        config: PathBuf,
        /// How to print the result.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Ask the running edge whether it answers, for the health check of a container.
    Health {
        /// The configuration of the running edge.
        config: PathBuf,
        /// Ask whether it is ready: each vendor has given a token, and the disk can be written.
        #[arg(long)]
        ready: bool,
    },
    /// Mint a link, or a file of them, through the running edge.
    ///
    /// Uses the signing key of the configuration, in the name of a configured client that may mint tickets.
    #[command(after_help = LINK_EXAMPLES)]
    Link {
        /// The configuration of the running edge.
        config: PathBuf,
        /// The accounts and the action.
        #[command(flatten)]
        request: LinkRequest,
    },
    /// Export or verify the audit log.
    Audit {
        /// What to do with it.
        #[command(subcommand)]
        task: AuditTask,
    },
    /// Copy the state into a new folder while the edge runs.
    ///
    /// Copies the database of every object and the list of alarms, and writes a manifest with a hash of each
    /// file. A backup contains neither the configuration nor the secrets. Store the signing key elsewhere: a
    /// backup is useless without it.
    #[command(after_help = BACKUP_EXAMPLES)]
    Backup(BackupRequest),
    /// Make a state from a backup.
    ///
    /// Compares every file with the manifest, verifies the hash chain of each audit log, and compares each
    /// ledger with the log before it uses the copy. The state must be empty, and no edge may run on it.
    #[command(after_help = BACKUP_EXAMPLES)]
    Restore(RestoreRequest),
    /// Lint, compare or explain policy documents.
    #[command(subcommand)]
    Policy(crate::policy::Task),
    /// Make a client secret, and its hash for the configuration; or the secret of a webhook.
    Secret {
        /// Make the secret that signs the messages of a webhook.
        #[arg(long)]
        webhook: bool,
    },
    /// Make a signing key.
    Key,
    /// Print shell completions.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
}

impl Task {
    /// How the command prints its result.
    pub const fn format(&self) -> Format {
        match self {
            Self::Check { format, .. } | Self::Doctor { format, .. } => *format,
            Self::Policy(task) => task.format(),
            _ => Format::Text,
        }
    }
}

const LINK_EXAMPLES: &str = "\
Examples:
  passgate link /etc/passgate/passgate.toml --product eiam --account 20201028102749564-9082-DC8CD2722 \
    --username wangxm --person 王小明 --phone 13800138000
  passgate link /etc/passgate/passgate.toml --product feishu --account ou_1 --id-type open_id
  passgate link /etc/passgate/passgate.toml --product eiam --csv people.csv > links.csv

A CSV file in UTF-8 has a line for each account. Its first line names the columns: account, and those of \
id_type, username, person, phone, email and word that there are; phone, email and word may be repeated. \
Without that line, a line is an account and, where the product has several, its kind of id. If a line is \
wrong, no link is minted.";

const BACKUP_EXAMPLES: &str = "\
Examples:
  passgate backup /var/backups/passgate/monday
  systemctl stop passgate
  mv /var/lib/passgate/objects /var/lib/passgate-objects-before
  passgate restore /var/backups/passgate/monday
  systemctl start passgate";

const EXPORT_EXAMPLES: &str = "\
Examples:
  passgate audit export /etc/passgate/passgate.toml --product eiam --output eiam.ndjson
  passgate audit verify eiam.ndjson --head 1200:5eebf5992b4b2a5a1b02d01b5ab4d9376fe5af60339278ff7b49e9e1888df661";

/// The default path of the configuration.
const CONFIG: &str = "/etc/passgate/passgate.toml";

/// What to do with an audit log.
#[derive(Subcommand)]
pub enum AuditTask {
    /// Write the log of a product as lines of JSON, from the state. The edge may run.
    #[command(after_help = EXPORT_EXAMPLES)]
    Export(ExportRequest),
    /// Verify an exported log: no row was changed, removed or moved, and every attempt has an outcome.
    ///
    /// Exit codes: 0 no finding, 1 a finding or no log.
    #[command(after_help = EXPORT_EXAMPLES)]
    Verify(VerifyRequest),
}

/// Which log to export.
#[derive(clap::Args)]
pub struct ExportRequest {
    /// The configuration, which names the state.
    pub config: PathBuf,
    /// The product of the log.
    #[arg(long)]
    pub product: String,
    /// Only the rows after this number, to continue an earlier export.
    #[arg(long, default_value_t = 0)]
    pub after: u64,
    /// The file to write; by default standard output.
    #[arg(long)]
    pub output: Option<PathBuf>,
}

/// Which log to verify.
#[derive(clap::Args)]
pub struct VerifyRequest {
    /// The exported log; `-` is standard input.
    pub file: PathBuf,
    /// The file continues from this head of the previous export.
    #[arg(long, value_name = "ROWS:HASH", value_parser = anchor)]
    pub from: Option<Anchor>,
    /// The log must contain this head, which was stored earlier.
    #[arg(long, value_name = "ROWS:HASH", value_parser = anchor)]
    pub head: Option<Anchor>,
}

/// What to back up, and where to.
#[derive(clap::Args)]
pub struct BackupRequest {
    /// A new folder for the backup.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The configuration, which names the state.
    #[arg(long, default_value = CONFIG)]
    pub config: PathBuf,
}

/// What to restore.
#[derive(clap::Args)]
pub struct RestoreRequest {
    /// The folder of the backup.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The configuration, which names the state.
    #[arg(long, default_value = CONFIG)]
    pub config: PathBuf,
    /// Restore even if the audit log or a ledger does not verify. A file that differs from the manifest is
    /// never restored.
    #[arg(long)]
    pub despite_findings: bool,
}

/// Which links to mint.
#[derive(clap::Args)]
pub struct LinkRequest {
    /// The product of the account.
    #[arg(long)]
    pub product: String,
    /// The account's id at the vendor.
    #[arg(long, conflicts_with = "csv")]
    pub account: Option<String>,
    /// The kind of that id, if the product has several: open_id, union_id or user_id for Feishu and Lark.
    #[arg(long)]
    pub id_type: Option<String>,
    /// What the password must not contain. Without it, the form cannot check the rules that ask for it.
    #[command(flatten)]
    pub person: Person,
    /// A file with an account on each line; the links are printed in the same order.
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// The action of the link; by default the product's first.
    #[arg(long)]
    pub action: Option<String>,
    /// The lifetime of the link, in seconds; by default the edge's.
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
