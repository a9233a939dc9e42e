//! The vendor's answer to a token call.

use passgate_core::Secret;

use crate::answer::{Refusal, UnknownCause};

/// An access token of a vendor. Its format is not interpreted: Feishu's has 42 characters today and is
/// a JWT of up to 4 KB at its newer endpoint.
#[derive(Debug)]
pub struct Token {
    /// The token: visible ASCII, so that it can be a header value.
    pub value: Secret,
    /// The remaining lifetime, in seconds, counted from the reply.
    pub lifetime_seconds: u32,
}

/// The result of a token call. The call changes nothing at the vendor, so it may always be repeated.
#[derive(Debug)]
pub enum TokenAnswer {
    /// The vendor issued a token.
    Granted(Token),
    /// The vendor refused, and gives the reason.
    Refused(Refusal),
    /// The reply does not tell the result.
    Unknown(UnknownCause),
}
