//! Why nobody is known, for the log alone: an answer that said it would help whoever guesses.

use serde::{Deserialize, Serialize};

/// Why nobody is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproven {
    /// No credential.
    Absent,
    /// One that does not hold.
    Refused(Why),
    /// It could not be checked just now.
    Unavailable,
}

/// Why a credential does not hold: what an operator mends first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It is of no kind that is known here, or not the kind that this route takes.
    Kind,
    /// A user token of more bytes than are looked at.
    TooLong,
    /// A client token that was changed, is over, or is of another edge.
    ClientToken,
    /// A ticket that opens nothing.
    Ticket,
    /// A user token whose text is no token, or of another type (`typ`).
    Malformed,
    /// Its issuer is not configured for this product.
    Issuer,
    /// It was made for somebody else (`aud`, `azp`).
    Audience,
    /// It is over, or older than any may be.
    Expired,
    /// It was made later than our clock says, or is not valid yet: one of the clocks is wrong.
    Clock,
    /// None of the issuer's published keys has made it, or by another algorithm.
    Key,
    /// A claim is missing or cannot be used: the account's, `sub`, a time.
    Claims,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 11] = [
        Self::Kind,
        Self::TooLong,
        Self::ClientToken,
        Self::Ticket,
        Self::Malformed,
        Self::Issuer,
        Self::Audience,
        Self::Expired,
        Self::Clock,
        Self::Key,
        Self::Claims,
    ];

    /// The name in the log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::TooLong => "too-long",
            Self::ClientToken => "client-token",
            Self::Ticket => "ticket",
            Self::Malformed => "malformed",
            Self::Issuer => "issuer",
            Self::Audience => "audience",
            Self::Expired => "expired",
            Self::Clock => "clock",
            Self::Key => "key",
            Self::Claims => "claims",
        }
    }

    /// The reason of that name, as `user_token.mjs` gives it.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for why in Why::ALL {
            assert_eq!(Why::from_name(why.name()), Some(why));
            assert_eq!(serde_json::to_value(why).unwrap(), why.name());
        }
        assert_eq!(Why::from_name("nothing"), None);
    }
}
