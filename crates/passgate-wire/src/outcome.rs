//! The outcomes: one name for each result, used in answers, forms, metrics, the audit log and the
//! Worker's log.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Defines each outcome with its name and its description. This is the only place that lists them.
macro_rules! outcomes {
    ($($outcome:ident = $word:literal, $says:literal;)+) => {
        /// The outcome of a request.
        ///
        /// The outcome tells a caller what to do next. A vendor's code or a more detailed cause may
        /// accompany it. Outcomes are added and never change their meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Outcome {
            $(#[doc = $says] #[serde(rename = $word)] $outcome,)+
        }

        impl Outcome {
            /// All outcomes.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$outcome),+];

            /// The name of the outcome.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$outcome => $word,)+
                }
            }

            /// The description of the outcome, in a sentence or two.
            pub const fn says(self) -> &'static str {
                match self {
                    $(Self::$outcome => $says,)+
                }
            }
        }
    };
}

outcomes! {
    Done = "done", "The password was changed.";
    Granted = "granted", "A token was granted.";
    RefusedPassword = "refused-password", "The edge or the vendor refused the password; `violations` says why. Nothing was changed.";
    DailyLimit = "daily-limit", "The vendor refuses further changes of this account today. Nothing was changed.";
    NotEligible = "not-eligible", "The vendor does not allow this kind of reset for this account. Nothing was changed.";
    UserNotFound = "user-not-found", "The vendor has no such account. Nothing was changed. A person gets `forbidden` instead.";
    MissingMobile = "missing-mobile", "The account has no mobile number for the new password. Nothing was changed.";
    MissingEmail = "missing-email", "The account has no e-mail address for the new password. Nothing was changed.";
    SendMode = "send-mode", "The vendor does not support this way of sending. Nothing was changed.";
    DeliveryFailed = "delivery-failed", "The vendor made a new password but could not deliver it. The old password may no longer work.";
    Refused = "refused", "The vendor refused with an undocumented code. Nothing was changed.";
    NotSent = "not-sent", "The call was not sent, or did not reach the vendor. Nothing was changed; try again later.";
    Unknown = "unknown", "The call was sent, but its outcome is unknown: the password may have changed. Do not repeat the call.";
    TooOften = "too-often", "Too many requests for the edge or the vendor. Nothing was changed; wait `Retry-After` seconds.";
    Conflict = "conflict", "A request with the same `Idempotency-Key` is in progress. Repeat the request in a moment.";
    NoCredential = "no-credential", "The request has no credential.";
    Unauthenticated = "unauthenticated", "The credential is invalid.";
    TicketSpent = "ticket-spent", "Another request has used the ticket in the meantime. This request changed nothing.";
    Forbidden = "forbidden", "The caller is authenticated, but not allowed to do this. Nothing was changed.";
    SignInTooOld = "sign-in-too-old", "The sign-in is too old for this request: the caller must sign in again. Nothing was changed.";
    BadRequest = "bad-request", "The request is invalid. Nothing was changed.";
    NotFound = "not-found", "The path does not exist.";
    MethodNotAllowed = "method-not-allowed", "The path does not allow this method.";
    Unavailable = "unavailable", "A part that the edge needs did not answer in time. Nothing was changed; try again.";
    Misconfigured = "misconfigured", "The edge is not configured for this, or has failed. Nothing was changed; an operator must act.";
}

impl Outcome {
    /// The outcome with this name.
    ///
    /// ```
    /// use passgate_wire::Outcome;
    ///
    /// assert_eq!(Outcome::from_name("unknown"), Some(Outcome::Unknown));
    /// assert_eq!(Outcome::from_name("no such word"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }

    /// Whether the password was changed, or may have been.
    ///
    /// ```
    /// use passgate_wire::Outcome;
    ///
    /// assert!(Outcome::Done.may_have_changed() && Outcome::Unknown.may_have_changed());
    /// assert!(!Outcome::RefusedPassword.may_have_changed());
    /// ```
    pub const fn may_have_changed(self) -> bool {
        matches!(self, Self::Done | Self::Unknown | Self::DeliveryFailed)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_name_is_what_serde_writes_and_is_unique() {
        let words: BTreeSet<&str> = Outcome::ALL.into_iter().map(Outcome::name).collect();
        assert_eq!(words.len(), Outcome::ALL.len());
        for outcome in Outcome::ALL {
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.name());
            assert_eq!(Outcome::from_name(outcome.name()), Some(outcome));
            assert_eq!(outcome.to_string(), outcome.name());
            let word = outcome.name();
            assert!(word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{word}");
        }
        assert_eq!(Outcome::from_name("password"), None);
    }

    #[test]
    fn a_description_promises_no_change_only_if_that_is_true() {
        for outcome in Outcome::ALL {
            let unchanged = outcome.says().contains("Nothing was changed");
            assert!(!(unchanged && outcome.may_have_changed()), "{outcome}");
        }
    }
}
