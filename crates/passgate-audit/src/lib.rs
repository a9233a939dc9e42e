//! The audit log's rows: what they say, how they are chained, how the chain is verified.
//!
//! The edge writes them and `cargo xtask audit-verify` reads them, with the same code. Nothing
//! here does any I/O.
//!
//! A log is a text of lines, each a JSON object (NDJSON): its [`Row`]s from the first on, then
//! one [`Head`] that says how many there are. A row's hash covers everything the row says and the
//! hash of the row before it, so no row can be changed, left out or moved without every later
//! hash being another. Whoever noted a head once can tell even a log that was rewritten as a
//! whole: that head is no longer in it.

mod event;
mod hash;
mod row;
mod verify;

pub use event::{Event, Kind};
pub use hash::{HASH_CHARACTERS, Hash};
pub use row::{Head, Line, Row};
pub use verify::{Anchor, Finding, Report, Verifier, What};
