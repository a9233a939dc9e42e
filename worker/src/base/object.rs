//! The kinds of Durable Object: the class of each, and the name of its binding.

/// The binding of the files that the Worker serves.
pub const ASSETS: &str = "ASSETS";

/// A kind of Durable Object. What a deployment says of them elsewhere (`worker/wrangler.jsonc`,
/// `worker/entry.mjs`, `docs/running.md`) is held to this list by `crates/xtask/tests/deployment.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    /// Serializes the attempts on one account and keeps its tickets. One object for each account.
    ResetSubject,
    /// Permits the calls to a vendor and caches its tokens. One object for each product.
    VendorGate,
    /// Keeps the audit log. One object for each product.
    AuditLog,
    /// Limits the rate of a caller. One object for each client and each operator.
    CallerRate,
}

impl Object {
    /// All kinds.
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

    /// The name of the binding of its namespace.
    pub const fn binding(self) -> &'static str {
        match self {
            Self::ResetSubject => "RESET_SUBJECT",
            Self::VendorGate => "VENDOR_GATE",
            Self::AuditLog => "AUDIT_LOG",
            Self::CallerRate => "CALLER_RATE",
        }
    }
}
