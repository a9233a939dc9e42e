//! `passgate policy`: lints, compares and explains policy documents.

mod diff;
mod explain;
mod lint;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};
use clap::Subcommand;
use passgate_core::{Policy, Product};
use passgate_policy::lint::{Kind, lint_json};

use crate::args::Format;
use crate::person::Person;

/// The commands about policies.
#[derive(Subcommand)]
pub enum Task {
    /// Name what is wrong with a policy, and where it conflicts with NIST SP 800-63B-4 and OWASP ASVS 5.0.
    #[command(after_help = LINT_EXAMPLES)]
    Lint {
        /// A policy document (JSON, with comments if it has some), or the name of a product for its shipped
        /// policy.
        policy: String,
        /// Kinds of findings to leave out: invalid, contradictory, unsatisfiable, redundant, learned, looser,
        /// nist, asvs.
        #[arg(long, value_delimiter = ',', value_parser = lint::kind_of)]
        allow: Vec<passgate_policy::lint::Kind>,
        /// How to print the result.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Say what one policy accepts and another one refuses, with a password each way.
    #[command(after_help = DIFF_EXAMPLES)]
    Diff {
        /// A policy document, or the name of a product.
        first: String,
        /// The one to compare it with.
        second: String,
        /// How to print the result.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Show a policy as people and password managers read it, and how many passwords it admits.
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain {
        /// A policy document, or the name of a product.
        policy: String,
        /// A length in characters whose passwords to count. May be repeated. The default is the shortest, 12,
        /// 16 and the longest.
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=256))]
        length: Vec<u32>,
        /// The person.
        #[command(flatten)]
        person: Person,
        /// How to print the result.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
}

impl Task {
    /// How the command prints its result.
    pub const fn format(&self) -> Format {
        match self {
            Self::Lint { format, .. } | Self::Diff { format, .. } | Self::Explain { format, .. } => *format,
        }
    }
}

const LINT_EXAMPLES: &str = "\
Examples:
  passgate policy lint eiam-policy.json
  passgate policy lint --allow nist,asvs eiam-policy.json   what the vendor itself asks for

Exit codes: 0 nothing found, 1 something found, 2 wrong usage.";

const DIFF_EXAMPLES: &str = "\
Examples:
  passgate policy diff eiam eiam-policy.json
  passgate policy diff feishu lark

Exit codes: 0 both accept the same, 1 they differ, 2 wrong usage.";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  passgate policy explain eiam
  passgate policy explain eiam --length 12 --username wangxm --person 王小明 --phone 13800138000";

/// Runs one of the commands.
///
/// # Errors
/// When a document cannot be read.
pub fn run(task: &Task) -> Result<ExitCode> {
    match task {
        Task::Lint { policy, allow, format } => lint::run(policy, allow, *format),
        Task::Diff { first, second, format } => diff::run(first, second, *format),
        Task::Explain { policy, length, person, format } => explain::run(policy, length, person, *format),
    }
}

/// The text of a policy document: a file, or the shipped policy of a product.
fn text_of(name: &str) -> Result<String> {
    if let Some(product) = Product::from_name(name) {
        return Ok(Policy::shipped_json(product).to_owned());
    }
    let path = Path::new(name);
    if !path.exists() {
        let products: Vec<&str> = Product::ALL.into_iter().map(Product::name).collect();
        bail!("{name} is neither a file nor a product; the products are {}", products.join(", "));
    }
    let document = crate::config::read_document(path)?;
    Ok(document.to_string())
}

/// The policy of a file or a product.
fn policy_of(name: &str) -> Result<Policy> {
    let text = text_of(name)?;
    Policy::from_json(&text).map_err(|error| {
        // The lint also names every other mistake, and the name that a misspelt one was meant to be.
        let mut found = lint_json(&text);
        found.retain(|finding| finding.kind == Kind::Invalid);
        let told: Vec<String> =
            found.iter().map(|finding| format!("{}: {}", finding.path, finding.problem)).collect();
        match told.as_slice() {
            [] => anyhow!("{name}: {error}"),
            told => anyhow!("{name}: {}", told.join("; ")),
        }
    })
}

/// The exit code: 0 or 1.
const fn success(is_success: bool) -> ExitCode {
    if is_success { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
