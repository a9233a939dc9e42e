//! The result of a reset, and its consequences for the ledger, the ticket and the caller.

use passgate_core::Product;
use passgate_wire::{Answer, EdgeAnswer, Envelope, Outcome, Reader, Reason, Refusal, Spec};

use crate::callers::caller::CallerClass;
use crate::reset::china_day::seconds_until_tomorrow;
use crate::reset::disposition::{Cause, Disposition};

/// The result of an attempt to change a password.
#[derive(Debug)]
pub enum Attempt {
    /// The vendor answered, whatever the answer.
    Answered(Answer),
    /// No byte of the call was sent, or no host accepted it. The password is unchanged.
    NotSent,
    /// The call was sent and no answer arrived.
    NoAnswer,
    /// The vendor issues no token to us: our id, secret or permission is wrong. The call was not sent.
    NoToken,
    /// The account's turn did not come in time, or the vendor limits all calls. The call was not sent.
    Throttled {
        /// When to retry, in seconds.
        retry_after_seconds: u32,
    },
    /// The circuit breaker is open: the vendor has not been answering. The call was not sent.
    Closed {
        /// When to retry, in seconds.
        retry_after_seconds: u32,
    },
}

/// What an attempt has done to the password, as far as the edge knows. The ticket, a repeated request
/// and the rate limits depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The password was changed.
    Changed,
    /// The vendor refused the request; nothing was changed.
    Refused,
    /// Nothing was sent, or nothing was executed. The caller may try again.
    NotSent,
    /// The outcome is unknown. The edge must not repeat the call on its own.
    Unknown,
}

impl Effect {
    /// Whether the ticket is used up: when the password was changed, or may have been.
    pub const fn consumes_ticket(self) -> bool {
        matches!(self, Self::Changed | Self::Unknown)
    }

    /// Whether the attempt counts against the ticket's limit. It does not when the vendor was not
    /// asked.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::NotSent)
    }
}

impl Attempt {
    /// Every outcome that an attempt can have.
    pub const OUTCOMES: [Outcome; 15] = [
        Outcome::Done,
        Outcome::RefusedPassword,
        Outcome::DailyLimit,
        Outcome::NotEligible,
        Outcome::UserNotFound,
        Outcome::MissingMobile,
        Outcome::MissingEmail,
        Outcome::SendMode,
        Outcome::DeliveryFailed,
        Outcome::Refused,
        Outcome::NotSent,
        Outcome::Unknown,
        Outcome::TooOften,
        Outcome::BadRequest,
        Outcome::Misconfigured,
    ];

    /// The effect of the attempt.
    pub fn effect(&self) -> Effect {
        match self {
            Self::Answered(Answer::Done { .. }) => Effect::Changed,
            Self::Answered(Answer::Unknown(_)) | Self::NoAnswer => Effect::Unknown,
            Self::Answered(Answer::Refused(refusal)) => match refusal.reason {
                // A problem between the edge and the vendor does not count as a try of the person.
                Reason::Throttled { .. } | Reason::StaleToken | Reason::Configuration => Effect::NotSent,
                _ if refusal.reason.outcome().may_have_changed() => Effect::Unknown,
                _ => Effect::Refused,
            },
            Self::NotSent | Self::NoToken | Self::Throttled { .. } | Self::Closed { .. } => Effect::NotSent,
        }
    }

    /// What the ledger, the audit log and the log record.
    pub fn disposition(&self) -> Disposition {
        let status;
        let (cause, code) = match self {
            Self::Answered(Answer::Done { .. }) => (Cause::Vendor, ""),
            Self::Answered(Answer::Refused(refusal)) => (Cause::Vendor, refusal.code.as_str()),
            Self::Answered(Answer::Unknown(cause)) => {
                status = cause.status().to_string();
                (cause.into(), status.as_str())
            }
            Self::NotSent => (Cause::NotReached, ""),
            Self::NoAnswer => (Cause::NoAnswer, ""),
            Self::NoToken => (Cause::NoToken, ""),
            Self::Throttled { .. } => (Cause::Throttled, ""),
            Self::Closed { .. } => (Cause::Closed, ""),
        };
        // The outcome of the answer to a caller that may know which accounts exist.
        let disposition = Disposition::attempt(self.answer("", CallerClass::Clients).outcome(), cause, code);
        match self {
            Self::Answered(Answer::Refused(Refusal { permission, log_id, .. })) => {
                Disposition { permission: permission.clone(), vendor_log_id: log_id.clone(), ..disposition }
            }
            _ => disposition,
        }
    }

