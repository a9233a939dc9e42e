//! The vendor's answer to a token call.

use passgate_core::Secret;

use crate::answer::{Refusal, UnknownCause};

/// An access token of a vendor. No assumption is made about its form: Feishu's is 42 characters
/// today and a JWT of up to 4 KB at its newer endpoint.
#[derive(Debug)]
pub struct Token {
    /// The token itself: visible ASCII, so that it fits a header.
    pub value: Secret,
    /// How long it still lives, in seconds, counted from the reply.
    pub lifetime_seconds: u32,
}

/// What became of a token call. It changes nothing at the vendor, so it may always be repeated.
#[derive(Debug)]
pub enum TokenAnswer {
    /// A token.
    Granted(Token),
    /// No token, and the vendor says why.
    Refused(Refusal),
    /// The reply does not say.
    Unknown(UnknownCause),
}
