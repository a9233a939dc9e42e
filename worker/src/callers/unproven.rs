//! Why a credential was rejected. Only the log contains it: in an answer it would help an attacker guess.

use crate::base::words;

/// Why a request has no authenticated caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproven {
    /// No credential.
    Absent,
    /// One that does not hold.
    Refused(Why),
    /// It could not be checked just now.
    Unavailable,
}

words! {
    /// Why a credential does not hold: what an operator mends first.
    Why {
        /// It is of no kind that is known here, or not the kind that this route takes.
        Kind = "kind",
        /// A user token of more bytes than are looked at.
        TooLong = "too-long",
        /// A client token that was changed, is over, or is of another edge.
        ClientToken = "client-token",
        /// A ticket that opens nothing.
        Ticket = "ticket",
        /// A user token whose text is no token, or of another type (`typ`).
        Malformed = "malformed",
        /// Its issuer is not configured for this product.
        Issuer = "issuer",
        /// It was issued for another recipient (`aud`, `azp`).
        Audience = "audience",
        /// It is over, or older than any may be.
        Expired = "expired",
        /// It was made later than our clock says, or is not valid yet: one of the clocks is wrong.
        Clock = "clock",
        /// None of the issuer's published keys has made it, or by another algorithm.
        Key = "key",
        /// A claim is missing or cannot be used: the account's, `sub`, a time.
        Claims = "claims",
    }
}
