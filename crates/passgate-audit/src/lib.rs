//! The rows of the audit log: their content, the hash chain, and its verification.
//!
//! The edge writes the rows and `passgate audit verify` reads them, with the same code. This crate
//! does no I/O.
//!
//! A log is a text of lines, each a JSON object (NDJSON): its [`Row`]s from the first on, then one
//! [`Head`] with their number. A row's hash covers its whole content and the hash of the row before it,
//! so a changed, missing or moved row changes every later hash. A head that was stored earlier even
//! detects a log that was rewritten as a whole: the log no longer contains that head.

mod event;
mod hash;
mod row;
mod verify;

pub use event::{Event, Kind};
pub use hash::{HASH_CHARACTERS, Hash};
pub use row::{Head, Line, Row};
pub use verify::{Anchor, Finding, Report, Verifier, What};
