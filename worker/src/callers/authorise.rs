//! Who may do what to which account. Whatever is not granted here is refused.

use passgate_core::Product;

use crate::callers::account::Account;
use crate::callers::caller::{Caller, Role, User};
use crate::callers::client_token::Claims;
use crate::config::{Client, Config};
use passgate_wire::Action;

/// Why a known caller is turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// The client is no longer configured, or the secret its token was given for is not.
    ClientGone,
    /// The credential is for another product.
    OtherProduct,
    /// This action is not among what was granted.
    ActionNotGranted,
    /// Only one's own account, or only the ticket's.
    OtherAccount,
    /// Only an operator, an auditor, or a client that may.
    NotEntitled,
    /// The role is there; the sign-in is too old for it.
    SignInTooOld {
        /// How old it may be, in seconds.
        sign_in_within: u64,
    },
}

/// Whether the caller may do this to that account.
///
/// - A client: what its token grants and the configuration still does, on any account.
/// - A user: chooses a password for the own account and no other, after a sign-in as recent as the
///   configuration asks for.
/// - An operator: the vendor-delivered reset of any account. An operator never chooses the
///   password of another (ASVS 5.0, 6.4.6).
/// - A ticket's holder: the ticket's action on the ticket's account.
///
/// # Errors
/// Why not.
pub fn may_act(caller: &Caller, action: Action, account: &Account, config: &Config) -> Result<(), Denied> {
    match caller {
        Caller::Client(claims) => granted(claims, action, account.product, config).map(|_| ()),
        Caller::User(user) => {
            if user.product != account.product {
                Err(Denied::OtherProduct)
            } else if action.chooses_password() {
                let own = (user.account == *account).then_some(()).ok_or(Denied::OtherAccount);
                own.and_then(|()| held(user.owner))
            } else {
                held(user.operator)
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

/// Whether the caller may mint a ticket for this action of the product: an operator of the product, or a client
/// that may mint and has the action itself.
///
/// # Errors
/// Why not.
pub fn may_mint(caller: &Caller, action: Action, product: Product, config: &Config) -> Result<(), Denied> {
    match caller {
        Caller::Client(claims) => {
            let client = granted(claims, action, product, config)?;
            let mints = claims.mints_tickets && client.mints_tickets;
            mints.then_some(()).ok_or(Denied::NotEntitled)
        }
        Caller::User(user) => operates(user, product),
        Caller::Holder(_) => Err(Denied::NotEntitled),
    }
}

/// Whether the caller may read the audit log of a product: an operator of it, or an auditor.
///
/// # Errors
/// Why not.
pub fn may_read_audit(caller: &Caller, product: Product) -> Result<(), Denied> {
    match caller {
        Caller::User(user) => match held(user.auditor) {
            Err(Denied::NotEntitled) => operates(user, product),
            otherwise => otherwise.or_else(|denied| operates(user, product).map_err(|_| denied)),
        },
        Caller::Client(_) | Caller::Holder(_) => Err(Denied::NotEntitled),
    }
}

/// Whether the caller may read how far the policy of a product and its vendor have drifted apart:
/// whoever may read its audit log, or have what was learned from it forgotten.
///
/// # Errors
/// Why not.
pub fn may_read_drift(caller: &Caller, product: Product, config: &Config) -> Result<(), Denied> {
    match caller {
        Caller::Client(_) => may_clear_limits(caller, product, config),
        Caller::User(_) | Caller::Holder(_) => may_read_audit(caller, product),
    }
}

/// Whether the caller may have the limits learned of a product forgotten: an operator of it, or a
/// client of it that the configuration lets (`clears_limits`).
///
/// # Errors
/// Why not.
pub fn may_clear_limits(caller: &Caller, product: Product, config: &Config) -> Result<(), Denied> {
    match caller {
        Caller::User(user) => operates(user, product),
        Caller::Client(claims) => {
            let client = known(claims, config)?;
            if claims.product != product || !client.products.contains(&product) {
                Err(Denied::OtherProduct)
            } else {
                client.clears_limits.then_some(()).ok_or(Denied::NotEntitled)
            }
        }
        Caller::Holder(_) => Err(Denied::NotEntitled),
    }
}

/// Whether the caller may make a learned limit of a product everybody's: an operator of it.
///
/// # Errors
/// Why not.
pub fn may_adopt_limits(caller: &Caller, product: Product) -> Result<(), Denied> {
    match caller {
        Caller::User(user) => operates(user, product),
        Caller::Client(_) | Caller::Holder(_) => Err(Denied::NotEntitled),
    }
}

/// Whether the caller may read the metrics: an operator, an auditor, or a client that the
/// configuration lets (`reads_metrics`), for a machine that gathers them.
///
/// # Errors
/// Why not.
pub fn may_read_metrics(caller: &Caller, config: &Config) -> Result<(), Denied> {
    match caller {
        Caller::Client(claims) => {
            let client = known(claims, config)?;
            client.reads_metrics.then_some(()).ok_or(Denied::NotEntitled)
        }
        _ => oversees(caller),
    }
}

/// Whether any of what a caller is may do it.
///
/// # Errors
/// Why none may: that a sign-in is too old where that is all, for then a recent one would do.
pub fn any_may(callers: &[Caller], may: impl Fn(&Caller) -> Result<(), Denied>) -> Result<(), Denied> {
    let mut why = Denied::NotEntitled;
    for caller in callers {
        match (may(caller), why) {
            (Ok(()), _) => return Ok(()),
            (Err(_), Denied::SignInTooOld { .. }) => {}
            (Err(denied), _) => why = denied,
        }
    }
    Err(why)
}

fn operates(user: &User, product: Product) -> Result<(), Denied> {
    held(user.operator)?;
    (user.product == product).then_some(()).ok_or(Denied::OtherProduct)
}

/// An operator or an auditor, of whichever product. The sign-in is blamed only where a recent
/// one would do.
fn oversees(caller: &Caller) -> Result<(), Denied> {
    match caller {
        Caller::User(user) => held(user.auditor).or_else(|denied| match held(user.operator) {
            Err(Denied::NotEntitled) => Err(denied),
            otherwise => otherwise,
        }),
        Caller::Client(_) | Caller::Holder(_) => Err(Denied::NotEntitled),
    }
}

const fn held(role: Role) -> Result<(), Denied> {
    match role {
        Role::Held => Ok(()),
        Role::SignInTooOld { sign_in_within } => Err(Denied::SignInTooOld { sign_in_within }),
        Role::None => Err(Denied::NotEntitled),
    }
}

/// What both the token and the configuration of this moment grant: a right that was taken away
/// ends at once, not with the token.
fn granted<'c>(
    claims: &Claims,
    action: Action,
    product: Product,
    config: &'c Config,
) -> Result<&'c Client, Denied> {
    let client = known(claims, config)?;
    if claims.product != product || !client.products.contains(&claims.product) {
        Err(Denied::OtherProduct)
    } else if !claims.actions.contains(&action) || !client.actions.contains(&action) {
        Err(Denied::ActionNotGranted)
    } else {
        Ok(client)
    }
}

/// The client of a token, while it is configured and the secret it was given for is too.
fn known<'c>(claims: &Claims, config: &'c Config) -> Result<&'c Client, Denied> {
    let client = config.client(&claims.client).ok_or(Denied::ClientGone)?;
    let is_current = client.secret_hashes.iter().any(|hash| hash.name() == claims.secret);
    is_current.then_some(client).ok_or(Denied::ClientGone)
}

#[cfg(test)]
mod tests;
