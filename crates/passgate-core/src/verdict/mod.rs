//! What is said of a password: the rows of a checklist, and why one is not met.

mod member;
mod packed;
mod report;
mod row;
mod violation;

pub use packed::{PackedViolation, VendorRefusal};
pub use report::{Finding, Report};
pub(crate) use row::rules;
pub use row::{RuleName, Status};
pub(crate) use violation::Code;
#[cfg(feature = "schema")]
pub(crate) use violation::MEMBERS;
pub use violation::Violation;
