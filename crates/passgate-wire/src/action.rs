//! The password calls of the vendors.

use serde::{Deserialize, Serialize};

/// A password call of a vendor, by the name that tickets, clients and logs use. Products with the same
/// API share it. [`Spec::calls`](crate::Spec::calls) lists the calls of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Feishu and Lark: set a new enterprise mail password.
    Reset,
    /// EIAM and OneAccess: set a new password.
    ChangePassword,
    /// EIAM: let the vendor generate a password and deliver it (the vendor's own spelling).
    RestPassword,
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 3] = [Self::Reset, Self::ChangePassword, Self::RestPassword];

    /// The name in tickets, clients and logs.
    ///
    /// ```
    /// assert_eq!(passgate_wire::Action::RestPassword.name(), "rest-password");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::ChangePassword => "change-password",
            Self::RestPassword => "rest-password",
        }
    }

    /// The action with this name.
    ///
    /// ```
    /// use passgate_wire::Action;
    ///
    /// assert_eq!(Action::from_name("reset"), Some(Action::Reset));
    /// assert_eq!(Action::from_name("Reset"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }

    /// Whether the caller chooses the password. An operator never does.
    pub const fn chooses_password(self) -> bool {
        !matches!(self, Self::RestPassword)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for action in Action::ALL {
            assert_eq!(Action::from_name(action.name()), Some(action));
        }
    }
}
