//! Who calls, once a credential has been proven.

use passgate_core::{Identity, Product};
use serde::{Deserialize, Serialize};

use crate::callers::account::Account;
use crate::callers::client_token::Claims;
use crate::callers::sealed::TicketFacts;
use crate::callers::ticket::{self, Proof, Submission};
use crate::config::Config;
use crate::rates::gcra::RateLimit;

/// The actor of what people do to their own account.
const OWNER: &str = "user";

/// A caller whose credential holds.
pub enum Caller {
    /// A back end with a client token.
    Client(Claims),
    /// A person with a user token of a configured issuer.
    User(User),
    /// Whoever holds a ticket.
    Holder(Holder),
}

/// A person, as an issuer's token describes them.
pub struct User {
    /// The product whose issuer vouches for them.
    pub product: Product,
    /// The token's `sub`.
    pub subject: String,
    /// Their own account: the only one they may change.
    pub account: Account,
    /// Whether the person may change the own password: has signed in as recently as the configuration
    /// asks of owners, or it asks nothing.
    pub owner: Role,
    /// Whether the configured claim makes them an operator.
    pub operator: Role,
    /// Whether the configured claim makes them an auditor.
    pub auditor: Role,
    /// What the token says about the person that a password must not contain.
    pub identity: Identity,
}

/// Whether somebody has a role at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Yes.
    Held,
    /// The claim says so, but the sign-in is older than the role allows, or the token does not
    /// say how old it is.
    SignInTooOld {
        /// How old it may be, in seconds.
        sign_in_within: u64,
    },
    /// No.
    None,
}

impl Role {
    /// Whether it is held now.
    pub fn is_held(self) -> bool {
        self == Self::Held
    }
}

/// The holder of a ticket that its account's Durable Object has recognised.
pub struct Holder {
    /// What the ticket is for.
    pub facts: TicketFacts,
    /// What proves it, to consume it with.
    pub proof: Proof,
    /// Whether the browser that presents it has claimed it.
    pub is_claimed: bool,
    /// What became of the submission that was asked about, if this ticket made it.
    pub submission: Option<Submission>,
}

/// Who changes the password of an account. Each has a rate there of their own, so that no client
/// and no operator can use up the owner's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallerClass {
    /// The person, by a user token or a ticket.
    Owner,
    /// Back ends.
    Clients,
    /// Operators.
    Operators,
}

impl CallerClass {
    /// The name in the account's storage.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Clients => "clients",
            Self::Operators => "operators",
        }
    }
}

impl Caller {
    /// Who does something to an account, or to none, for the ledger and the audit log: the kind and a
    /// name, never a credential.
    ///
    /// Whoever acts on their own account has no name there, in whatever role: the account's tag stands
    /// beside it, and a subject beside it would say whose tag that is.
    pub fn actor(&self, account: Option<&Account>) -> String {
        match self {
            Self::Client(claims) => format!("client:{}", claims.client),
            Self::User(user) if account == Some(&user.account) => OWNER.to_owned(),
            Self::User(user) if user.operator.is_held() => format!("operator:{}", user.subject),
            Self::User(user) if user.auditor.is_held() => format!("auditor:{}", user.subject),
            Self::User(_) => OWNER.to_owned(),
            Self::Holder(holder) => ticket::actor(&holder.proof.secret_hash),
        }
    }

    /// The credential's own name, which no other has. It is kept in memory and told to nobody.
    fn name(&self) -> String {
        match self {
            Self::User(user) => format!("user:{}", user.subject),
            Self::Client(_) | Self::Holder(_) => self.actor(None),
        }
    }

    /// By what name and at what rate the caller is counted: a client or an operator, who may reach
    /// any account. An operator's name is keyed, as it becomes the name of an object.
    pub fn counted(&self, config: &Config) -> Option<(String, RateLimit)> {
        match self {
            Self::Client(claims) => {
                let client = config.client(&claims.client)?;
                Some((format!("client:{}", client.id), client.rate))
            }
            Self::User(user) if user.operator.is_held() => {
                let tag = user.account.tag(&config.keys);
                Some((format!("operator:{tag}"), config.rates.operator))
            }
            Self::User(_) | Self::Holder(_) => None,
        }
    }

    /// By what name and at what rate passwords are counted that are refused here. A client has as many
    /// as it may call, where that is more; everybody else is counted by the credential, and so alone.
    pub fn refused(&self, product: Product, config: &Config) -> (String, RateLimit) {
        let name = format!("{} {}", product.name(), self.name());
        match self {
            Self::Client(claims) => {
                let own = config.client(&claims.client).map(|client| client.rate);
                (name, own.map_or(config.rates.refused, |own| own.or_more(config.rates.refused)))
            }
            Self::User(_) | Self::Holder(_) => (name, config.rates.refused),
        }
    }

    /// In whose name an account's password is changed, as far as its rate is counted.
    pub fn class(&self) -> CallerClass {
        match self {
            Self::Client(_) => CallerClass::Clients,
            Self::User(user) if user.operator.is_held() => CallerClass::Operators,
            Self::User(_) | Self::Holder(_) => CallerClass::Owner,
        }
    }

    /// What the check may know of the person whose password it is.
    pub fn identity_of(&self, account: &Account) -> Identity {
        match self {
            Self::Holder(holder) => holder.facts.identity.clone(),
            Self::User(user) if user.account == *account => user.identity.clone(),
            Self::User(_) | Self::Client(_) => Identity::default(),
        }
    }
}
