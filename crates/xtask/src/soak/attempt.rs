//! One attempt to change a password, and what the edge reported to its caller.

use passgate_wire::Outcome;

/// The kind of the call.
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
    /// The simulator's name for the call.
    pub const fn call(self) -> &'static str {
        match self {
            Self::Reset => "feishu.reset",
            Self::Change => "eiam.change-password",
            Self::Rest => "eiam.rest-password",
        }
    }

    /// The name of the vendor.
    pub const fn vendor(self) -> &'static str {
        match self {
            Self::Reset => "feishu",
            Self::Change | Self::Rest => "eiam",
        }
    }
}

/// The kind of the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// A client with its token.
    Client,
    /// The person, with an ID token.
    Person,
    /// An operator.
    Operator,
    /// The holder of a ticket.
    Holder,
}

impl By {
    /// The name in the report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Client => "client token",
            Self::Person => "user token",
            Self::Operator => "operator",
            Self::Holder => "ticket",
        }
    }
}

/// The final result as the caller knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reported {
    /// The password was changed.
    Done,
    /// Refused; nothing was changed.
    Refused,
    /// Not sent; nothing was changed.
    NotSent,
    /// The edge reported an unknown outcome.
    Unknown,
    /// No answer: the edge was killed, and the caller had no key to repeat the request with.
    Silence,
    /// Any other answer.
    Unexpected(u16),
}

impl Reported {
    /// The result that the answer's outcome states; without an outcome, the status alone decides.
    pub const fn of(outcome: Option<Outcome>, status: u16) -> Self {
        match outcome {
            Some(Outcome::Done | Outcome::Granted) => Self::Done,
            Some(Outcome::Unknown | Outcome::DeliveryFailed) => Self::Unknown,
            // Misconfigured: the vendor refuses the edge itself, for example its token twice.
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

/// One attempt. All requests with one idempotency key are one attempt.
pub struct Attempt {
    /// The account's id at the vendor.
    pub user_id: String,
    /// The kind of the call.
    pub act: Act,
    /// The kind of the caller.
    pub by: By,
    /// When it started, in milliseconds since 1970.
    pub started_ms: u64,
    /// The outcome of each answer, one for each request; `None` if there was no answer.
    pub answers: Vec<Option<Outcome>>,
    /// Whether it had an idempotency key.
    pub keyed: bool,
    /// The final result as the caller knows it.
    pub told: Reported,
    /// The new password, if the caller chose it, for the check at the end.
    pub password: Option<String>,
}
