//! `passgate audit`: exports a log from the state, and verifies an exported one.

mod log_file;
mod verify;

use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use passgate_audit::{Hash, Head};
use passgate_core::Product;

pub use self::log_file::LogFile;
pub use self::verify::{anchor, verify};
use crate::args::ExportRequest;
use crate::config::File as Configuration;
use crate::state::existing_objects;

/// Writes the log of a product, whether the edge runs or not.
pub fn export(request: &ExportRequest) -> Result<ExitCode> {
    let Some(product) = Product::from_name(&request.product) else {
        bail!("--product must be one of {}", Product::ALL.map(Product::name).join(", "));
    };
    let file = Configuration::read_for_state(&request.config)?;
    let objects = existing_objects(&file.machine.state)?;
    let logs = LogFile::open_all(&objects.join(passgate_runtime::LOG_FOLDER))?;
    let log = logs.into_iter().find(|log| log.product == product.name());
    // A product that is no longer configured still has its log. Without the secrets here, the products are unknown.
    if let (None, Some(config)) = (&log, &file.config)
        && !config.products.contains_key(&product)
    {
        let configured: Vec<&str> = config.products.keys().map(|product| product.name()).collect();
        bail!("--product {} is not configured; these are: {}", product.name(), configured.join(", "));
    }
    let mut out: Box<dyn Write> = match &request.output {
        None => Box::new(stdout().lock()),
        Some(path) => {
            let file = File::options().create(true).truncate(true).write(true).mode(0o600).open(path);
            Box::new(BufWriter::new(file.with_context(|| format!("could not write {}", path.display()))?))
        }
    };
    let mut each = |line: &str| writeln!(out, "{line}").context("could not write the log");
    match log {
        Some(log) => log.lines(request.after, &mut each)?,
        None => each(&empty(product)?)?,
    }
    out.flush().context("could not write the log")?;
    Ok(ExitCode::SUCCESS)
}

/// The head of a log without rows.
fn empty(product: Product) -> Result<String> {
    let log = product.name().to_owned();
    Ok(serde_json::to_string(&Head { head: Hash::of_log(&log), log, rows: 0, at_ms: now_ms() })?)
}

/// The time, in milliseconds since 1970.
pub fn now_ms() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_millisecond()).unwrap_or_default()
}
