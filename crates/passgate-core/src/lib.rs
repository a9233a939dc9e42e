//! passgate's core: whether a vendor will take a password, decided the same way everywhere.

mod finding;
mod product;
mod secret;
mod violation;

pub use finding::{Finding, Report, RuleName, Span, Status};
pub use product::Product;
pub use secret::Secret;
pub use violation::{Class, Count, IdentityField, Violation};
