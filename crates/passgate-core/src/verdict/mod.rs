//! The verdict on a password: the rows of a checklist, and why a row is not met.

mod member;
mod packed;
mod report;
mod row;
mod violation;

pub(crate) use packed::Lengths;
pub use packed::{PackedViolation, VendorRefusal};
pub use report::{Finding, Report};
pub(crate) use row::rules;
pub use row::{RuleName, Status};
pub(crate) use violation::Code;
#[cfg(feature = "schema")]
pub(crate) use violation::MEMBERS;
pub use violation::Violation;
