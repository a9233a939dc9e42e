//! The result of a request: its outcome, which the answer contains, and its cause. The cause is for the
//! log, the metrics and the edge's own decisions.

use passgate_wire::{Outcome, UnknownCause};
use serde::{Deserialize, Serialize};

use crate::base::words;
use crate::callers::authorise::Denied;
use crate::callers::unproven::{Unproven, Why};
use crate::reset::breaches::Searched;
use crate::reset::timing::Timing;

words! {
    /// The detailed reason for an outcome. It is for the log and the metrics, and names no person.
    Cause {
        // The request.
        /// A field is invalid.
        BadInput = "bad-input",
        /// The body is not JSON.
        NotJson = "not-json",
        /// The body is of another content type.
        WrongContentType = "wrong-content-type",
        /// A body is compressed.
        WrongContentCoding = "wrong-content-coding",
        /// The body is larger than the limit.
        BodyTooLarge = "body-too-large",
        /// The body was not complete in time.
        BodyTooSlow = "body-too-slow",
        /// `Host` is not a host, so the target of the request is unknown.
        WrongHost = "wrong-host",
        /// The origin of the calling page is not allowed.
        ForeignOrigin = "foreign-origin",
        /// The route or the resource does not exist.
        NotFound = "not-found",
        /// The route does not allow the method.
        MethodNotAllowed = "method-not-allowed",
        /// The product is not configured here.
        NotConfigured = "not-configured",

        // Authentication.
        /// The request has no credential.
        NoCredential = "no-credential",
        /// The credential is invalid.
        NotProven = "not-proven",
        /// The credential could not be verified at this moment.
        CannotProve = "cannot-prove",
        /// The client is unknown, or its secret is wrong.
        CredentialRefused = "credential-refused",
        /// Another request has consumed the ticket in the meantime.
        TicketSpent = "ticket-spent",

        // Authorization.
        /// The client or its secret is no longer configured.
        ClientGone = "client-gone",
        /// The credential is for another product.
        OtherProduct = "other-product",
        /// The credential does not grant the action.
        ActionNotGranted = "action-not-granted",
        /// The credential is for another account.
        OtherAccount = "other-account",
        /// The caller does not have the role.
        NotEntitled = "not-entitled",
        /// The last sign-in is too old.
        SignInTooOld = "sign-in-too-old",
        /// The caller may not use this route of the edge's own API.
        Forbidden = "forbidden",

        // Rate limits.
        /// Too many requests from one address.
        AddressTooOften = "address-too-often",
        /// Too many requests by one caller.
        CallerTooOften = "caller-too-often",
        /// Too many passwords with one credential that the edge refused.
        RefusedTooOften = "refused-too-often",
        /// Too many changes of one account.
        AccountTooOften = "account-too-often",
        /// Too many searches among breached passwords for one account.
        BreachesTooOften = "breaches-too-often",
        /// Too many requests, on a route of the edge's own API.
        TooOften = "too-often",
        /// The account's turn did not come in time.
        NoTurn = "no-turn",
        /// The vendor's queue is full.
        QueueFull = "line-full",
        /// The account's turn at the vendor did not come in time, or the vendor limits all calls.
        Throttled = "throttled",
        /// The circuit breaker is open: the vendor has not been answering.
        Closed = "closed",

        // The password.
        /// The policy in force refuses the password.
        RefusedHere = "refused-here",
        /// The password is known from breaches.
        Breached = "breached",
        /// The search among breached passwords did not find the password.
        NotBreached = "not-breached",
        /// The host of the breach search did not answer.
        BreachesUnanswered = "breaches-unanswered",

        // Idempotency.
        /// The answer to an earlier request with the same key.
        Replayed = "replayed",
        /// A request with the same key is under way.
        UnderWay = "under-way",
        /// The key was used for another request.
        KeyUsed = "key-used",

        // The edge.
        /// The object with the caller's rate limit did not answer.
        RateUnreachable = "rate-unreachable",
        /// The product's gate did not answer.
        GateUnreachable = "gate-unreachable",
        /// The account's object did not answer.
        SubjectUnreachable = "subject-unreachable",
        /// The storage failed.
        NoStorage = "no-storage",
        /// The runtime provides no randomness, so the request has no id.
        NoRandomness = "no-randomness",
        /// A vendor, an issuer or the disk is not ready.
        NotReady = "not-ready",
        /// A token could not be signed.
        Unsigned = "unsigned",
        /// A dependency did not answer, on a route of the edge's own API.
        Unavailable = "unavailable",
        /// The configuration cannot be used.
        Misconfigured = "misconfigured",
        /// An internal error, on a route of the edge's own API.
        Internal = "internal",
        /// The account's object restarted during the attempt and left it without an outcome.
        Interrupted = "interrupted",

        // The vendor.
        /// The vendor's answer determines the outcome.
        Vendor = "vendor",
        /// No byte of the call was sent, or no host accepted it.
        NotReached = "not-reached",
        /// The call was sent and no answer came.
        NoAnswer = "no-answer",
        /// The vendor issues no token to the edge.
        NoToken = "no-token",
        /// HTTP 5xx.
        ServerError = "server-error",
        /// A status that is neither success nor an error.
        UnexpectedStatus = "unexpected-status",
        /// An answer that is not JSON.
        AnswerNotJson = "answer-not-json",
        /// An answer without the documented shape.
        UnexpectedShape = "unexpected-shape",
        /// A success for another account than the requested one.
        AnswerOfAnother = "answer-of-another",
        /// An undocumented code, with a status that does not mean a refusal.
        UndocumentedCode = "undocumented-code",

        // Actions of the edge.
        /// An edge token was granted.
        Granted = "granted",
        /// A ticket was minted.
        Minted = "minted",
        /// The learned limits of a product were cleared.
        LimitsReset = "limits-reset",
        /// A learned limit was made to apply to every account.
        LimitAdopted = "limit-adopted",
    }
}