    /// The answer to a caller of that class, in the product's format. The answer for a daily limit says
    /// when the next day begins in China.
    pub fn envelope(
        &self,
        product: Product,
        user_id: &str,
        class: CallerClass,
        reader: Reader<'_>,
        now_seconds: u64,
    ) -> Envelope {
        let mut envelope = envelope(product, &self.answer(user_id, class), reader);
        if matches!(self, Self::Answered(Answer::Refused(refusal)) if refusal.reason == Reason::DailyLimit) {
            envelope.headers.push(("Retry-After", seconds_until_tomorrow(now_seconds).to_string()));
        }
        envelope
    }

    fn answer<'a>(&'a self, user_id: &'a str, class: CallerClass) -> EdgeAnswer<'a> {
        match self {
            // The vendor tells its clients and operators which accounts exist. A person gets the same
            // answer as for the account of another person.
            Self::Answered(Answer::Refused(refusal))
                if refusal.reason == Reason::UserNotFound && class == CallerClass::Owner =>
            {
                EdgeAnswer::Forbidden
            }
            Self::Answered(Answer::Done { .. }) => EdgeAnswer::Done { user_id },
            Self::Answered(Answer::Unknown(_)) | Self::NoAnswer => EdgeAnswer::OutcomeUnknown,
            // The product's envelope decides which part of it a caller sees, and with which code.
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

/// An answer in the format of the product whose path was called.
pub fn envelope(product: Product, answer: &EdgeAnswer<'_>, reader: Reader<'_>) -> Envelope {
    (Spec::of(product).envelope)(answer, reader)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use passgate_wire::{Refusal, UnknownCause};

    use super::*;

    fn refused(reason: Reason) -> Attempt {
        Attempt::Answered(Answer::Refused(Refusal { code: "1050022".to_owned(), ..Refusal::of(reason) }))
    }

    #[test]
    fn what_follows_from_each_attempt() {
        let rows = [
            (Attempt::Answered(Answer::Done { user_id: None }), Effect::Changed, 200, "done", ""),
            (
                Attempt::Answered(Answer::Unknown(UnknownCause::ServerError(502))),
                Effect::Unknown,
                504,
                "unknown",
                "server-error 502",
            ),
            (Attempt::NoAnswer, Effect::Unknown, 504, "unknown", "no-answer"),
            (Attempt::NotSent, Effect::NotSent, 503, "not-sent", "not-reached"),
            (Attempt::NoToken, Effect::NotSent, 500, "misconfigured", "no-token"),
            (Attempt::Throttled { retry_after_seconds: 3 }, Effect::NotSent, 429, "too-often", "throttled"),
            (Attempt::Closed { retry_after_seconds: 3 }, Effect::NotSent, 503, "not-sent", "closed"),
            (refused(Reason::Password(Vec::new())), Effect::Refused, 400, "refused-password", "1050022"),
            (refused(Reason::DailyLimit), Effect::Refused, 400, "daily-limit", "1050022"),
            (refused(Reason::NotEligible), Effect::Refused, 400, "not-eligible", "1050022"),
            (refused(Reason::UserNotFound), Effect::Refused, 400, "user-not-found", "1050022"),
            (refused(Reason::MissingMobile), Effect::Refused, 400, "missing-mobile", "1050022"),
            (refused(Reason::MissingEmail), Effect::Refused, 400, "missing-email", "1050022"),
            (refused(Reason::SendMode), Effect::Refused, 400, "send-mode", "1050022"),
            (refused(Reason::DeliveryFailed), Effect::Unknown, 400, "delivery-failed", "1050022"),
            (refused(Reason::BadRequest), Effect::Refused, 400, "bad-request", "1050022"),
            (refused(Reason::Undocumented), Effect::Refused, 400, "refused", "1050022"),
            (refused(Reason::Configuration), Effect::NotSent, 500, "misconfigured", "1050022"),
            (refused(Reason::StaleToken), Effect::NotSent, 500, "misconfigured", "1050022"),
            (
                refused(Reason::Throttled { retry_after_seconds: None }),
                Effect::NotSent,
                429,
                "too-often",
                "1050022",
            ),
        ];
        let mut words = BTreeSet::new();
        for (attempt, effect, status, word, detail) in rows {
            let disposition = attempt.disposition();
            assert_eq!(attempt.effect(), effect, "{attempt:?}");
            assert_eq!(
                (disposition.outcome.name(), disposition.detail().as_str()),
                (word, detail),
                "{attempt:?}"
            );
            assert!(
                disposition.is_attempt && Attempt::OUTCOMES.contains(&disposition.outcome),
                "{attempt:?}"
            );
            assert_eq!(effect.consumes_ticket(), disposition.outcome.may_have_changed(), "{attempt:?}");
            words.insert(disposition.outcome);
            for product in Product::ALL {
                let envelope =
                    attempt.envelope(product, "u", CallerClass::Clients, Reader::of("r"), 1_777_651_199);
                assert_eq!(envelope.status, status, "{attempt:?} for {}", product.name());
                assert_eq!(envelope.outcome, disposition.outcome, "{attempt:?} for {}", product.name());
            }
        }
        assert_eq!(words, BTreeSet::from(Attempt::OUTCOMES));
    }

    #[test]
    fn a_missing_permission_is_passed_to_the_log_and_not_to_the_caller() {
        let scope = "mail:mailgroup";
        let refusal = Refusal { permission: Some(scope.to_owned()), ..Refusal::of(Reason::Configuration) };
        let attempt = Attempt::Answered(Answer::Refused(refusal));
        assert_eq!(attempt.disposition().permission.as_deref(), Some(scope));
        for product in Product::ALL {
            for class in [CallerClass::Clients, CallerClass::Operators, CallerClass::Owner] {
                let body = attempt.envelope(product, "u", class, Reader::of("r"), 0).body;
                assert!(!body.contains(scope), "{body}");
            }
        }
    }

    #[test]
    fn an_unknown_outcome_is_504_and_nothing_else_is() {
        let attempts = [
            Attempt::NoAnswer,
            Attempt::NotSent,
            Attempt::Answered(Answer::Unknown(UnknownCause::NotJson(200))),
            Attempt::Answered(Answer::Unknown(UnknownCause::UnexpectedStatus(302))),
            Attempt::Answered(Answer::Done { user_id: None }),
            refused(Reason::DeliveryFailed),
        ];
        for attempt in attempts {
            for product in Product::ALL {
                for class in [CallerClass::Clients, CallerClass::Operators, CallerClass::Owner] {
                    let envelope = attempt.envelope(product, "u", class, Reader::of("r"), 0);
                    assert_eq!(envelope.status == 504, envelope.outcome == Outcome::Unknown, "{attempt:?}");
                }
            }
        }
    }

    #[test]
    fn a_daily_limit_says_when_the_next_day_begins_in_china() {
        let envelope = |reason, now_seconds| {
            refused(reason).envelope(Product::Feishu, "u", CallerClass::Clients, Reader::of("r"), now_seconds)
        };
        let limit = envelope(Reason::DailyLimit, 1_777_651_199 - 60);
        assert!(limit.headers.contains(&("Retry-After", "61".to_owned())), "{:?}", limit.headers);
        let other = envelope(Reason::UserNotFound, 0);
        assert!(!other.headers.iter().any(|(name, _)| *name == "Retry-After"));
    }

    #[test]
    fn which_callers_may_know_which_accounts_exist() {
        for product in Product::ALL {
            let body =
                |class| refused(Reason::UserNotFound).envelope(product, "u", class, Reader::of("r"), 0).body;
            let elsewhere = envelope(product, &EdgeAnswer::Forbidden, Reader::of("r")).body;
            assert_eq!(body(CallerClass::Owner), elsewhere);
            assert!(
                body(CallerClass::Clients) != elsewhere
                    && body(CallerClass::Operators) == body(CallerClass::Clients)
            );
        }
    }

    #[test]
    fn only_a_certain_or_possible_change_consumes_the_ticket() {
        assert!(Effect::Changed.consumes_ticket() && Effect::Unknown.consumes_ticket());
        assert!(!Effect::Refused.consumes_ticket() && !Effect::NotSent.consumes_ticket());
        assert!(Effect::Refused.counts() && !Effect::NotSent.counts());
    }
}
