//! Between the Worker and the Durable Object of an account.

use passgate_audit::Event;
use passgate_core::Product;
use passgate_wire::Action;
use serde::{Deserialize, Serialize};

use crate::base::keys::Digest32;
use crate::callers::ticket::{Proof, Submission};

/// Where a ticket is kept.
pub const MINT: &str = "/mint";
/// Where a ticket is recognised.
pub const PRESENT: &str = "/present";
/// Where a reset is carried out.
pub const RESET: &str = "/reset";
/// Where a repeated request is answered, and no other.
pub const REPEAT: &str = "/repeat";
/// The header that tells the Worker what was made of a request, as JSON.
pub const DISPOSITION: &str = "Passgate-Disposition";

/// A ticket to be kept.
#[derive(Serialize, Deserialize)]
pub struct NewTicket {
    /// SHA-256 of its secret.
    pub secret_hash: Digest32,
    /// When it ends, in milliseconds since 1970.
    pub expires_at_ms: u64,
    /// What the audit log may know of it.
    pub about: About,
    /// What it is for and says of the person, sealed with a key that the ticket makes.
    pub sealed: String,
    /// Its row in the audit log.
    pub event: Event,
}

/// What is known of a ticket without opening it.
#[derive(Serialize, Deserialize)]
pub struct About {
    /// The product.
    pub product: Product,
    /// What may be done with it.
    pub action: Action,
    /// The account's tag.
    pub account: String,
}

/// A ticket that is good.
#[derive(Serialize, Deserialize)]
pub struct Recognised {
    /// What was sealed when it was minted.
    pub sealed: String,
    /// How often it may still reach the vendor.
    pub attempts_left: u32,
    /// When it ends, as stored in the clear, in milliseconds since 1970.
    pub expires_at_ms: u64,
    /// Whether the browser that presents it has claimed it.
    pub is_claimed: bool,
    /// What became of the submission that was asked about, if this ticket made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission: Option<Submission>,
}

/// A ticket to be recognised.
#[derive(Serialize, Deserialize)]
pub struct Presentation {
    /// What proves it.
    pub proof: Proof,
    /// The request's id.
    pub request_id: String,
    /// What it is presented for.
    pub purpose: Purpose,
}

/// What a ticket is presented for.
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
    /// To set a password with it, which claims it too.
    Submit {
        /// The key by which a request that used the ticket up can be repeated.
        idempotency_key: Option<String>,
    },
}
