//! Why a credential was rejected. Only the log states the reason: in an answer it would help an
//! attacker.

use crate::base::words;

/// Why a request has no authenticated caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproven {
    /// The request has no credential.
    Absent,
    /// The credential is invalid.
    Refused(Why),
    /// The credential could not be verified at this moment.
    Unavailable,
}

words! {
    /// Why a credential is invalid: where an operator starts to look for the mistake.
    Why {
        /// The credential is of no known kind, or not of the kind that this route takes.
        Kind = "kind",
        /// The user token is longer than the limit.
        TooLong = "too-long",
        /// The client token was changed, has expired, or was made by another edge.
        ClientToken = "client-token",
        /// The ticket is unknown, expired, used up or bound to another browser.
        Ticket = "ticket",
        /// The user token is no compact JWS, or is of another type (`typ`).
        Malformed = "malformed",
        /// The issuer of the user token is not configured for this product.
        Issuer = "issuer",
        /// The user token was issued for another recipient (`aud`, `azp`).
        Audience = "audience",
        /// The user token has expired, or is older than the maximum age.
        Expired = "expired",
        /// The user token was issued in the future, or is not valid yet: one of the clocks is wrong.
        Clock = "clock",
        /// None of the issuer's published keys verifies the signature, or the algorithm is another one.
        Key = "key",
        /// A claim is missing or cannot be used: the account's claim, `sub`, a time.
        Claims = "claims",
    }
}
