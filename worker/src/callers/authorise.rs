//! Authorization: which caller may perform which action on which account. What is not granted here is
//! denied.

use passgate_core::Product;

use crate::callers::account::Account;
use crate::callers::caller::{Caller, Role, User};
use crate::callers::client_token::Claims;
use crate::config::{Client, Config};
use passgate_wire::Action;

/// Why an authenticated caller is denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// The client is no longer configured, or the secret that its token was issued for is not.
    ClientGone,
    /// The credential is for another product.
    OtherProduct,
    /// The credential does not grant this action.
    ActionNotGranted,
    /// A user may act on the own account only; a ticket, on its account only.
    OtherAccount,
    /// The route requires an operator, an auditor, or a client with this right.
    NotEntitled,
    /// The caller has the role, but the sign-in is too old for it.
    SignInTooOld {
        /// The maximum age of the sign-in, in seconds.
        sign_in_within: u64,
    },
}

/// Whether the caller may perform this action on this account.
///
/// - A client: what both its token and the configuration grant, on any account.
/// - A user: a new password for the own account only, after a sign-in as recent as the configuration
///   requires.
/// - An operator: the vendor-delivered reset of any account. An operator never chooses the password of
///   another person (ASVS 5.0, 6.4.6).
/// - A ticket's holder: the ticket's action on the ticket's account.
///
/// # Errors
/// The reason of the denial.
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

/// Whether the caller may mint a ticket for this action of the product. An operator of the product may,
/// and a client that may mint tickets and has the action itself.
///
/// # Errors
/// The reason of the denial.
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
/// The reason of the denial.
pub fn may_read_audit(caller: &Caller, product: Product) -> Result<(), Denied> {
    match caller {
        Caller::User(user) => match held(user.auditor) {
            Err(Denied::NotEntitled) => operates(user, product),
            otherwise => otherwise.or_else(|denied| operates(user, product).map_err(|_| denied)),
        },
        Caller::Client(_) | Caller::Holder(_) => Err(Denied::NotEntitled),
    }
}

/// Whether the caller may read the drift between the policy of a product and its vendor. This needs the
/// right to read the audit log or to clear the learned limits of the product.
///
/// # Errors
/// The reason of the denial.
pub fn may_read_drift(caller: &Caller, product: Product, config: &Config) -> Result<(), Denied> {
    match caller {
        Caller::Client(_) => may_clear_limits(caller, product, config),
        Caller::User(_) | Caller::Holder(_) => may_read_audit(caller, product),
    }
}

/// Whether the caller may clear the learned limits of a product: an operator of the product, or a
/// client of the product with `clears_limits`.
///
/// # Errors
/// The reason of the denial.
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

/// Whether the caller may adopt a learned limit of a product for all accounts: an operator of the
/// product.
///
/// # Errors
/// The reason of the denial.
pub fn may_adopt_limits(caller: &Caller, product: Product) -> Result<(), Denied> {
    match caller {
        Caller::User(user) => operates(user, product),
        Caller::Client(_) | Caller::Holder(_) => Err(Denied::NotEntitled),
    }
}

/// Whether the caller may read the metrics: an operator, an auditor, or a client with `reads_metrics`,
/// such as a collector.
///
/// # Errors
/// The reason of the denial.
pub fn may_read_metrics(caller: &Caller, config: &Config) -> Result<(), Denied> {
    match caller {
        Caller::Client(claims) => {
            let client = known(claims, config)?;
            client.reads_metrics.then_some(()).ok_or(Denied::NotEntitled)
        }
        _ => oversees(caller),
    }
}

/// Whether any of these callers may. One request can have several, as a person can be known to several
/// products.
///
/// # Errors
/// The reason why none may. It is [`Denied::SignInTooOld`] only where a recent sign-in would suffice.
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

/// Whether the caller is an operator or an auditor of any product. The reason is the age of the sign-in
/// only where a recent sign-in would suffice.
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

/// The client, if both the token and the current configuration grant the action. A right removed from
/// the configuration ends at once and does not wait for the token to expire.
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

/// The client of a token, if the client and the secret that the token was issued for are still
/// configured.
fn known<'c>(claims: &Claims, config: &'c Config) -> Result<&'c Client, Denied> {
    let client = config.client(&claims.client).ok_or(Denied::ClientGone)?;
    let is_current = client.secret_hashes.iter().any(|hash| hash.name() == claims.secret);
    is_current.then_some(client).ok_or(Denied::ClientGone)
}

#[cfg(test)]
mod tests;
