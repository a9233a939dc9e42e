//! Who may do what to which account. Whatever is not granted here is refused.

use crate::account::Account;
use crate::action::Action;
use crate::caller::Caller;
use crate::client_token::Claims;
use crate::config::{Client, Config};

/// Why a known caller is turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// The client is no longer configured.
    ClientGone,
    /// The credential is for another product.
    OtherProduct,
    /// This action is not among what was granted.
    ActionNotGranted,
    /// Only one's own account, or only the ticket's.
    OtherAccount,
    /// Only an operator, or a client or operator for minting.
    NotEntitled,
}

impl Denied {
    /// A stable name for the log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ClientGone => "client-gone",
            Self::OtherProduct => "other-product",
            Self::ActionNotGranted => "action-not-granted",
            Self::OtherAccount => "other-account",
            Self::NotEntitled => "not-entitled",
        }
    }
}

/// Whether the caller may do this to that account.
///
/// - A client: what its token grants and the configuration still does, on any account.
/// - A user: chooses a password for the own account and no other.
/// - An operator: the vendor-delivered reset of any account. An operator never chooses the
///   password of another (ASVS 5.0, 6.4.6).
/// - A ticket's holder: the ticket's action on the ticket's account.
///
/// # Errors
/// Why not.
pub fn may_act(caller: &Caller, action: Action, account: &Account, config: &Config) -> Result<(), Denied> {
    match caller {
        Caller::Client(claims) => granted(claims, action, config).map(|_| ()),
        Caller::User(user) => {
            if user.product != action.product() {
                Err(Denied::OtherProduct)
            } else if action.chooses_password() {
                (user.account == *account).then_some(()).ok_or(Denied::OtherAccount)
            } else {
                user.operator.then_some(()).ok_or(Denied::NotEntitled)
            }
        }
        Caller::Holder(holder) => {
            if holder.facts.action != action {
                Err(Denied::ActionNotGranted)
            } else if holder.facts.account != *account {
                Err(Denied::OtherAccount)
            } else {
                Ok(())
            }
        }
    }
}

/// Whether the caller may mint a ticket for this action: an operator of the product, or a client
/// that may mint and has the action itself.
///
/// # Errors
/// Why not.
pub fn may_mint(caller: &Caller, action: Action, config: &Config) -> Result<(), Denied> {
    match caller {
        Caller::Client(claims) => {
            let client = granted(claims, action, config)?;
            let mints = claims.mints_tickets && client.mints_tickets;
            mints.then_some(()).ok_or(Denied::NotEntitled)
        }
        Caller::User(user) if !user.operator => Err(Denied::NotEntitled),
        Caller::User(user) if user.product != action.product() => Err(Denied::OtherProduct),
        Caller::User(_) => Ok(()),
        Caller::Holder(_) => Err(Denied::NotEntitled),
    }
}

/// What both the token and the configuration of this moment grant: a right that was taken away
/// ends at once, not with the token.
fn granted<'c>(claims: &Claims, action: Action, config: &'c Config) -> Result<&'c Client, Denied> {
    let client = config.client(&claims.client).ok_or(Denied::ClientGone)?;
    if claims.product != action.product() || !client.products.contains(&claims.product) {
        Err(Denied::OtherProduct)
    } else if !claims.actions.contains(&action) || !client.actions.contains(&action) {
        Err(Denied::ActionNotGranted)
    } else {
        Ok(client)
    }
}

#[cfg(test)]
mod tests;
