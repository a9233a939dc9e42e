//! The messages between the Worker and the Durable Object of an account.

use passgate_audit::Event;
use passgate_core::Product;
use passgate_wire::Action;
use serde::{Deserialize, Serialize};

use crate::base::keys::Digest32;
use crate::callers::delivery::SealedLink;
use crate::callers::ticket::{Proof, Submission};
use crate::reset::disposition::Disposition;
use crate::reset::idempotency::Reply;

/// The call that stores a ticket.
pub const MINT: &str = "mint";
/// The call that checks a presented ticket.
pub const PRESENT: &str = "present";
/// The call that carries out a reset.
pub const RESET: &str = "reset";
/// The call that answers a repeated request and no other.
pub const REPEAT: &str = "repeat";

/// The answer to a password call, and the disposition of the request.
pub type Answered = (Reply, Disposition);

/// A new ticket to store.
#[derive(Serialize, Deserialize)]
pub struct NewTicket {
    /// SHA-256 of its secret.
    pub secret_hash: Digest32,
    /// When the ticket expires, in milliseconds since 1970.
    pub expires_at_ms: u64,
    /// What the audit log may contain of the ticket.
    pub about: About,
    /// The encrypted facts of the ticket. The key is derived from the ticket itself.
    pub sealed: String,
    /// The row of the minting in the audit log.
    pub event: Event,
    /// The encrypted link, if a webhook delivers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<SealedLink>,
}

/// What is known of a ticket without decrypting its facts.
#[derive(Serialize, Deserialize)]
pub struct About {
    /// The product.
    pub product: Product,
    /// The action that the ticket permits.
    pub action: Action,
    /// The account's tag.
    pub account: String,
}

/// A valid ticket.
#[derive(Serialize, Deserialize)]
pub struct Recognised {
    /// The facts encrypted at the minting.
    pub sealed: String,
    /// How many vendor calls the ticket still allows.
    pub attempts_left: u32,
    /// When the ticket expires, as stored unencrypted, in milliseconds since 1970.
    pub expires_at_ms: u64,
    /// Whether the browser that presents it has claimed it.
    pub is_claimed: bool,
    /// The state of the submission with the requested key, if this ticket made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission: Option<Submission>,
}

/// A presented ticket to check.
#[derive(Serialize, Deserialize)]
pub struct Presentation {
    /// The proof of the ticket.
    pub proof: Proof,
    /// The request's id.
    pub request_id: String,
    /// The purpose of the presentation.
    pub purpose: Purpose,
}

/// The purpose for which a ticket is presented.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// To look at it, which changes nothing: a mail scanner and a second browser may.
    Look {
        /// The key of a submission that the browser asks about.
        idempotency_key: Option<String>,
    },
    /// To bind it to the browser that presents it.
    Claim,
    /// To set a password with it, which also claims it.
    Submit {
        /// The idempotency key with which the request that consumed the ticket can be repeated.
        idempotency_key: Option<String>,
    },
}
