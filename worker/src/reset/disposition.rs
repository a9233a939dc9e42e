//! The result of a request: the outcome that its answer contains, and the cause, for the log, the metrics
//! and the decisions of the edge that depend on them.

use passgate_wire::{Outcome, UnknownCause};
use serde::{Deserialize, Serialize};

use crate::base::words;
use crate::callers::authorise::Denied;
use crate::callers::unproven::{Unproven, Why};
use crate::reset::breaches::Searched;

words! {
    /// The detailed reason for an outcome. It is for the log and the metrics, and names no person.
    Cause {
        // The request.
        /// A field is wrong.
        BadInput = "bad-input",
        /// The body is not JSON.
        NotJson = "not-json",
        /// The body is of another content type.
        WrongContentType = "wrong-content-type",
        /// The body is over the bound.
        BodyTooLarge = "body-too-large",
        /// The body did not end in time.
        BodyTooSlow = "body-too-slow",
        /// `Host` is not a host, so the target of the request is unknown.
        WrongHost = "wrong-host",
        /// The page that calls may not.
        ForeignOrigin = "foreign-origin",
        /// There is no such route or thing.
        NotFound = "not-found",
        /// The route does not know the method.
        MethodNotAllowed = "method-not-allowed",
        /// The product is not set up here.
        NotConfigured = "not-configured",

        // Who calls.
        /// No credential.
        NoCredential = "no-credential",
        /// A credential that does not hold.
        NotProven = "not-proven",
        /// The credential cannot be checked just now.
        CannotProve = "cannot-prove",
        /// No known client, or the wrong secret.
        CredentialRefused = "credential-refused",
        /// Another request has used the ticket up meanwhile.
        TicketSpent = "ticket-spent",

        // What the caller may.
        /// The client is not configured any more, or its secret is not.
        ClientGone = "client-gone",
        /// The credential is for the other product.
        OtherProduct = "other-product",
        /// The credential does not grant the action.
        ActionNotGranted = "action-not-granted",
        /// The credential is for another account.
        OtherAccount = "other-account",
        /// The caller has not the role.
        NotEntitled = "not-entitled",
        /// The last sign-in is too old.
        SignInTooOld = "sign-in-too-old",
        /// A route of our own that the caller has no part in.
        Forbidden = "forbidden",

        // How often.
        /// Too often from one address.
        AddressTooOften = "address-too-often",
        /// Too often by one caller.
        CallerTooOften = "caller-too-often",
        /// Too often with one credential, refused here each time.
        RefusedTooOften = "refused-too-often",
        /// Too many changes of one account.
        AccountTooOften = "account-too-often",
        /// Too many searches among breached passwords for one account.
        BreachesTooOften = "breaches-too-often",
        /// Too often, on a route of our own.
        TooOften = "too-often",
        /// The account's turn did not come in time.
        NoTurn = "no-turn",
        /// The vendor's queue is full.
        QueueFull = "line-full",
        /// The account's turn at the vendor did not come in time, or the vendor limits all calls.
        Throttled = "throttled",
        /// The vendor has not been answering and is left alone for a while.
        Closed = "closed",

        // The password.
        /// The policy in force refuses the password.
        RefusedHere = "refused-here",
        /// Breaches have made the password public.
        Breached = "breached",
        /// The password was looked for among those, and not found.
        NotBreached = "not-breached",
        /// The host of breached passwords did not answer.
        BreachesUnanswered = "breaches-unanswered",

        // A repeated request.
        /// The answer to an earlier request with the same key.
        Replayed = "replayed",
        /// A request with the same key is under way.
        UnderWay = "under-way",
        /// The key was used for another request.
        KeyUsed = "key-used",

        // The edge.
        /// The caller's rate could not be asked for.
        RateUnreachable = "rate-unreachable",
        /// The product's gate did not answer.
        GateUnreachable = "gate-unreachable",
        /// The account's object did not answer.
        SubjectUnreachable = "subject-unreachable",
        /// The storage does not work.
        NoStorage = "no-storage",
        /// The runtime has no randomness, and so the request no id.
        NoRandomness = "no-randomness",
        /// A vendor, an issuer or the disk does not do its part.
        NotReady = "not-ready",
        /// A token could not be signed.
        Unsigned = "unsigned",
        /// Something needed did not answer, on a route of our own.
        Unavailable = "unavailable",
        /// The configuration cannot be used.
        Misconfigured = "misconfigured",
        /// A fault of the edge, on a route of our own.
        Internal = "internal",
        /// An earlier life of the account's object left the attempt without an outcome.
        Interrupted = "interrupted",

        // The vendor.
        /// The vendor has said so.
        Vendor = "vendor",
        /// No byte of the call was sent, or no host accepted it.
        NotReached = "not-reached",
        /// The call was sent and no answer came.
        NoAnswer = "no-answer",
        /// The vendor has no token for the edge.
        NoToken = "no-token",
        /// HTTP 5xx.
        ServerError = "server-error",
        /// A status that is neither success nor an error.
        UnexpectedStatus = "unexpected-status",
        /// An answer that is not JSON.
        AnswerNotJson = "answer-not-json",
        /// An answer that is not as the page shapes it.
        UnexpectedShape = "unexpected-shape",
        /// A success of another account than the one that was asked for.
        AnswerOfAnother = "answer-of-another",
        /// A code no page documents, at a status that does not say no.
        UndocumentedCode = "undocumented-code",

        // What was done.
        /// An edge token was granted.
        Granted = "granted",
        /// A ticket was minted.
        Minted = "minted",
        /// The limits that were learned of a product were forgotten.
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

/// What the edge has made of a request. What goes on from an answer inside the edge reads this and
/// no text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disposition {
    /// The word for what happened.
    pub outcome: Outcome,
    /// Why.
    pub cause: Cause,
    /// The vendor's code, or the HTTP status of an answer that says nothing; else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The permission that the edge's app lacks at the vendor, where the vendor names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<String>,
    /// Why a credential was rejected: for the log alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// Whether the account's object has made an attempt of it: its intent is in the ledger.
    pub is_attempt: bool,
}

const MAX_CODE_CHARACTERS: usize = 48;

impl Disposition {
    /// Of a request that came to no attempt.
    pub const fn early(outcome: Outcome, cause: Cause) -> Self {
        Self { outcome, cause, code: String::new(), permission: None, why: None, is_attempt: false }
    }

    /// Of an attempt. A code is a vendor's text, so only what a code is made of is taken over.
    pub fn attempt(outcome: Outcome, cause: Cause, code: &str) -> Self {
        let is_code = |c: &char| c.is_ascii_alphanumeric() || "._-".contains(*c);
        let code = code.chars().filter(is_code).take(MAX_CODE_CHARACTERS).collect();
        Self { outcome, cause, code, permission: None, why: None, is_attempt: true }
    }

    /// With why the credential does not hold.
    #[must_use]
    pub const fn because(mut self, why: Why) -> Self {
        self.why = Some(why);
        self
    }

    /// Whether the vendor has refused the password.
    pub fn is_refused_there(&self) -> bool {
        self.is_attempt && self.outcome == Outcome::RefusedPassword
    }

    /// What the ledger and the audit log say beside the outcome: the cause, unless the vendor has said
    /// so, the code, and the permission that is missing.
    pub fn detail(&self) -> String {
        let cause = if self.cause == Cause::Vendor { "" } else { self.cause.name() };
        let permission = self.permission.as_deref().unwrap_or_default();
        let words = [cause, &self.code, permission].into_iter().filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    }

    /// The cause that such a detail begins with.
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
        let told = Disposition::attempt(Outcome::Refused, Cause::Vendor, &long);
        assert!(told.detail().starts_with("PWD.0099xxx"), "{}", told.detail());
        assert!(told.detail().len() == MAX_CODE_CHARACTERS && told.detail().is_ascii());
        for (cause, code, detail) in [
            (Cause::Vendor, "PWD.0007", "PWD.0007"),
            (Cause::Vendor, "", ""),
            (Cause::ServerError, "502", "server-error 502"),
            (Cause::NoAnswer, "", "no-answer"),
        ] {
            let told = Disposition::attempt(Outcome::Unknown, cause, code);
            assert_eq!(told.detail(), detail);
            assert_eq!(Disposition::cause_of(Some(detail)), cause);
        }
        assert_eq!(Disposition::cause_of(None), Cause::Vendor);
    }

    #[test]
    fn a_disposition_arrives_as_it_left_and_as_what_a_header_takes() {
        for told in [
            Disposition::attempt(Outcome::RefusedPassword, Cause::Vendor, "PWD.0007"),
            Disposition::early(Outcome::TicketSpent, Cause::TicketSpent),
        ] {
            let text = serde_json::to_string(&told).unwrap();
            assert!(text.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{text}");
            assert_eq!(serde_json::from_str::<Disposition>(&text).unwrap(), told);
        }
    }

    #[test]
    fn only_an_attempt_is_refused_there() {
        let there = Disposition::attempt(Outcome::RefusedPassword, Cause::Vendor, "1050022");
        let here = Disposition::early(Outcome::RefusedPassword, Cause::RefusedHere);
        let replayed = Disposition::early(Outcome::RefusedPassword, Cause::Replayed);
        assert!(there.is_refused_there() && !here.is_refused_there() && !replayed.is_refused_there());
    }
}
