//! The metrics of `GET /v1/metrics` for a monitoring system: the families, how they are counted and how
//! they are written.
//!
//! No metric identifies an account, a person or a client: every label value belongs to a fixed set of
//! ours, or is the name of a webhook in the configuration.

mod counters;
mod exposition;
mod family;
mod gauges;
mod of_log;
mod of_report;

pub use counters::Counters;
pub use exposition::{Exposition, Format};
pub use family::{Family, Kind};
pub use gauges::{GateStatus, LogStatus, WebhookStatus, gather};
pub use of_log::{count_early, count_row};
pub use of_report::count_report;
