//! The kinds of Durable Object: the class of each, and the binding under which the Worker finds it.

/// The binding of the files that the Worker serves.
pub const ASSETS: &str = "ASSETS";

/// A kind of Durable Object. What a deployment says of them elsewhere (`worker/wrangler.jsonc`,
/// `worker/entry.mjs`, `docs/running.md`) is held to this list by `crates/xtask/tests/deployment.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    /// One for each account.
    ResetSubject,
    /// One for each product.
    VendorGate,
    /// One for each product.
    AuditLog,
    /// One for each client and each operator.
    CallerRate,
}

impl Object {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::ResetSubject, Self::VendorGate, Self::AuditLog, Self::CallerRate];

    /// The name of the class.
    pub const fn class(self) -> &'static str {
        match self {
            Self::ResetSubject => "ResetSubject",
            Self::VendorGate => "VendorGate",
            Self::AuditLog => "AuditLog",
            Self::CallerRate => "CallerRate",
        }
    }

    /// The name of the namespace's binding.
    pub const fn binding(self) -> &'static str {
        match self {
            Self::ResetSubject => "RESET_SUBJECT",
            Self::VendorGate => "VENDOR_GATE",
            Self::AuditLog => "AUDIT_LOG",
            Self::CallerRate => "CALLER_RATE",
        }
    }
}
