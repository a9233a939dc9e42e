//! What is said of a password: the rows of a checklist, and why one is not met.

mod kinds;
mod packed;
mod report;
mod row;
mod violation;

pub(crate) use kinds::VISIBLE;
pub use kinds::{CharacterKind, Class, ClassSet, Count, FieldSet, IdentityField, Pattern};
pub(crate) use packed::Code;
pub use packed::{PackedViolation, VendorRefusal};
pub use report::{Finding, Report};
pub use row::{RuleName, Status};
pub use violation::Violation;
