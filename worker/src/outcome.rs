//! What came of a reset, and what follows from it for the ledger, the ticket and the caller.

use passgate_core::Product;
use passgate_wire::{Answer, EdgeAnswer, Envelope, Reason, eiam, feishu};

use crate::caller::Lane;
use crate::china_day::seconds_until_tomorrow;

/// What became of an attempt to change a password.
#[derive(Debug)]
pub enum Attempt {
    /// The vendor answered, whatever it said.
    Answered(Answer),
    /// No byte of the call has left, or nobody took it: the password is what it was.
    NotSent,
    /// The call was sent and no answer came back.
    NoAnswer,
    /// The vendor has no token for us: our own id, secret or permission is wrong. Not sent.
    NoToken,
    /// It was not this account's turn, or the vendor has everybody wait. Not sent.
    Throttled {
        /// How long to wait, in seconds.
        retry_after_seconds: u32,
    },
    /// The vendor has not been answering and is left alone for a while. Not sent.
    Closed {
        /// How long to wait, in seconds.
        retry_after_seconds: u32,
    },
}

/// The ledger's last word on an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The password is changed.
    Done,
    /// The vendor refused; nothing was changed.
    Refused,
    /// Nothing was sent, or nothing of it executed; it may be tried again.
    NotSent,
    /// Nobody knows. It must not be repeated by itself.
    Unknown,
}

const MAX_DETAIL_CHARACTERS: usize = 64;

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Done, Self::Refused, Self::NotSent, Self::Unknown];

    /// The outcome of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }

    /// The name in the ledger.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::NotSent => "not-sent",
            Self::Unknown => "unknown",
        }
    }

    /// Whether the ticket is used up: when the password is, or may be, another.
    pub const fn consumes_ticket(self) -> bool {
        matches!(self, Self::Done | Self::Unknown)
    }

    /// Whether the try counts against the ticket's bound: a vendor that was never asked does not.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::NotSent)
    }
}

impl Attempt {
    /// What goes into the ledger.
    pub const fn outcome(&self) -> Outcome {
        match self {
            Self::Answered(Answer::Done { .. }) => Outcome::Done,
            Self::Answered(Answer::Unknown(_)) | Self::NoAnswer => Outcome::Unknown,
            Self::Answered(Answer::Refused(refusal)) => match refusal.reason {
                Reason::Throttled { .. } | Reason::StaleToken => Outcome::NotSent,
                _ if refusal.reason.may_have_been_executed() => Outcome::Unknown,
                _ => Outcome::Refused,
            },
            Self::NotSent | Self::NoToken | Self::Throttled { .. } | Self::Closed { .. } => Outcome::NotSent,
        }
    }

    /// A word more for the ledger and the log: the vendor's code or our reason; never its words.
    /// A code is a vendor's text all the same, so only what a code is made of is taken over.
    pub fn detail(&self) -> String {
        let is_code = |c: &char| c.is_ascii_alphanumeric() || "._- ".contains(*c);
        self.reason().chars().filter(is_code).take(MAX_DETAIL_CHARACTERS).collect()
    }

    fn reason(&self) -> String {
        match self {
            Self::Answered(Answer::Done { .. }) => String::new(),
            Self::Answered(Answer::Refused(refusal)) => {
                format!("{} {}", refusal.reason.name(), refusal.code)
            }
            Self::Answered(Answer::Unknown(cause)) => format!("{} {}", cause.name(), cause.status()),
            Self::NotSent => "not-reached".to_owned(),
            Self::NoAnswer => "no-answer".to_owned(),
            Self::NoToken => "no-token".to_owned(),
            Self::Throttled { .. } => "throttled".to_owned(),
            Self::Closed { .. } => "closed".to_owned(),
        }
    }

    /// The answer to whoever asks in that lane, in the product's shape. A day's limit says when
    /// the next day begins, by China's time.
    pub fn envelope(
        &self,
        product: Product,
        user_id: &str,
        lane: Lane,
        request_id: &str,
        now_seconds: u64,
    ) -> Envelope {
        let mut envelope = envelope(product, &self.answer(user_id, lane), request_id);
        if matches!(self, Self::Answered(Answer::Refused(refusal)) if refusal.reason == Reason::DailyLimit) {
            envelope.headers.push(("Retry-After", seconds_until_tomorrow(now_seconds).to_string()));
        }
        envelope
    }

