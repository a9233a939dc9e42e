//! One attempt to change a password, and what the caller was told of it.

use passgate_wire::Outcome;

/// Which call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Feishu's reset.
    Reset,
    /// EIAM's change.
    Change,
    /// EIAM's reset by the vendor.
    Rest,
}

impl Act {
    /// The simulator's name of the call.
    pub const fn call(self) -> &'static str {
        match self {
            Self::Reset => "feishu.reset",
            Self::Change => "eiam.change-password",
            Self::Rest => "eiam.rest-password",
        }
    }

    /// The vendor.
    pub const fn vendor(self) -> &'static str {
        match self {
            Self::Reset => "feishu",
            Self::Change | Self::Rest => "eiam",
        }
    }
}

/// Who called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// A client with its token.
    Client,
    /// The person, with an ID token.
    Person,
    /// An operator.
    Operator,
    /// Whoever holds a ticket.
    Holder,
}

impl By {
    /// As the report writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Client => "client token",
            Self::Person => "user token",
            Self::Operator => "operator",
            Self::Holder => "ticket",
        }
    }
}

/// What the caller knows in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reported {
    /// The password is changed.
    Done,
    /// Refused; nothing was changed.
    Refused,
    /// Not sent; nothing was changed.
    NotSent,
    /// The edge does not know.
    Unknown,
    /// No answer at all: the edge was killed, and the caller had no key to ask again with.
    Silence,
    /// An answer that is none of these.
    Unexpected(u16),
}

impl Reported {
    /// What the answer's outcome says; of one without any, its status is all that is known.
    pub const fn of(outcome: Option<Outcome>, status: u16) -> Self {
        match outcome {
            Some(Outcome::Done | Outcome::Granted) => Self::Done,
            Some(Outcome::Unknown | Outcome::DeliveryFailed) => Self::Unknown,
            // Misconfigured: the vendor refuses the edge itself, say its token twice.
            Some(
                Outcome::NotSent
                | Outcome::TooOften
                | Outcome::Conflict
                | Outcome::Unavailable
                | Outcome::Misconfigured,
            ) => Self::NotSent,
            Some(_) => Self::Refused,
            None => Self::Unexpected(status),
        }
    }
}

/// One attempt. With an idempotency key, all requests of that key are one attempt.
pub struct Attempt {
    /// The account's id at the vendor.
    pub user_id: String,
    /// Which call.
    pub act: Act,
    /// Who called.
    pub by: By,
    /// When it began, in milliseconds since 1970.
    pub started_ms: u64,
    /// The word of each answer, one for each time it was asked; `None` where no answer came.
    pub answers: Vec<Option<Outcome>>,
    /// Whether it carried a key.
    pub keyed: bool,
    /// What the caller knows in the end.
    pub told: Reported,
    /// The new password, where the caller chose it, to be tried at the end.
    pub password: Option<String>,
}
