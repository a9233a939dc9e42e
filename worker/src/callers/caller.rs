//! The authenticated caller of a request.

use passgate_core::{Identity, Product};
use serde::{Deserialize, Serialize};

use crate::callers::account::Account;
use crate::callers::client_token::Claims;
use crate::callers::sealed::TicketFacts;
use crate::callers::ticket::{self, Proof, Submission};
use crate::config::Config;
use crate::rates::gcra::RateLimit;

/// The actor that the audit log names when people act on their own account.
const OWNER: &str = "user";

/// A caller with a valid credential.
pub enum Caller {
    /// A back end with a client token.
    Client(Claims),
    /// A person with a user token of a configured issuer.
    User(User),
    /// The holder of a ticket.
    Holder(Holder),
}

/// A person, as an issuer's token describes them.
pub struct User {
    /// The product that the issuer of the token is configured for.
    pub product: Product,
    /// The token's `sub`.
    pub subject: String,
    /// The person's own account: the only one whose password they may change.
    pub account: Account,
    /// Whether the person may change the own password: the sign-in is as recent as the configuration
    /// requires of owners, or it requires nothing.
    pub owner: Role,
    /// Whether the configured claim makes the person an operator.
    pub operator: Role,
    /// Whether the configured claim makes the person an auditor.
    pub auditor: Role,
    /// What the token says of the person and a password must not contain.
    pub identity: Identity,
}

/// Whether a person holds a role now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The person holds the role.
    Held,
    /// The claim grants the role, but the sign-in is older than the role allows, or the token does not
    /// state when it was.
    SignInTooOld {
        /// The maximum age of the sign-in, in seconds.
        sign_in_within: u64,
    },
    /// The person does not hold the role.
    None,
}

impl Role {
    /// Whether the person holds the role now.
    pub fn is_held(self) -> bool {
        self == Self::Held
    }
}

/// The holder of a ticket, once the Durable Object of its account has accepted the ticket.
pub struct Holder {
    /// What the ticket permits.
    pub facts: TicketFacts,
    /// The proof of the ticket, with which it is consumed.
    pub proof: Proof,
    /// Whether the browser that presents it has claimed it.
    pub is_claimed: bool,
    /// The state of the submission with the requested key, if this ticket made it.
    pub submission: Option<Submission>,
}

/// The class of the caller that changes a password. Each class has its own rate limit on an account, so
/// that no client and no operator can use up the owner's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallerClass {
    /// The person, by a user token or a ticket.
    Owner,
    /// Back ends with a client token.
    Clients,
    /// Operators.
    Operators,
}

impl CallerClass {
    /// The name of the class in the account's storage.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Clients => "clients",
            Self::Operators => "operators",
        }
    }
}

impl Caller {
    /// The actor that the idempotency record and the audit log name: the kind of caller and a name,
    /// never a credential.
    ///
    /// A person who acts on the own account has no name there, in whatever role. The row also holds the
    /// account's tag, and a subject next to it would reveal whose tag it is.
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

    /// The unique name of the credential. It stays in memory and never appears in an answer or a log.
    fn name(&self) -> String {
        match self {
            Self::User(user) => format!("user:{}", user.subject),
            Self::Client(_) | Self::Holder(_) => self.actor(None),
        }
    }

    /// The name and the rate limit by which the caller is counted: a client or an operator, who may
    /// reach any account. An operator's name is a keyed tag, because it becomes the name of a Durable
    /// Object.
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

    /// The name and the rate limit for passwords that the edge refuses. A client may have as many
    /// refused as it may call, where that is more. Every other caller is counted by its credential.
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

    /// The class whose rate limit on the account applies to this caller.
    pub fn class(&self) -> CallerClass {
        match self {
            Self::Client(_) => CallerClass::Clients,
            Self::User(user) if user.operator.is_held() => CallerClass::Operators,
            Self::User(_) | Self::Holder(_) => CallerClass::Owner,
        }
    }

    /// What the check knows of the person whose password it is.
    pub fn identity_of(&self, account: &Account) -> Identity {
        match self {
            Self::Holder(holder) => holder.facts.identity.clone(),
            Self::User(user) if user.account == *account => user.identity.clone(),
            Self::User(_) | Self::Client(_) => Identity::default(),
        }
    }
}
