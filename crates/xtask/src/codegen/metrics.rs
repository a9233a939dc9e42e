//! The table of the metrics.

use std::fmt::Write as _;

use anyhow::Result;
use passgate_worker::metrics::{Family, Kind};

/// A row per family: its name in the exposition, its kind, its labels, and its help text.
pub fn table() -> Result<String> {
    let mut text = String::new();
    writeln!(text, "| metric | kind | labels | meaning |\n|---|---|---|---|")?;
    for family in Family::ALL {
        let (suffix, kind) = match family.kind() {
            Kind::Counter => ("_total", "counter"),
            Kind::Gauge if family == Family::BuildInfo => ("_info", "gauge"),
            Kind::Gauge => ("", "gauge"),
            Kind::Histogram(_) => ("", "histogram"),
        };
        let (name, labels) = (family.name(), family.labels().join(", "));
        writeln!(text, "| `{name}{suffix}` | {kind} | {labels} | {} |", family.help())?;
    }
    Ok(text)
}
