//! The simulator's demo accounts that the tests use.

/// A person and the ids at both vendors.
#[derive(Clone, Debug)]
pub struct Person {
    /// The login name.
    pub username: String,
    /// Feishu's `user_id`.
    pub feishu: String,
    /// Feishu's `open_id`.
    pub open_id: String,
    /// Feishu's `union_id`.
    pub union_id: String,
    /// EIAM's id.
    pub eiam: String,
}