    fn answer<'a>(&'a self, user_id: &'a str, lane: Lane) -> EdgeAnswer<'a> {
        match self {
            // Which accounts there are, the vendor tells its clients and operators. A person is told
            // what whoever comes to another's account is told.
            Self::Answered(Answer::Refused(refusal))
                if refusal.reason == Reason::UserNotFound && lane == Lane::Owner =>
            {
                EdgeAnswer::Forbidden
            }
            Self::Answered(Answer::Done { .. }) => EdgeAnswer::Done { user_id },
            Self::Answered(Answer::Unknown(_)) | Self::NoAnswer => EdgeAnswer::OutcomeUnknown,
            // What of it a caller is shown, and as what, is the product's shape to say.
            Self::Answered(Answer::Refused(refusal)) => {
                EdgeAnswer::Refused { refusal, violations: refusal.reason.violations() }
            }
            Self::NotSent => EdgeAnswer::NotSent,
            Self::NoToken => EdgeAnswer::Misconfigured,
            Self::Throttled { retry_after_seconds } => {
                EdgeAnswer::TooManyRequests { retry_after_seconds: *retry_after_seconds }
            }
            Self::Closed { retry_after_seconds } => {
                EdgeAnswer::Closed { retry_after_seconds: *retry_after_seconds }
            }
        }
    }
}

/// An answer in the shape of the product whose path was called.
pub fn envelope(product: Product, answer: &EdgeAnswer<'_>, request_id: &str) -> Envelope {
    match product {
        Product::Feishu => feishu::envelope(answer, request_id),
        Product::Eiam => eiam::envelope(answer, request_id),
    }
}

#[cfg(test)]
mod tests {
    use passgate_wire::{Refusal, UnknownCause};

    use super::*;

    fn refused(reason: Reason) -> Attempt {
        Attempt::Answered(Answer::Refused(Refusal {
            reason,
            status: 400,
            code: "1050022".to_owned(),
            message: String::new(),
            advice: None,
            permission: None,
            log_id: None,
        }))
    }

    #[test]
    fn what_follows_from_each_attempt() {
        let rows = [
            (Attempt::Answered(Answer::Done { user_id: None }), Outcome::Done, 200),
            (Attempt::Answered(Answer::Unknown(UnknownCause::ServerError(502))), Outcome::Unknown, 504),
            (Attempt::NoAnswer, Outcome::Unknown, 504),
            (Attempt::NotSent, Outcome::NotSent, 503),
            (Attempt::Throttled { retry_after_seconds: 3 }, Outcome::NotSent, 429),
            (Attempt::Closed { retry_after_seconds: 3 }, Outcome::NotSent, 503),
            (refused(Reason::Password(Vec::new())), Outcome::Refused, 400),
            (refused(Reason::DailyLimit), Outcome::Refused, 400),
            (refused(Reason::UserNotFound), Outcome::Refused, 400),
            (refused(Reason::DeliveryFailed), Outcome::Unknown, 400),
            (refused(Reason::Throttled { retry_after_seconds: None }), Outcome::NotSent, 429),
        ];
        for (attempt, outcome, status) in rows {
            assert_eq!(attempt.outcome(), outcome, "{attempt:?}");
            for product in Product::ALL {
                let envelope = attempt.envelope(product, "u", Lane::Clients, "r", 1_777_651_199);
                assert_eq!(envelope.status, status, "{attempt:?} for {}", product.name());
            }
        }
    }

    #[test]
    fn a_days_limit_says_when_the_next_day_begins_in_china() {
        let envelope = |reason, now_seconds| {
            refused(reason).envelope(Product::Feishu, "u", Lane::Clients, "r", now_seconds)
        };
        let limit = envelope(Reason::DailyLimit, 1_777_651_199 - 60);
        assert!(limit.headers.contains(&("Retry-After", "61".to_owned())), "{:?}", limit.headers);
        let other = envelope(Reason::UserNotFound, 0);
        assert!(!other.headers.iter().any(|(name, _)| *name == "Retry-After"));
    }

    #[test]
    fn who_may_know_which_accounts_there_are() {
        for product in Product::ALL {
            let told = |lane| refused(Reason::UserNotFound).envelope(product, "u", lane, "r", 0).body;
            let elsewhere = envelope(product, &EdgeAnswer::Forbidden, "r").body;
            assert_eq!(told(Lane::Owner), elsewhere);
            assert!(told(Lane::Clients) != elsewhere && told(Lane::Operators) == told(Lane::Clients));
        }
    }

    #[test]
    fn a_detail_is_a_code_whatever_the_vendor_sends() {
        let attempt = Attempt::Answered(Answer::Refused(Refusal {
            reason: Reason::Undocumented,
            status: 400,
            code: format!("PWD.0099\r\n密码{}", "x".repeat(100)),
            message: "words".to_owned(),
            advice: None,
            permission: None,
            log_id: None,
        }));
        let detail = attempt.detail();
        assert!(detail.starts_with("undocumented PWD.0099x"), "{detail}");
        assert!(detail.len() == MAX_DETAIL_CHARACTERS && detail.is_ascii());
    }

    #[test]
    fn only_a_change_that_is_or_may_be_consumes_the_ticket() {
        assert!(Outcome::Done.consumes_ticket() && Outcome::Unknown.consumes_ticket());
        assert!(!Outcome::Refused.consumes_ticket() && !Outcome::NotSent.consumes_ticket());
        assert!(Outcome::Refused.counts() && !Outcome::NotSent.counts());
    }
}