impl From<Denied> for Cause {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::ClientGone => Self::ClientGone,
            Denied::OtherProduct => Self::OtherProduct,
            Denied::ActionNotGranted => Self::ActionNotGranted,
            Denied::OtherAccount => Self::OtherAccount,
            Denied::NotEntitled => Self::NotEntitled,
            Denied::SignInTooOld { .. } => Self::SignInTooOld,
        }
    }
}

impl From<Unproven> for Cause {
    fn from(unproven: Unproven) -> Self {
        match unproven {
            Unproven::Absent => Self::NoCredential,
            Unproven::Refused(_) => Self::NotProven,
            Unproven::Unavailable => Self::CannotProve,
        }
    }
}

impl From<Searched> for Cause {
    fn from(searched: Searched) -> Self {
        match searched {
            Searched::NotBreached => Self::NotBreached,
            Searched::Breached => Self::Breached,
            Searched::Unanswered => Self::BreachesUnanswered,
        }
    }
}

impl From<&UnknownCause> for Cause {
    fn from(cause: &UnknownCause) -> Self {
        match cause {
            UnknownCause::ServerError(_) => Self::ServerError,
            UnknownCause::UnexpectedStatus(_) => Self::UnexpectedStatus,
            UnknownCause::NotJson(_) => Self::AnswerNotJson,
            UnknownCause::UnexpectedShape(_) => Self::UnexpectedShape,
            UnknownCause::OtherAccount(_) => Self::AnswerOfAnother,
            UnknownCause::UndocumentedCode(_) => Self::UndocumentedCode,
        }
    }
}

/// What the edge did with a request. The code behind an answer decides by this value and never by a
/// text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disposition {
    /// The outcome of the request.
    pub outcome: Outcome,
    /// The cause of the outcome.
    pub cause: Cause,
    /// The vendor's code, or the HTTP status of an answer without a usable body; otherwise empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The permission that the edge's app lacks at the vendor, if the vendor names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<String>,
    /// The vendor's id of the call that it refused, which its support asks for. Only the log shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_log_id: Option<String>,
    /// Why a credential was rejected. Only the log shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// Whether the account's object has started an attempt, so that the ledger has its intent.
    pub is_attempt: bool,
    /// How long the parts of an attempt took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timing: Option<Timing>,
}

