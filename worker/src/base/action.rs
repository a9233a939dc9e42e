//! What may be asked of a vendor about a password.

use passgate_core::Product;
use serde::{Deserialize, Serialize};

/// One of the vendors' three password calls, by the name tickets, clients and logs use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Feishu: set a new enterprise mail password.
    Reset,
    /// EIAM: set a new password.
    ChangePassword,
    /// EIAM: let the vendor make a password and deliver it (the vendor's own spelling).
    RestPassword,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 3] = [Self::Reset, Self::ChangePassword, Self::RestPassword];

    /// The name in tickets, clients and logs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::ChangePassword => "change-password",
            Self::RestPassword => "rest-password",
        }
    }

    /// The action of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }

    /// The product whose call it is.
    pub const fn product(self) -> Product {
        match self {
            Self::Reset => Product::Feishu,
            Self::ChangePassword | Self::RestPassword => Product::Eiam,
        }
    }

    /// Whether whoever performs it chooses the password, which an operator never does.
    pub const fn chooses_password(self) -> bool {
        !matches!(self, Self::RestPassword)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for action in Action::ALL {
            assert_eq!(Action::from_name(action.name()), Some(action));
        }
        assert_eq!(Action::from_name("Reset"), None);
    }
}
