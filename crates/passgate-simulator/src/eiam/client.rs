use std::collections::BTreeSet;

use crate::options::Hidden;

/// Permission code of both pages: "Read and write permissions for user management".
const USER_ALL: &str = "user_all";
/// Permission code of both pages: "Read and write permissions for all interfaces".
const ALL: &str = "all";

/// An application of the tenant.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) secret: Hidden,
    pub(crate) permissions: BTreeSet<String>,
}

impl Client {
    pub(crate) fn new(secret: Hidden) -> Self {
        Self { secret, permissions: [USER_ALL.to_owned()].into() }
    }

    pub(super) fn may_write_users(&self) -> bool {
        [USER_ALL, ALL].iter().any(|code| self.permissions.contains(*code))
    }

    /// The permissions as a token's scope.
    pub(super) fn scope(&self) -> String {
        let permissions: Vec<&str> = self.permissions.iter().map(String::as_str).collect();
        permissions.join(" ")
    }
}