const MAX_CODE_CHARACTERS: usize = 48;

impl Disposition {
    /// The disposition of a request that did not become an attempt.
    pub const fn early(outcome: Outcome, cause: Cause) -> Self {
        Self {
            outcome,
            cause,
            code: String::new(),
            permission: None,
            vendor_log_id: None,
            why: None,
            is_attempt: false,
            timing: None,
        }
    }

    /// The disposition of an attempt. The code is the vendor's text, so only the characters of a code
    /// are kept.
    pub fn attempt(outcome: Outcome, cause: Cause, code: &str) -> Self {
        let is_code = |c: &char| c.is_ascii_alphanumeric() || "._-".contains(*c);
        let code = code.chars().filter(is_code).take(MAX_CODE_CHARACTERS).collect();
        Self { code, is_attempt: true, ..Self::early(outcome, cause) }
    }

    /// Adds the reason why the credential was rejected.
    #[must_use]
    pub const fn because(mut self, why: Why) -> Self {
        self.why = Some(why);
        self
    }

    /// Whether the vendor refused the password.
    pub fn is_refused_there(&self) -> bool {
        self.is_attempt && self.outcome == Outcome::RefusedPassword
    }

    /// What the ledger and the audit log record beside the outcome: the cause, unless the vendor's
    /// answer is the cause, the code, and the missing permission.
    pub fn detail(&self) -> String {
        let cause = if self.cause == Cause::Vendor { "" } else { self.cause.name() };
        let permission = self.permission.as_deref().unwrap_or_default();
        let words = [cause, &self.code, permission].into_iter().filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    }

    /// The cause at the beginning of such a detail.
    pub fn cause_of(detail: Option<&str>) -> Cause {
        let first = detail.and_then(|detail| detail.split(' ').next());
        first.and_then(Cause::from_name).unwrap_or(Cause::Vendor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detail_is_a_cause_and_a_code_whatever_the_vendor_sends() {
        let long = format!("PWD.0099\r\n密码 {}", "x".repeat(100));
        let disposition = Disposition::attempt(Outcome::Refused, Cause::Vendor, &long);
        assert!(disposition.detail().starts_with("PWD.0099xxx"), "{}", disposition.detail());
        assert!(disposition.detail().len() == MAX_CODE_CHARACTERS && disposition.detail().is_ascii());
        for (cause, code, detail) in [
            (Cause::Vendor, "PWD.0007", "PWD.0007"),
            (Cause::Vendor, "", ""),
            (Cause::ServerError, "502", "server-error 502"),
            (Cause::NoAnswer, "", "no-answer"),
        ] {
            let disposition = Disposition::attempt(Outcome::Unknown, cause, code);
            assert_eq!(disposition.detail(), detail);
            assert_eq!(Disposition::cause_of(Some(detail)), cause);
        }
        assert_eq!(Disposition::cause_of(None), Cause::Vendor);
    }

    #[test]
    fn a_disposition_survives_serialization_into_a_header() {
        for disposition in [
            Disposition::attempt(Outcome::RefusedPassword, Cause::Vendor, "PWD.0007"),
            Disposition {
                timing: Some(Timing { turn_ms: 1, queue_ms: 2, vendor_ms: 3 }),
                ..Disposition::attempt(Outcome::Done, Cause::Vendor, "")
            },
            Disposition::early(Outcome::TicketSpent, Cause::TicketSpent),
        ] {
            let text = serde_json::to_string(&disposition).unwrap();
            assert!(text.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{text}");
            assert_eq!(serde_json::from_str::<Disposition>(&text).unwrap(), disposition);
        }
    }

    #[test]
    fn only_an_attempt_can_be_refused_by_the_vendor() {
        let there = Disposition::attempt(Outcome::RefusedPassword, Cause::Vendor, "1050022");
        let here = Disposition::early(Outcome::RefusedPassword, Cause::RefusedHere);
        let replayed = Disposition::early(Outcome::RefusedPassword, Cause::Replayed);
        assert!(there.is_refused_there() && !here.is_refused_there() && !replayed.is_refused_there());
    }
}
